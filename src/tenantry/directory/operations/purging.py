"""Deletion for good: the object, and everything that refers to it (contract §6.3, CTS-115)."""

from collections.abc import Mapping

from tenantry.actor import Actor, operator
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import actions
from tenantry.directory.operations.deleted_items import WRITE, take_deleted
from tenantry.directory.operations.lookups import STORES
from tenantry.directory.operations.managers import MANAGER
from tenantry.directory.operations.protection import check_protection
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import (
    applications,
    assignments,
    certificates,
    federated_credentials,
    memberships,
    permission_grants,
    relations,
    roles,
    secrets,
    sponsors,
    users,
)
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

_PURGED: Mapping[str, Activity] = {
    "user": activities.HARD_DELETE_USER,
    "group": activities.HARD_DELETE_GROUP,
    "application": activities.HARD_DELETE_APPLICATION,
    "servicePrincipal": activities.HARD_DELETE_SERVICE_PRINCIPAL,
    "device": activities.HARD_DELETE_DEVICE,
}


def purge(work: UnitOfWork, actor: Actor, object_id: str) -> None:
    """Delete a deleted object for good; `NotFoundError` if it is not in the recycle bin."""
    kind, record = take_deleted(work, actor.tenant_id, object_id)
    actor.require(*WRITE[kind])
    check_protection(work, actor, [actions.ITEMS_PURGE])
    _purge(work, actor, kind, record)


def purge_expired(work: UnitOfWork, tenant_id: str, *, limit: int = 500) -> int:
    """Delete for good what was deleted 30 days ago or more, at most *limit* objects of a kind.

    Returns how many; call it again while it returns any.
    """
    actor = operator(tenant_id)
    purged = 0
    for kind, store in STORES.items():
        for record in store.take_expired(work, tenant_id, limit):
            _purge(work, actor, kind, record)
            purged += 1
    return purged


def _purge(work: UnitOfWork, actor: Actor, kind: str, record: Record) -> None:
    tenant_id, object_id = actor.tenant_id, record["id"]
    _record_lost_relations(work, tenant_id, object_id)
    memberships.remove_all_of(work, tenant_id, object_id)
    users.clear_manager(work, tenant_id, object_id)
    assignments.remove_all_of(work, tenant_id, object_id)
    permission_grants.remove_all_of(work, tenant_id, object_id)
    roles.remove_all_of(work, tenant_id, object_id)
    secrets.remove_all(work, tenant_id, object_id)
    certificates.remove_all(work, tenant_id, object_id)
    federated_credentials.remove_all(work, tenant_id, object_id)
    sponsors.remove_all_of(work, tenant_id, object_id)
    relations.remove_all_of(work, tenant_id, object_id)
    users.remove_invitations(work, tenant_id, object_id)
    users.replace_secondary_addresses(work, tenant_id, object_id, ())
    users.remove_credentials(work, tenant_id, object_id)
    STORES[kind].remove(work, tenant_id, object_id)
    record_change(work, actor, _PURGED[kind], object_type=kind, target=record, kind=feed.PURGED)
    if kind == "application":
        _purge_principal(work, actor, record)


def _record_lost_relations(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    for group_id in memberships.list_groups_of(work, tenant_id, object_id):
        work.record(tenant_id, "group", group_id, feed.MEMBER_REMOVED, related_id=object_id)
    for user_id in users.list_report_ids(work, tenant_id, object_id):
        work.record(
            tenant_id,
            "user",
            user_id,
            feed.UPDATED,
            properties=[MANAGER],
            related_id=object_id,
        )
    for assignment in assignments.list_all_of(work, tenant_id, object_id):
        work.record(
            tenant_id,
            "servicePrincipal",
            assignment["resource_id"],
            feed.UNASSIGNED,
            related_id=assignment["principal_id"],
        )


def _purge_principal(work: UnitOfWork, actor: Actor, application: Record) -> None:
    """Delete the application's service principal here too, unless it was restored since."""
    principal_id = applications.find_service_principal_id(
        work, actor.tenant_id, application["app_id"]
    )
    if principal_id is None:
        return
    principal = SERVICE_PRINCIPALS.take_deleted(work, actor.tenant_id, principal_id)
    if principal is not None:
        _purge(work, actor, "servicePrincipal", principal)
