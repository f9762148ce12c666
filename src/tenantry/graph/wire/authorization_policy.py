"""The authorization policy on the wire (contract §6.5)."""

from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text
from tenantry.graph.wire.entities import Entity, constant, declare

_LIMITED_GUESTS = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
_MEMBER_RIGHTS = {
    "allowedToCreateApps": True,
    "allowedToCreateSecurityGroups": True,
    "allowedToCreateTenants": True,
    "allowedToReadBitlockerKeysForOwnedDevice": True,
    "allowedToReadOtherUsers": True,
    "permissionGrantPoliciesAssigned": [
        "ManagePermissionGrantsForSelf.microsoft-user-default-legacy"
    ],
}

AUTHORIZATION_POLICY = Entity(
    "authorizationPolicy",
    "policies/authorizationPolicy",
    (
        declare("id: String!"),
        constant("deletedDateTime: DateTimeOffset", None),
        constant("displayName: String", "Authorization Policy"),
        constant(
            "description: String",
            "Used to manage authorization related settings across the company.",
        ),
        declare("allowInvitesFrom: allowInvitesFrom", check=text),
        constant("allowedToSignUpEmailBasedSubscriptions: Boolean!", value=True),
        constant("allowedToUseSSPR: Boolean!", value=True),
        constant("allowEmailVerifiedUsersToJoinOrganization: Boolean!", value=False),
        constant("allowUserConsentForRiskyApps: Boolean", None),
        constant("blockMsolPowerShell: Boolean", value=False),
        constant("guestUserRoleId: Guid", _LIMITED_GUESTS),
        constant("defaultUserRolePermissions: defaultUserRolePermissions!", _MEMBER_RIGHTS),
    ),
)

POLICY_BODY = BodyShape(
    {"allowInvitesFrom": Property("allow_invites_from", text, nullable=False)},
    read_only=["id", "deletedDateTime"],
    not_built=[
        name
        for name in AUTHORIZATION_POLICY.names
        if name not in {"id", "deletedDateTime", "allowInvitesFrom"}
    ],
)
