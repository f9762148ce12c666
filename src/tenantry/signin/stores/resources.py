"""Service principals as resources: found by the names clients give, and who has roles there."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.directory.values import Record
from tenantry.identifiers import is_id
from tenantry.storage.tables import app_role_assignments, service_principals
from tenantry.storage.unit_of_work import Reading

_assigned, _principals = app_role_assignments.c, service_principals.c
_ROLES = select(_assigned.app_role_id).where(
    _assigned.tenant_id == bindparam("tenant_id"),
    _assigned.resource_id == bindparam("resource_id"),
    _assigned.principal_id.in_(bindparam("principal_ids", expanding=True)),
)  # built once: it takes longer than to run it


def find_by_name(reading: Reading, tenant_id: str, name: str) -> Record | None:
    """Return the live service principal with this application id or identifier URI."""
    if not name.isprintable():
        return None
    app_id = name.removeprefix("api://").lower()
    if is_id(app_id):
        return find_service_principal(reading, tenant_id, app_id)
    query = select(_principals.id).where(
        _principals.tenant_id == tenant_id,
        _principals.deleted_at.is_(None),
        _principals.settings.contains(name, autoescape=True),
    )
    ids = list(reading.connection.execute(query).scalars())
    found = SERVICE_PRINCIPALS.list_by_ids(reading, tenant_id, ids).values()
    wanted = name.rstrip("/")
    return next(
        (
            each
            for each in found
            if wanted in {one.rstrip("/") for one in each.get("service_principal_names") or ()}
        ),
        None,
    )


def list_assigned_roles(
    reading: Reading, tenant_id: str, resource_id: str, principal_ids: Collection[str]
) -> frozenset[str]:
    """Return the ids of the app roles on a resource that any of the principals is assigned."""
    holders = {
        "tenant_id": tenant_id,
        "resource_id": resource_id,
        "principal_ids": list(principal_ids),
    }
    return frozenset(reading.connection.execute(_ROLES, holders).scalars())
