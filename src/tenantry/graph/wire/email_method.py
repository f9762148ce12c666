"""The configuration of the method `email` on the wire: of it, passcodes for guests are built."""

from tenantry.collaboration.operations.passcode_policy import POLICY_ID
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text

_ALLOWANCE = "allowExternalIdToUseEmailOtp"


def shown(allowance: str) -> JsonObject:
    """Return the configuration."""
    return {
        "@odata.type": "#microsoft.graph.emailAuthenticationMethodConfiguration",
        "id": POLICY_ID,
        "state": "disabled",  # for the tenant's own people
        _ALLOWANCE: allowance,
        "excludeTargets": [],
        "includeTargets": [],
    }


BODY = BodyShape(
    {_ALLOWANCE: Property("allowance", text, nullable=False)},
    read_only=["id"],
    not_built=["state", "excludeTargets", "includeTargets"],
)
