"""Applications by their application id, whichever tenant they are of."""

from sqlalchemy import select

from tenantry.directory.stores.applications import find_application
from tenantry.signin.registrations import Registration, registration_of
from tenantry.storage.tables import applications, tenants
from tenantry.storage.unit_of_work import Reading

_applications, _tenants = applications.c, tenants.c


def find(reading: Reading, app_id: str) -> Registration | None:
    """Return what the tenant that owns the application declared, the oldest where several do."""
    query = (
        select(_applications.tenant_id)
        .join(tenants, _tenants.id == _applications.tenant_id)
        .where(
            _applications.app_id == app_id,
            _applications.deleted_at.is_(None),
            _tenants.deleted_at.is_(None),
        )
        .order_by(_applications.created_at, _applications.tenant_id)
        .limit(1)
    )
    owner: str | None = reading.connection.execute(query).scalar()
    application = find_application(reading, owner, app_id) if owner else None
    return None if owner is None or application is None else registration_of(application, owner)
