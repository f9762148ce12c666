"""Functions on app role assignments: the roles a user has at the synchronizing application.

The attribute `appRoleAssignments` holds the roles' values.  All of them are documented as
incompatible with synchronizing everybody: who is not assigned has no role.  Of
`AppRoleAssignments` only the name is documented (contract §4.10); without `Complex` in it, it
gives the roles' values as they are.  The parameter of all is `source`, as that sample has it.
"""

import json

from tenantry.sync.expression.values import Value, check_length, values_of

_TYPE = "WindowsAzureActiveDirectoryRole"


def single_app_role(assignments: Value) -> Value:
    """`SingleAppRoleAssignment`: the role of a user who has one; which of several is undefined."""
    roles = values_of(assignments)
    return roles[0] if roles else None


def app_role_names(assignments: Value) -> Value:
    """`AppRoleAssignments`: the value of every role, as it is."""
    return None if assignments is None else tuple(values_of(assignments))


def all_app_roles(assignments: Value) -> Value:
    """`AppRoleAssignmentsComplex`: every role as the JSON of a SCIM role, none of them primary."""
    if assignments is None:
        return None
    return tuple(map(_scim_role, values_of(assignments)))


def all_app_roles_exactly(assignments: Value) -> Value:
    """`AssertiveAppRoleAssignmentsComplex`: the same; who receives it removes all other roles."""
    return all_app_roles(assignments)


def _scim_role(role: str) -> str:
    check_length(2 * len(role))
    parts = {"primary": False, "type": _TYPE, "display": role, "value": role}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
