"""Administrative units: parts of a tenant that somebody looks after with a role over them alone.

Sources: contract §6.7, §6.8; the pages on administrative units and on the roles that can be
assigned over one.
"""

from collections.abc import Mapping

from tenantry.directory import actions, roles
from tenantry.directory.relations import RELATED_TYPES, Relation
from tenantry.directory.values import Rule, choice, text

MEMBER_TYPES = tuple(RELATED_TYPES[Relation.UNIT_MEMBER])
HIDDEN_MEMBERSHIP = "HiddenMembership"
SCOPE = "/administrativeUnits/"

SCOPABLE_ROLES = frozenset(
    {roles.GROUPS_ADMINISTRATOR, roles.LICENSE_ADMINISTRATOR, roles.USER_ADMINISTRATOR}
)
"""The roles that mean something over a unit here."""
SCOPED_ACTIONS = frozenset({actions.GROUPS_WRITE, actions.LICENCES_ASSIGN, actions.USERS_WRITE})
"""What these do to the members of a unit; the rest of a role is about the whole tenant."""

RULES: Mapping[str, Rule] = {
    "display_name": text(256, clearable=False),
    "description": text(1024),
    "visibility": choice("Public", HIDDEN_MEMBERSHIP),
}


def scope_of(unit_id: str) -> str:
    """Return the `directoryScopeId` of a unit."""
    return f"{SCOPE}{unit_id}"


def unit_in(scope: str) -> str | None:
    """Return the id of the unit that a `directoryScopeId` names, None for another scope."""
    return scope.removeprefix(SCOPE).lower() if scope.startswith(SCOPE) else None
