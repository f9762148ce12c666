"""CSDL of authentication methods."""

from tenantry.graph.metadata.entities import many
from tenantry.graph.metadata.model import EntityType, EnumType, Model, properties
from tenantry.graph.wire.authentication_methods import CODE_METHOD, KEY_METHOD, PASSWORD_METHOD
from tenantry.graph.wire.entities import Entity

_BASE = "authenticationMethod"
_INHERITED = {"id", "createdDateTime"}


def _method_type(entity: Entity) -> EntityType:
    own = [one for one in entity.properties if one.name not in _INHERITED]
    return EntityType(
        name=entity.name,
        base=_BASE,
        properties=properties(*(f"{one.name}: {one.type}" for one in own)),
    )


MODEL = Model(
    enum_types=(
        EnumType(
            name="attestationLevel",
            members={"attested": 0, "notAttested": 1, "unknownFutureValue": 2},
        ),
    ),
    entity_types=(
        EntityType(
            name="authentication",
            base="entity",
            navigations=many(
                f"methods: {_BASE}",
                *(
                    f"{entity.collection}: {entity.name}"
                    for entity in (PASSWORD_METHOD, CODE_METHOD, KEY_METHOD)
                ),
                contained=True,
            ),
        ),
        EntityType(
            name=_BASE,
            base="entity",
            abstract=True,
            properties=properties("createdDateTime: DateTimeOffset"),
        ),
        *(_method_type(entity) for entity in (PASSWORD_METHOD, CODE_METHOD, KEY_METHOD)),
    ),
)
