"""CSDL of the types that all others build on (contract §9.3)."""

from tenantry.graph.metadata.model import EntityType, Model, properties

MODEL = Model(
    entity_types=(
        EntityType(name="entity", key="id", abstract=True, properties=properties("id: String!")),
        EntityType(
            name="directoryObject",
            base="entity",
            properties=properties("deletedDateTime: DateTimeOffset"),
        ),
    ),
    entity_sets={"directoryObjects": "directoryObject"},
)
