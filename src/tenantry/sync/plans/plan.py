"""Plans as values: what is known of one, its entries, and what it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import msgspec

from tenantry.clock import parse_instant
from tenantry.sync.expression import Inputs
from tenantry.sync.planning import Action

REFERENCE = "reference"
"""The action of an entry that sets a manager after both users are there."""

ACTIONS = (*(action.value for action in Action), REFERENCE)
"""Every action that an entry may have."""

_UNCHANGING = (Action.SKIP, Action.ESCROW, Action.UNLINK, Action.SHARE, Action.STAGE)

RETENTION_SECONDS = 7 * 24 * 3600


class PlanState(Enum):
    """How far a plan has come."""

    MAKING = "making"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    STOPPED = "stopped"  # given up while it was applied; ``reason`` says why


class PlanCounts(msgspec.Struct, kw_only=True, omit_defaults=False):
    """Entries by action; ``skipped_for`` counts the skipped by their reasons."""

    actions: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(ACTIONS, 0))
    skipped_for: dict[str, int] = msgspec.field(default_factory=dict)

    def note(self, action: str, reason: str | None) -> None:
        """Count one entry."""
        self.actions[action] += 1
        if action == Action.SKIP.value and reason:
            self.skipped_for[reason] = self.skipped_for.get(reason, 0) + 1

    def forget(self, action: str, reason: str | None) -> None:
        """Take back what `note` counted."""
        self.actions[action] -= 1
        if action == Action.SKIP.value and reason:
            self.skipped_for[reason] -= 1
            if not self.skipped_for[reason]:
                del self.skipped_for[reason]

    @property
    def changes(self) -> int:
        """How many entries change the target."""
        unchanging = [each.value for each in _UNCHANGING]
        return sum(self.actions.values()) - sum(self.actions[each] for each in unchanging)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan of a job.

    The positions are those of the two tenants' feeds at the moment that the plan is of;
    ``basis`` holds a digest of everything else that decides (`movement.basis_of`), ``seed`` is
    what draws are made from, a secret.
    """

    tenant_id: str
    id: str
    job_id: str
    target_tenant_id: str
    state: PlanState
    is_initial: bool
    counts: PlanCounts
    basis: Mapping[str, str]
    seed: str
    source_position: int
    target_position: int
    made_by: str | None
    made_at: str
    expires_at: str
    applied_at: str | None = None
    reason: str | None = None

    def inputs(self, connected: Inputs) -> Inputs:
        """Return the inputs of this plan's evaluations, where the job is *connected* with others.

        Moment and lots are the plan's own; what tells of the tenant is part of its ``basis``.
        """
        return replace(connected, now=parse_instant(self.made_at), seed=self.seed.encode())


class PlanEntry(msgspec.Struct, kw_only=True):
    """What a plan says of one user, or of one group.

    ``modified`` is what the provisioning log will say of the changed properties.
    ``name_key`` is the folded name that the change takes in the target, ``freed_key`` the one
    that it gives up; ``address_key`` is the folded address that a new target user gets,
    ``blocked_by`` the target user in the way of one in escrow, and ``manager_source_id`` the
    manager that a reference waits for.
    """

    action: str
    number: int = 0
    source_id: str
    source_name: str | None = None
    source_user_principal_name: str | None = None
    target_id: str | None = None
    error_code: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    modified: str | None = None
    name_key: str | None = None
    freed_key: str | None = None
    manager_source_id: str | None = None
    blocked_by: str | None = None
    object_type: str = "user"
    address_key: str | None = None

    def says_what(self, other: "PlanEntry") -> bool:
        """Return whether both do the same to the same target user."""
        return (self.target_id, self.error_code, self.reason, self.modified) == (
            other.target_id,
            other.error_code,
            other.reason,
            other.modified,
        ) and _effect(self.action) == _effect(other.action)


def _effect(action: str) -> str:
    """Return *action* as the log tells it: a late manager is an update like any other."""
    return Action.UPDATE.value if action == REFERENCE else action
