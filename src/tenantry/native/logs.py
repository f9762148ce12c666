"""The logs of a tenant: their heads, and whether they are what was sealed."""

import msgspec

from tenantry.actor import Actor
from tenantry.audit.chain import parse_head
from tenantry.audit.logs import Log
from tenantry.audit.operations import verifying
from tenantry.audit.operations.verifying import Break, Verdict
from tenantry.audit.stores import seals
from tenantry.directory import actions, rights
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.native.callers import NativeCall
from tenantry.storage.unit_of_work import Reading


class LogHead(msgspec.Struct, rename="camel", kw_only=True):
    """A log and its head, null where nothing was logged yet."""

    log: str
    head: str | None


class LogHeads(msgspec.Struct):
    """Every log of a tenant."""

    value: list[LogHead]


class BreakObject(msgspec.Struct, rename="camel", kw_only=True):
    """The first place where a log is not what was sealed, and the entries that are sealed there."""

    reason: str
    sequence: int | None
    sealed_date_time: str | None
    first_id: str | None
    last_id: str | None


class Verification(msgspec.Struct, rename="camel", kw_only=True):
    """What verifying a log found; ``broken`` is null where it is whole.

    ``unsealed`` entries are from before the log was sealed.
    """

    log: str
    is_whole: bool
    seals: int
    entries: int
    unsealed: int
    head: str | None
    broken: BreakObject | None


def list_heads(call: NativeCall, tenant: str) -> LogHeads:
    """Return the heads of a tenant's logs."""
    with call.database.read() as reading:
        actor = _reader(call, reading, tenant)
        found = [(log, seals.find_ends(reading, actor.tenant_id, log)) for log in Log]
    return LogHeads(
        value=[LogHead(log=log.value, head=str(ends.head) if ends else None) for log, ends in found]
    )


def verify(call: NativeCall, tenant: str, log: str) -> Verification:
    """Verify a log; `NotFoundError` where a tenant has none of that name."""
    wanted = _log(log)
    pinned = parse_head(call.query["head"]) if "head" in call.query else None
    if pinned is not None and pinned.log is not wanted:
        message = f"`head` is one of `{pinned.log.value}`, not of `{wanted.value}`"
        raise InvalidValueError("head", message)
    with call.database.read() as reading:
        actor = _reader(call, reading, tenant)
        return verification(verifying.verify(reading, actor.tenant_id, wanted, pinned))


def verification(verdict: Verdict) -> Verification:
    """Return *verdict* in the words of the API."""
    return Verification(
        log=verdict.log.value,
        is_whole=verdict.broken is None,
        seals=verdict.seals,
        entries=verdict.entries,
        unsealed=verdict.unsealed,
        head=str(verdict.head) if verdict.head else None,
        broken=_break(verdict.broken) if verdict.broken else None,
    )


def _reader(call: NativeCall, reading: Reading, tenant: str) -> Actor:
    actor = call.actor_of_tenant(reading, tenant)
    actor.require(*rights.AUDIT_READ)
    actor.require_actions(actions.AUDIT_LOGS_READ)
    return actor


def _break(broken: Break) -> BreakObject:
    return BreakObject(
        reason=broken.reason,
        sequence=broken.sequence,
        sealed_date_time=broken.sealed_at,
        first_id=broken.first_id,
        last_id=broken.last_id,
    )


def _log(name: str) -> Log:
    try:
        return Log(name)
    except ValueError:
        known = ", ".join(f"`{each.value}`" for each in Log)
        message = f"there is no log `{name}`; there are {known}"
        raise NotFoundError(message, object_id=name) from None
