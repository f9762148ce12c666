"""Jobs as values: states, settings and the executions they remember.

Source: behaviour §1, §2, §8; contract §4.7; decisions 19 and 24.
"""

from dataclasses import dataclass, field
from enum import Enum

import msgspec

from tenantry.clock import NEVER

TEMPLATE_ID = "Azure2Azure"
APPLICATION_TEMPLATE_ID = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"
INTERVAL_SECONDS = 40 * 60  # CTS-044: fixed


class StatusCode(Enum):
    """How the job stands (`synchronizationStatusCode`)."""

    NOT_CONFIGURED = "NotConfigured"
    NOT_RUN = "NotRun"
    ACTIVE = "Active"
    PAUSED = "Paused"
    QUARANTINE = "Quarantine"


class ScheduleState(Enum):
    """Whether the job is scheduled (`synchronizationScheduleState`)."""

    ACTIVE = "Active"
    DISABLED = "Disabled"
    PAUSED = "Paused"


class RunMode(Enum):
    """When cycles start (decision 19)."""

    SCHEDULED = "scheduled"  # every 40 minutes, as documented
    CONTINUOUS = "continuous"  # at once after a change in the source


class ExecutionState(Enum):
    """How a cycle ended (`synchronizationTaskExecutionResult`)."""

    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    ENTRY_LEVEL_ERRORS = "EntryLevelErrors"


class Counts(msgspec.Struct, kw_only=True):
    """Counters of one cycle; ``given_up`` are users whose escrow ended without success.

    ``failed_references`` wait for a user in escrow, such as a manager; ``removed`` were deleted
    or disabled in the target; ``unblocked`` are users in escrow whose name became free.
    ``created``, ``updated`` and ``deleted`` are the users among ``exported``.
    """

    entitled: int = 0
    escrowed: int = 0
    failed_references: int = 0
    given_up: int = 0
    exported: int = 0
    imported: int = 0
    removed: int = 0
    unblocked: int = 0
    references: int = 0
    created: int = 0
    updated: int = 0
    deleted: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counters of a chunk."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Totals(msgspec.Struct, kw_only=True, frozen=True):
    """What all complete cycles of a job did, for whoever watches the installation."""

    cycles: int = 0
    seconds: float = 0.0
    imported: int = 0
    exported: int = 0
    removed: int = 0
    created: int = 0
    updated: int = 0
    deleted: int = 0

    def after(self, counts: Counts, seconds: float) -> "Totals":
        """Return the totals with one more cycle."""
        return Totals(
            cycles=self.cycles + 1,
            seconds=self.seconds + seconds,
            imported=self.imported + counts.imported,
            exported=self.exported + counts.exported,
            removed=self.removed + counts.removed,
            created=self.created + counts.created,
            updated=self.updated + counts.updated,
            deleted=self.deleted + counts.deleted,
        )


class JobFault(msgspec.Struct, frozen=True):
    """Why a cycle failed.  ``code`` is of the documented catalogue (behaviour §24)."""

    code: str
    message: str


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """One cycle, as the job remembers it."""

    cycle_id: str
    state: ExecutionState
    began_at: str
    ended_at: str
    counts: Counts
    fault: JobFault | None = None


class QuarantineReason(Enum):
    """Why a job is in quarantine (`quarantineReason`)."""

    FAILURES = "EncounteredBaseEscrowThreshold"
    TOTAL_FAILURES = "EncounteredTotalEscrowThreshold"
    PROPORTION_OF_FAILURES = "EncounteredEscrowProportionThreshold"
    EXCEPTION = "EncounteredQuarantineException"
    TOO_MANY_DELETES = "TooManyDeletes"


class Quarantine(msgspec.Struct, frozen=True, kw_only=True):
    """Why and since when a job is in quarantine.

    A series lasts until quarantine is lifted; ``series_count`` counts the cycles that left it
    in effect, ``current_began_at`` is when the last of them did.
    """

    reason: QuarantineReason
    current_began_at: str
    series_began_at: str
    series_count: int
    next_attempt_at: str
    fault: JobFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One synchronization job of a source tenant.

    ``target_watermark`` is how far the target's feed was searched for drift, None where it is not.
    ``watermark`` is the place in the source's change feed up to which everything is exported;
    None makes the next cycle an initial one.  ``scan_position`` is the last source user that an
    unfinished initial cycle has stored, ``scan_feed_position`` the feed position at its start.
    ``plan_id`` is the plan that the next cycle, or the one under way, applies.
    """

    tenant_id: str
    id: str
    service_principal_id: str
    template_id: str = TEMPLATE_ID
    target_tenant_id: str | None = None
    schedule_state: ScheduleState = ScheduleState.DISABLED
    status_code: StatusCode = StatusCode.PAUSED
    settings: dict[str, str] = field(default_factory=dict)
    schema: str = ""
    schema_version: int = 1
    cycle_id: str | None = None
    cycle_began_at: str | None = None
    cycle_counts: Counts | None = None
    watermark: int | None = None
    target_watermark: int | None = None
    scan_position: str | None = None
    scan_feed_position: int | None = None
    force_deletes: bool = False
    next_due_at: str | None = None
    last_execution: Execution | None = None
    last_successful_execution: Execution | None = None
    last_successful_execution_with_exports: Execution | None = None
    steady_state_first_at: str = NEVER
    steady_state_last_at: str = NEVER
    successive_failures: int = 0
    quarantine: Quarantine | None = None
    escrows_pruned: bool = False
    created_at: str = ""
    plan_id: str | None = None
    totals: Totals | None = None

    @property
    def run_mode(self) -> RunMode:
        """When cycles start."""
        return RunMode(self.settings.get("RunMode", RunMode.SCHEDULED.value))

    @property
    def is_running(self) -> bool:
        """Whether cycles may start."""
        return self.schedule_state is ScheduleState.ACTIVE


DEFAULT_SETTINGS = {
    "AzureIngestionAttributeOptimization": "False",
    "LookaheadQueryEnabled": "False",
}
"""Settings of a new job (contract §4.7)."""
