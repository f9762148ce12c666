"""Collisions: creations and renames that the target directory would refuse.

Found for the whole chunk before anything is written, so that one user's collision is that
user's escrow.  Source: behaviour §4, §24.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from tenantry.collaboration.inviting import is_invitable
from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import BRINGING
from tenantry.sync.layouts import MAIL
from tenantry.sync.matching import HolderKind
from tenantry.sync.names import new_name
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.stores import target
from tenantry.sync.subject import Subject

HoldersOf: TypeAlias = Callable[[Sequence[str], Mapping[str, str]], Mapping[str, str]]
"""From folded names, and folded name → holder as found, to folded name → holder."""

FORBIDDEN = "AzureActiveDirectoryForbidden"
AMBIGUOUS_USER = "InvitationCreationFailureAmbiguousUser"
CREATION_FAILURE = "InvitationCreationFailure"
INVALID_PROPERTY = "InvitationCreationFailureInvalidPropertyValue"


def refuse_collisions(
    reading: Reading,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
    *,
    holders_of: HoldersOf = lambda _, found: found,
) -> None:
    """Turn each change that would collide into an escrow with its documented code.

    *holders_of* corrects what the target says of names, where changes are planned on top of
    others that are not made yet.
    """
    if not connection.may_invite:
        _refuse_creations(changes)
    _refuse_addresses(connection, subjects, changes)
    _refuse_names(reading, connection, subjects, changes, holders_of)


def _refuse_names(
    reading: Reading,
    connection: Connection,
    subjects: Sequence[Subject],
    changes: Sequence[PlannedChange],
    holders_of: HoldersOf,
) -> None:
    names = {
        change.source_id: name
        for subject, change in zip(subjects, changes, strict=True)
        if (name := new_name(connection.rules, subject, change)) is not None
    }
    if not names:
        return
    keys = {source_id: fold(name) for source_id, name in names.items()}
    wanted = list(set(keys.values()))
    found = target.find_names_in_use(reading, connection.target_tenant_id, wanted)
    holders = holders_of(wanted, found)
    while refused := _list_refused(changes, keys, holders):
        for change in refused:
            name = names[change.source_id]
            change.blocked_by = holders.get(keys[change.source_id])
            _escrow(change, "EntryConflict", f"the name `{name}` is in use in the target")


def _refuse_creations(changes: Sequence[PlannedChange]) -> None:
    for change in changes:
        if change.action in BRINGING:
            _escrow(change, FORBIDDEN, "guest invitations are not allowed in the target")


def _list_refused(
    changes: Sequence[PlannedChange], keys: Mapping[str, str], holders: Mapping[str, str]
) -> list[PlannedChange]:
    """Return the changes whose name is taken.

    *keys* is source id → folded new name, *holders* is folded name → target user.  A name that
    another change of the chunk gives up is free, unless that change is refused itself.
    """
    standing = [change for change in changes if change.action is not Action.ESCROW]
    leaving = {
        change.target_id
        for change in standing
        if change.action is Action.DELETE or change.source_id in keys
    }
    taken = {key: holder for key, holder in holders.items() if holder not in leaving}
    refused = []
    for change in standing:
        key, own = keys.get(change.source_id), change.target_id or change.source_id
        if key is not None and taken.setdefault(key, own) != own:
            refused.append(change)
    return refused


def _refuse_addresses(
    connection: Connection, subjects: Sequence[Subject], changes: Sequence[PlannedChange]
) -> None:
    for subject, change in zip(subjects, changes, strict=True):
        if change.action not in BRINGING or subject.row is None or not subject.row[MAIL]:
            continue
        if subject.holder is not None and subject.holder.kind is HolderKind.CONTACT:
            change.is_addressed = False  # behaviour §4, §14.1: neither converted nor in the way
        refusal = _refusal(connection, subject, str(subject.row[MAIL]))
        if refusal is not None:
            change.blocked_by = subject.holder.id if subject.holder else None
            _escrow(change, *refusal)


def _refusal(connection: Connection, subject: Subject, mail: str) -> tuple[str, str] | None:
    """Return code and reason why nobody can be invited under *mail*, None if they can."""
    kind = subject.holder.kind if subject.holder else None
    if kind is HolderKind.INTERNAL_USER:
        return AMBIGUOUS_USER, f"an internal user of the target holds the address `{mail}`"
    if kind is HolderKind.GROUP:
        return INVALID_PROPERTY, f"a group of the target holds the address `{mail}`"
    if not is_invitable(mail):
        return INVALID_PROPERTY, f"`{mail}` is no address that can be invited"
    if fold(mail.rpartition("@")[2]) not in connection.verified_domains:
        reason = f"the domain of `{mail}` is not a verified domain of the source tenant"
        return CREATION_FAILURE, reason
    return None


def _escrow(change: PlannedChange, code: str, reason: str) -> None:
    change.action = Action.ESCROW
    change.error_code = code
    change.reason = reason
    change.after = {}
    change.before = {}
