"""What a change of a federation takes, whether it is of a domain of one's own or of others."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit.activities import Activity
from tenantry.collaboration.stores import federations as store
from tenantry.directory.operations.recording import record_change
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def check_free(reading: Reading, tenant_id: str, issuer_uri: str, domains: tuple[str, ...]) -> None:
    """Raise `AlreadyExistsError` for an issuer or a domain that a federation has already."""
    if store.find_by_issuer(reading, tenant_id, issuer_uri) is not None:
        message = f"another federation of the tenant has the issuer `{issuer_uri}`; change that one"
        raise AlreadyExistsError("issuer_uri", message)
    for domain in domains:
        check_domain_free(reading, tenant_id, domain)


def check_domain_free(reading: Reading, tenant_id: str, domain: str) -> None:
    """Raise `AlreadyExistsError` for a domain that a federation has already."""
    if store.find_by_domain(reading, tenant_id, domain) is not None:
        message = f"a federation of the tenant has the domain `{domain}`; take it away there first"
        raise AlreadyExistsError("domains", message)


def due_at_new_address(changes: Record) -> Record:
    """Return *changes* as they are written: metadata at another address is read at once."""
    if "metadata_exchange_uri" not in changes:
        return changes
    return {**changes, "metadata_asked_at": None, "metadata_problem": None}


def record_federation(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    federation: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    kind: str = feed.UPDATED,
) -> None:
    """Note that *activity* happened to *federation*, which an update finds as it was before."""
    record_change(
        work,
        actor,
        activity,
        object_type="identityProvider",
        target=federation,
        kind=kind,
        changes=changes,
        before=federation if kind == feed.UPDATED else None,
    )
