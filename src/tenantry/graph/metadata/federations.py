"""CSDL of the identity providers of other organizations (contract §6.10)."""

from tenantry.graph.metadata.entities import many
from tenantry.graph.metadata.model import EntityType, EnumType, Model, properties
from tenantry.graph.wire.federations import FEDERATION_TYPE

MODEL = Model(
    enum_types=(
        EnumType(
            name="authenticationProtocol",
            members={"wsFed": 0, "saml": 1, "unknownFutureValue": 2},
        ),
    ),
    entity_types=(
        EntityType(
            name="samlOrWsFedProvider",
            base="identityProviderBase",
            abstract=True,
            properties=properties(
                "issuerUri",
                "metadataExchangeUri",
                "passiveSignInUri",
                "preferredAuthenticationProtocol: authenticationProtocol",
                "signingCertificate",
            ),
        ),
        EntityType(
            name=FEDERATION_TYPE,
            base="samlOrWsFedProvider",
            navigations=many("domains: externalDomainName", contained=True),
        ),
        EntityType(name="externalDomainName", base="entity"),
    ),
)
