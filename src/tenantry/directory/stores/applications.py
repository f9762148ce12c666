"""Applications and service principals by their application id."""

from sqlalchemy import select

from tenantry.directory.stores.objects import APPLICATIONS, SERVICE_PRINCIPALS
from tenantry.directory.values import Record
from tenantry.storage.tables import service_principals
from tenantry.storage.unit_of_work import Reading

_principals = service_principals.c


def find_application(reading: Reading, tenant_id: str, app_id: str) -> Record | None:
    """Return the live application with this application id."""
    return APPLICATIONS.find_by(reading, tenant_id, app_id=app_id)


def find_service_principal(reading: Reading, tenant_id: str, app_id: str) -> Record | None:
    """Return the live service principal of the application in this tenant."""
    return SERVICE_PRINCIPALS.find_by(reading, tenant_id, app_id=app_id)


def find_service_principal_id(reading: Reading, tenant_id: str, app_id: str) -> str | None:
    """Return the id of the application's service principal here, be it live or deleted."""
    query = select(_principals.id).where(
        _principals.tenant_id == tenant_id, _principals.app_id == app_id
    )
    found: str | None = reading.connection.execute(query).scalar()
    return found
