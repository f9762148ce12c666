"""CSDL of identity providers (contract §6.10)."""

from tenantry.graph.metadata.model import EntityType, Model, Operation, properties
from tenantry.graph.wire.identity_providers import BUILT_IN_TYPE, SOCIAL_TYPE

MODEL = Model(
    entity_types=(
        EntityType(
            name="identityProviderBase",
            base="entity",
            abstract=True,
            properties=properties("displayName"),
        ),
        EntityType(
            name=SOCIAL_TYPE,
            base="identityProviderBase",
            properties=properties("clientId", "clientSecret", "identityProviderType"),
        ),
        EntityType(
            name=BUILT_IN_TYPE,
            base="identityProviderBase",
            properties=properties("identityProviderType"),
        ),
        EntityType(
            name="identityProvider",
            base="entity",
            properties=properties("clientId", "clientSecret", "name", "type"),
        ),
    ),
    operations=(
        Operation(
            name="availableProviderTypes",
            bound_to="[identityProviderBase]",
            returns="[String]",
            is_function=True,
        ),
    ),
    entity_sets={"identityProviders": "identityProvider"},
)
