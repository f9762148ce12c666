"""Applications by their application id, whichever tenant they are of."""

from sqlalchemy import bindparam, select

from tenantry.directory.stores.applications import find_application
from tenantry.signin.registrations import Registration, registration_of
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import applications, tenants
from tenantry.storage.unit_of_work import Reading

_applications, _tenants = applications.c, tenants.c
_OWNER = KeptQuery(
    select(_applications.tenant_id)
    .join(tenants, _tenants.id == _applications.tenant_id)
    .where(
        _applications.app_id == bindparam("of_app"),
        _applications.deleted_at.is_(None),
        _tenants.deleted_at.is_(None),
    )
    .order_by(_applications.created_at, _applications.tenant_id)
    .limit(1)
)


def find(reading: Reading, app_id: str) -> Registration | None:
    """Return what the tenant that owns the application declared, the oldest where several do."""
    owner = _OWNER.row(reading, {"of_app": app_id})
    if owner is None:
        return None
    (tenant_id,) = owner
    application = find_application(reading, tenant_id, app_id)
    return None if application is None else registration_of(application, tenant_id)


def is_registered(reading: Reading, tenant_id: str, redirect_uri: str) -> bool:
    """Return whether a live application of the tenant has this redirect URI, port and all."""
    if not redirect_uri.isprintable():
        return False
    query = select(_applications.app_id).where(
        _applications.tenant_id == tenant_id,
        _applications.deleted_at.is_(None),
        _applications.settings.contains(redirect_uri, autoescape=True),
    )
    return any(
        application is not None
        and registration_of(application, tenant_id).redirect_uris.find_platform(redirect_uri)
        for application in (
            find_application(reading, tenant_id, app_id)
            for app_id in reading.connection.execute(query).scalars().all()
        )
    )
