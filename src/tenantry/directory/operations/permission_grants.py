"""Delegated permission grants: what an application may do for users (contract §6.9).

A user's consent, or an administrator's for everybody, is such a grant.
"""

from collections.abc import Iterable

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import applications
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import permission_grants as store
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def agree(
    work: UnitOfWork,
    actor: Actor,
    client: Record,
    resource_id: str,
    names: Iterable[str],
    *,
    principal_id: str,
) -> None:
    """Add *names* to what *client* may do on the resource for a user, or `FOR_ALL` of them.

    The caller has made sure that whoever agreed may do so.
    """
    wanted = _new(work, client["id"], resource_id, principal_id, names)
    found = _find_like(work, actor.tenant_id, wanted)
    if found is None:
        store.add(work, actor.tenant_id, wanted)
    else:
        scope = _joined([*found["scope"].split(), *wanted["scope"].split()])
        store.set_scope(work, actor.tenant_id, found["id"], scope)
    _record(work, actor, activities.CONSENT, client, wanted)


def _new(
    work: UnitOfWork, client_id: str, resource_id: str, principal_id: str, names: Iterable[str]
) -> Record:
    return {
        "id": applications.assignment_id(client_id, new_id()),
        "client_id": client_id,
        "resource_id": resource_id,
        "principal_id": principal_id,
        "scope": _joined(names),
        "created_at": work.instant,
    }


def _joined(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(names))


def _find_like(reading: Reading, tenant_id: str, grant: Record) -> Record | None:
    return store.find_between(
        reading, tenant_id, grant["client_id"], grant["resource_id"], grant["principal_id"]
    )


def _record(
    work: UnitOfWork, actor: Actor, activity: Activity, client: Record, grant: Record
) -> None:
    record_change(
        work,
        actor,
        activity,
        object_type="servicePrincipal",
        target=client,
        kind=feed.UPDATED,
        details={
            "resource_id": grant["resource_id"],
            "principal_id": grant["principal_id"],
            "scope": grant["scope"],
        },
    )
