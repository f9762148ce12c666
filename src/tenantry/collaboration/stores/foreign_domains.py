"""Domains of tenants in other clouds as rows: what a tenant found out about its guests' homes."""

from sqlalchemy import delete, insert, select

from tenantry.storage.tables import foreign_domains
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_domains = foreign_domains.c


def find_homes(reading: Reading, tenant_id: str, domain: str) -> dict[str, str]:
    """Return cloud → id of the tenant there that verified the domain."""
    query = select(_domains.cloud, _domains.home_tenant_id).where(
        _domains.tenant_id == tenant_id, _domains.domain == domain
    )
    return {row.cloud: row.home_tenant_id for row in reading.connection.execute(query)}


def save_home(
    work: UnitOfWork, tenant_id: str, domain: str, cloud: str, home_tenant_id: str | None
) -> None:
    """Write which tenant of the cloud has the domain; None for none."""
    work.connection.execute(
        delete(foreign_domains).where(
            _domains.tenant_id == tenant_id, _domains.domain == domain, _domains.cloud == cloud
        )
    )
    if home_tenant_id is None:
        return
    row = {
        "tenant_id": tenant_id,
        "domain": domain,
        "cloud": cloud,
        "home_tenant_id": home_tenant_id,
    }
    work.connection.execute(insert(foreign_domains), row)
