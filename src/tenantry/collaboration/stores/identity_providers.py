"""Social identity providers of a tenant as rows."""

from typing import Any

from sqlalchemy import delete, insert, select

from tenantry.collaboration.identity_providers import SocialProvider
from tenantry.storage.tables import identity_providers
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_providers = identity_providers.c


def list_social(reading: Reading, tenant_id: str) -> list[SocialProvider]:
    """Return the providers that the tenant set up, by type."""
    query = (
        select(identity_providers)
        .where(_providers.tenant_id == tenant_id)
        .order_by(_providers.type)
    )
    return [_provider(row) for row in reading.connection.execute(query)]


def find_social(reading: Reading, tenant_id: str, provider_type: str) -> SocialProvider | None:
    """Return the tenant's provider of this type."""
    query = select(identity_providers).where(
        _providers.tenant_id == tenant_id, _providers.type == provider_type
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _provider(row)


def save_social(work: UnitOfWork, tenant_id: str, provider: SocialProvider) -> None:
    """Write the provider in place of the one of its type."""
    remove_social(work, tenant_id, provider.type)
    values = {
        "tenant_id": tenant_id,
        "type": provider.type,
        "display_name": provider.display_name,
        "client_id": provider.client_id,
        "secret_encrypted": provider.secret_encrypted,
    }
    work.connection.execute(insert(identity_providers), values)


def remove_social(work: UnitOfWork, tenant_id: str, provider_type: str) -> None:
    """Take the provider of this type away."""
    statement = delete(identity_providers).where(
        _providers.tenant_id == tenant_id, _providers.type == provider_type
    )
    work.connection.execute(statement)


def _provider(row: Any) -> SocialProvider:  # noqa: ANN401  # a row of SQLAlchemy
    return SocialProvider(
        type=row.type,
        display_name=row.display_name,
        client_id=row.client_id,
        secret_encrypted=row.secret_encrypted,
    )
