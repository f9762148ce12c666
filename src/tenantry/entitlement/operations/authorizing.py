"""Who may do what: those who manage packages, and people for themselves."""

from tenantry.actor import Actor, ActorKind
from tenantry.directory import actions, rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.entitlement.stores.records import RecordStore
from tenantry.errors import NotPermittedError
from tenantry.storage.unit_of_work import Reading


def authorize_reading(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the caller may read everything about packages."""
    actor.require(*rights.ENTITLEMENTS_READ)
    actor.require_actions(actions.ENTITLEMENTS_READ)


def authorize_writing(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the caller may manage packages."""
    actor.require(*rights.ENTITLEMENTS_WRITE)
    actor.require_actions(actions.ENTITLEMENTS_WRITE)


def is_reader(actor: Actor) -> bool:
    """Return whether the caller sees what others asked for and got."""
    return actor.may(*rights.ENTITLEMENTS_READ) and actor.may_perform(actions.ENTITLEMENTS_READ)


def authorize_own(actor: Actor) -> None:
    """Raise `NotPermittedError` unless a person calls, with leave to act for themselves."""
    actor.require(*rights.OWN_ENTITLEMENTS, *rights.ENTITLEMENTS_WRITE)
    if actor.kind is not ActorKind.USER:
        message = "people do this for themselves; call with the token of a user"
        raise NotPermittedError(rights.OWN_ENTITLEMENTS, message)


def require(
    reading: Reading, store: RecordStore, tenant_id: str, record_id: str, *, lock: bool = False
) -> Record:
    """Return the row with this id; `NotFoundError` if there is none."""
    found = store.find(reading, tenant_id, record_id, lock=lock)
    if found is None:
        raise not_found(record_id)
    return found
