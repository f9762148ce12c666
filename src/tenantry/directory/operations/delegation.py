"""Delegation: what an application may do for a user, from the user's roles and standing now.

Nobody is authorized here; whoever verifies a token asks, in the tenant that issued it.
"""

from dataclasses import dataclass

from tenantry.actor import Standing
from tenantry.directory.delegation import limited, standing_of, with_parts
from tenantry.directory.operations.authorization import guest_role_of
from tenantry.directory.operations.role_definitions import actions_of_roles
from tenantry.directory.stores import roles
from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import GUEST
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What a user's token is worth now.  ``role_ids`` are template ids, as in the claim `wids`."""

    is_active: bool
    permissions: frozenset[str] = frozenset()
    granted: frozenset[str] = frozenset()
    role_actions: frozenset[str] = frozenset()
    role_ids: tuple[str, ...] = ()
    standing: Standing = Standing.RESTRICTED_GUEST
    display_name: str = ""
    user_principal_name: str = ""


def user_permissions(
    reading: Reading, tenant_id: str, user_id: str, scopes: frozenset[str]
) -> Delegation:
    """Return what an application with the delegated permissions *scopes* may do for the user.

    A user who is deleted or disabled is not active and may nothing.
    """
    user = USERS.find(reading, tenant_id, user_id)
    if user is None or not user["account_enabled"]:
        return Delegation(is_active=False)
    role_ids = sorted(roles.list_role_ids(reading, tenant_id, user_id))
    role_actions = actions_of_roles(reading, tenant_id, role_ids)
    standing = standing_of(
        is_guest=user["user_type"] == GUEST,
        guest_role=guest_role_of(reading, tenant_id),
        role_actions=role_actions,
    )
    return Delegation(
        is_active=True,
        granted=with_parts(scopes),
        permissions=limited(scopes, standing, role_actions),
        role_actions=role_actions,
        role_ids=tuple(role_ids),
        standing=standing,
        display_name=user["display_name"],
        user_principal_name=user["user_principal_name"],
    )
