"""CSDL of SKUs and licences (contract §6.1, §6.13)."""

from tenantry.graph.metadata.entities import entity_type
from tenantry.graph.metadata.model import ComplexType, Model, Operation, properties
from tenantry.graph.wire.licences import LICENSE_DETAILS, SUBSCRIBED_SKU

_COMPLEX_TYPES = (
    ComplexType(
        name="assignedLicense", properties=properties("disabledPlans: [Guid]!", "skuId: Guid")
    ),
    ComplexType(
        name="assignedPlan",
        properties=properties(
            "assignedDateTime: DateTimeOffset", "capabilityStatus", "service", "servicePlanId: Guid"
        ),
    ),
    ComplexType(
        name="licenseAssignmentState",
        properties=properties(
            "assignedByGroup",
            "disabledPlans: [Guid]",
            "error",
            "lastUpdatedDateTime: DateTimeOffset",
            "skuId: Guid",
            "state",
        ),
    ),
    ComplexType(name="licenseProcessingState", properties=properties("state")),
    ComplexType(
        name="licenseUnitsDetail",
        properties=properties(
            "enabled: Int32", "lockedOut: Int32", "suspended: Int32", "warning: Int32"
        ),
    ),
    ComplexType(
        name="servicePlanInfo",
        properties=properties(
            "appliesTo", "provisioningStatus", "servicePlanId: Guid", "servicePlanName"
        ),
    ),
)

MODEL = Model(
    complex_types=_COMPLEX_TYPES,
    entity_types=tuple(
        entity_type(entity, base="entity", is_open=False)
        for entity in (LICENSE_DETAILS, SUBSCRIBED_SKU)
    ),
    operations=(
        Operation(
            name="assignLicense",
            bound_to="user",
            parameters=properties("addLicenses: [assignedLicense]!", "removeLicenses: [Guid]!"),
            returns="user",
        ),
    ),
    entity_sets={"subscribedSkus": "subscribedSku"},
)
