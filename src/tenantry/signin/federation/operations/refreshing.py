"""Reading the metadata of federations anew, so that their certificates roll over by themselves."""

from datetime import timedelta

import structlog

from tenantry.actor import Actor, ActorKind
from tenantry.clock import add_seconds
from tenantry.collaboration.operations.federations import keep_metadata, keep_problem
from tenantry.collaboration.stores import federations
from tenantry.directory.values import Record
from tenantry.errors import TenantryError
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.operations.provider_metadata import Published, read_metadata
from tenantry.signin.operations.fetching import FetchError
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.storage.database import Database

EVERY = timedelta(hours=1)
"""How long what the metadata said counts before it is read again."""

_log = structlog.get_logger(__name__)


def refresh_due(database: Database, issuers: OutsideIssuers) -> int:
    """Read the metadata that is due, and return of how many federations it was."""
    with database.read() as reading:
        before = add_seconds(reading.instant, -EVERY.total_seconds())
        due = federations.list_due_of_all_tenants(reading, before)
    for tenant_id, federation_id in due:
        with database.read() as reading:
            federation = federations.find(reading, tenant_id, federation_id)
        if federation is not None:
            _refresh(database, issuers, tenant_id, federation)
    return len(due)


def _refresh(
    database: Database, issuers: OutsideIssuers, tenant_id: str, federation: Record
) -> None:
    """Ask outside of a transaction, and write what was found or why nothing was."""
    actor = Actor(tenant_id=tenant_id, kind=ActorKind.SYSTEM, display_name="Federation metadata")
    try:
        published = _read(issuers, federation)
        with database.write() as work:
            certificates, address = published.certificates, published.sign_in_uri
            keep_metadata(work, actor, federation, certificates, address)
    except Exception as fault:  # noqa: BLE001  # what one tenant's provider says stops no other's
        problem = _problem_of(fault)
        told = {"tenant_id": tenant_id, "federation_id": federation["id"]}
        is_expected = isinstance(fault, FetchError | TenantryError)
        trace = None if is_expected else fault
        _log.warning(
            "metadata of a federation was not read", reason=problem, exc_info=trace, **told
        )
        with database.write() as work:
            keep_problem(work, actor, federation, problem)


def _read(issuers: OutsideIssuers, federation: Record) -> Published:
    return read_metadata(issuers.fetch_document(federation["metadata_exchange_uri"]), federation)


def _problem_of(fault: Exception) -> str:
    if isinstance(fault, SigninRefusedError):
        return fault.named.get("problem") or str(fault)
    is_expected = isinstance(fault, FetchError | TenantryError)
    return str(fault) if is_expected else "reading it met an unexpected fault"
