"""The authorization policy on the wire (contract §6.5)."""

from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import guid, text
from tenantry.graph.wire.entities import Entity, constant, declare

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
        declare("guestUserRoleId: Guid", check=guid),
        constant("defaultUserRolePermissions: defaultUserRolePermissions!", _MEMBER_RIGHTS),
    ),
)

POLICY_BODY = BodyShape(
    {
        "allowInvitesFrom": Property("allow_invites_from", text, nullable=False),
        "guestUserRoleId": Property("guest_user_role_id", guid, nullable=False),
    },
    read_only=["id", "deletedDateTime"],
    not_built=[
        name
        for name in AUTHORIZATION_POLICY.names
        if name not in {"id", "deletedDateTime", "allowInvitesFrom", "guestUserRoleId"}
    ],
)
