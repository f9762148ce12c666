"""Groups: made, read, changed and moved to the recycle bin (contract §6.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory import groups, rights
from tenantry.directory.operations.lookups import require_group
from tenantry.directory.operations.memberships import add_checked
from tenantry.directory.operations.owners import add_checked_owners
from tenantry.directory.operations.ownership import make_owner, require_group_write
from tenantry.directory.operations.privileges import check_group_change
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.visibility import (
    require_no_guest,
    shown,
    visible_group_properties,
)
from tenantry.directory.stores import groups as store, tenants
from tenantry.directory.stores.objects import GROUPS
from tenantry.directory.values import Record, differing
from tenantry.errors import AlreadyExistsError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_group(
    work: UnitOfWork,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    member_ids: Sequence[str] = (),
    owner_ids: Sequence[str] = (),
) -> Record:
    """Add a group with its first members and owners and return it.

    A user who names no owners owns it.

    Raises `NotBuiltError` for a dynamic group, `AlreadyExistsError` if the mail address of a
    Microsoft 365 group is taken.
    """
    actor.require(*rights.GROUPS_CREATE)
    groups.check_new_group(values)
    if values.get("is_assignable_to_role"):
        check_group_change(actor, values)
    instant = work.instant
    new = {"id": new_id(), "created_at": instant, "renewed_at": instant, "group_types": []}
    group = {**new, **values, **_addressed(work, actor.tenant_id, values, values)}
    GROUPS.add(work, actor.tenant_id, group)
    record_change(
        work,
        actor,
        activities.ADD_GROUP,
        object_type="group",
        target=group,
        kind=feed.CREATED,
        changes=differing({}, values),
    )
    add_checked(work, actor, group, member_ids)
    if owner_ids:
        add_checked_owners(work, actor, "group", group, owner_ids)
    elif actor.kind is ActorKind.USER:
        make_owner(work, actor, "group", group["id"])
    return require_group(work, actor.tenant_id, group["id"])


def get_group(reading: Reading, actor: Actor, group_id: str) -> Record:
    """Return the group with this id; `NotFoundError` if there is none."""
    visible = visible_group_properties(reading, actor, group_id)
    return shown(require_group(reading, actor.tenant_id, group_id), visible)


def list_groups(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the groups."""
    actor.require(*rights.GROUPS_READ)
    require_no_guest(actor)
    return GROUPS.list_page(reading, actor.tenant_id, query)


def count_groups(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many groups meet the condition of *query*."""
    actor.require(*rights.GROUPS_READ)
    require_no_guest(actor)
    return GROUPS.count(reading, actor.tenant_id, query)


def update_group(
    work: UnitOfWork,
    actor: Actor,
    group_id: str,
    values: Mapping[str, Any],
    *,
    member_ids: Sequence[str] = (),
) -> None:
    """Change the properties *values* of a group and add members, all or nothing."""
    actor.require_as_owner(*rights.GROUPS_WRITE)
    group = require_group(work, actor.tenant_id, group_id)
    require_group_write(work, actor, group, *rights.GROUPS_WRITE)
    groups.check_group_changes(group, values)
    completed = {**values, **_addressed(work, actor.tenant_id, {**group, **values}, values)}
    changes = differing(group, completed)
    if changes:
        GROUPS.change(work, actor.tenant_id, group, changes)
        record_change(
            work,
            actor,
            activities.UPDATE_GROUP,
            object_type="group",
            target={**group, **changes},
            kind=feed.UPDATED,
            changes=changes,
            before=group,
        )
    add_checked(work, actor, group, member_ids)


def delete_group(work: UnitOfWork, actor: Actor, group_id: str) -> None:
    """Move a group to the recycle bin, where it can be restored for 30 days.

    Security groups too: newer versions of the service keep them (contract §6.3, §8 #18).
    """
    actor.require_as_owner(*rights.GROUPS_WRITE)
    group = require_group(work, actor.tenant_id, group_id)
    require_group_write(work, actor, group, *rights.GROUPS_WRITE)
    GROUPS.set_deleted(work, actor.tenant_id, group["id"], work.instant)
    record_change(
        work, actor, activities.DELETE_GROUP, object_type="group", target=group, kind=feed.DELETED
    )


def _addressed(
    reading: Reading, tenant_id: str, group: Mapping[str, Any], values: Mapping[str, Any]
) -> Record:
    """Return the mail address that a new nickname gives a Microsoft 365 group."""
    if not group["mail_enabled"] or "mail_nickname" not in values:
        return {}
    domains = tenants.list_domains(reading, tenant_id)
    default = next(domain["name"] for domain in domains if domain["is_default"])
    mail = f"{values['mail_nickname']}@{default}"
    holder = store.find_by_mail(reading, tenant_id, mail)
    if holder is not None and holder["id"] != group.get("id"):
        raise AlreadyExistsError("mail_nickname")
    return {"mail": mail}
