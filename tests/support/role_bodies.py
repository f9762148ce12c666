"""What the writing routes of roles take, by method and pattern without the names of keys."""

from collections.abc import Mapping
from typing import Any

from tenantry.directory.roles import USER_ADMINISTRATOR
from tests.support.look_alikes import PROTECTABLE, ROLE

ROLE_BODIES: Mapping[str, tuple[Any, ...]] = {
    "PATCH roleManagement/directory/resourceNamespaces/{}/resourceActions/{}": (
        {"authenticationContextId": "c1"},
    ),
    "POST roleManagement/directory/roleDefinitions": (
        {
            "displayName": "Keeper of partners",
            "isEnabled": True,
            "rolePermissions": [{"allowedResourceActions": [PROTECTABLE.name]}],
        },
    ),
    "PATCH roleManagement/directory/roleDefinitions/{}": ({"description": "Another one"},),
    "POST roleManagement/directory/roleAssignments": (
        {
            "principalId": "{user}",
            "roleDefinitionId": ROLE.id,
            "directoryScopeId": "/",
        },
    ),
    "POST directory/administrativeUnits": ({"displayName": "North", "visibility": "Public"},),
    "PATCH directory/administrativeUnits/{}": ({"description": "Of the north"},),
    "POST directory/administrativeUnits/{}/members/$ref": (
        {"@odata.id": "https://graph.microsoft.com/v1.0/users/{manager}"},
    ),
    "POST directory/administrativeUnits/{}/scopedRoleMembers": (
        {"roleId": USER_ADMINISTRATOR, "roleMemberInfo": {"id": "{manager}"}},
    ),
}
