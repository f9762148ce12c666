"""Everything an object is in: the groups at any depth, and the directory roles (contract §6.1)."""

from tenantry.actor import Actor
from tenantry.directory.operations.lookups import ObjectKey, require_member
from tenantry.directory.operations.memberships import get_member_groups
from tenantry.directory.roles import RoleTemplate, find_role_template
from tenantry.directory.stores import roles
from tenantry.storage.unit_of_work import Reading


def get_member_objects(
    reading: Reading,
    actor: Actor,
    key: ObjectKey,
    *,
    kind: str | None = None,
    security_enabled_only: bool,
) -> tuple[list[str], list[RoleTemplate]]:
    """Return the ids of the groups that the object is in, and the built-in roles that it holds.

    Of security groups alone there are no roles.
    """
    group_ids = get_member_groups(
        reading, actor, key, kind=kind, security_enabled_only=security_enabled_only
    )
    if security_enabled_only:
        return group_ids, []
    _, member = require_member(reading, actor.tenant_id, key, kind)
    held = roles.list_role_ids(reading, actor.tenant_id, member["id"])
    templates = (find_role_template(role_id) for role_id in held)
    return group_ids, [each for each in templates if each is not None]
