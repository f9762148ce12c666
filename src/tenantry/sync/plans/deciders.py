"""Which claim, decision or filter decided: the answer to "why" of a plan's entry."""

from collections.abc import Mapping
from types import MappingProxyType

from tenantry.sync.guard import ACCOUNT_DISABLED
from tenantry.sync.job_rules import NOT_READ
from tenantry.sync.layouts import Row
from tenantry.sync.matching import Situation
from tenantry.sync.planning import PlannedChange, Scope
from tenantry.sync.scoping import ScopingFilter, explain

_OF_REASON: Mapping[str, str] = MappingProxyType(
    {
        "ExternalUser": "CTS-018",
        "InternalGuest": "CTS-054",
        "IsSoftDeleted": "CTS-100",
        "SourceObjectDeleted": "CTS-100",
        "NotEffectivelyEntitled": "CTS-101",
        "EntityTypeNotSupported": "CTS-050",
        NOT_READ: "behaviour §3",
        ACCOUNT_DISABLED: "CTS-104",
    }
)
_OF_ERROR: Mapping[str, str] = MappingProxyType(
    {
        "DuplicateTargetEntries": "CTS-038",
        "InvitationCreationFailureAmbiguousUser": "CTS-040",
    }
)
_OF_SITUATION: Mapping[tuple[Scope, Situation], str] = MappingProxyType(
    {
        (Scope.IN, Situation.UNMATCHED): "CTS-001",
        (Scope.IN, Situation.UNLINKED): "CTS-039",
        (Scope.IN, Situation.INVITED): "decision 7",
        (Scope.IN, Situation.OCCUPIED): "ADR 0016",
        (Scope.IN, Situation.LINKED): "CTS-002",
        (Scope.IN, Situation.SHARED): "ADR 0016",
        (Scope.IN, Situation.INHERITABLE): "CTS-002",
        (Scope.IN, Situation.INACTIVE): "CTS-104",
        (Scope.IN, Situation.SOFT_DELETED): "CTS-107",
        (Scope.IN, Situation.REVIVED): "CTS-110",
        (Scope.IN, Situation.REMOVED): "decision 12",
        (Scope.IN, Situation.LEFT): "decision 12",
        (Scope.IN, Situation.VANISHED): "decision 11",
        (Scope.OUT, Situation.LINKED): "CTS-048",
        (Scope.OUT, Situation.SHARED): "ADR 0016",
        (Scope.OUT, Situation.INHERITABLE): "ADR 0016",
        (Scope.OUT, Situation.INACTIVE): "CTS-105",
        (Scope.OUT, Situation.REVIVED): "CTS-110",
        (Scope.OUT, Situation.VANISHED): "decision 11",
    }
)
BY_FILTER = frozenset({"IsInProvisioningScope", NOT_READ})
"""The reasons that a filter gives."""


def find_decider(change: PlannedChange) -> str | None:
    """Return the claim or decision behind *change*, None where only its reason tells."""
    if change.error_code is not None:
        return _OF_ERROR.get(change.error_code)
    standing = (change.scope, change.situation)
    if change.scope is Scope.OUT and change.situation in (Situation.INACTIVE, Situation.REVIVED):
        return _OF_SITUATION[standing]
    return _OF_REASON.get(change.reason or "") or _OF_SITUATION.get(standing)


def decider_of(reason: str) -> str | None:
    """Return the claim behind a *reason* of the log, None where its situation decides too."""
    return _OF_REASON.get(reason)


def find_filter(scoping_filter: ScopingFilter, positions: Mapping[str, int], row: Row) -> str:
    """Return the clauses that keep *row* out of scope."""
    results = explain(scoping_filter, positions, row)
    return "; ".join(clause for clause, holds in results.items() if not holds)
