"""Rules of a job: everything of its configuration that decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tenantry.sync.layouts import (
    ACCOUNT_ENABLED,
    DELETED_AT,
    IDENTITY,
    USER_TYPE,
    Row,
    SourceLayout,
    TargetLayout,
)
from tenantry.sync.mapping import CompiledMapping
from tenantry.sync.options import NOTHING_BEYOND, JobOptions

NOT_ENTITLED = "NotEffectivelyEntitled"
NOT_READ = "FilteredOnReading"


class FlowRules(Protocol):
    """What decides of one type of object: users by `JobRules`, groups by `GroupRules`."""

    @property
    def mapping(self) -> CompiledMapping:
        """All attribute mappings."""

    @property
    def flow_types(self) -> frozenset[str]:
        """The ticked target object actions."""

    @property
    def is_read(self) -> Callable[[Row], bool]:
        """Whether the filters for reading let an object be looked at."""

    def exclusion(self, row: Row) -> str | None:
        """Return why an object that is read is not in scope, None if it is."""

    def is_active(self, row: Row) -> bool:
        """Return whether the object may be created in the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRules:
    """Everything of a job's configuration that decides, compiled once per schema version.

    ``extensions`` are the mapped directory extension attributes of the target, ``unregistered``
    those of them that its directory does not know.  ``manager`` is the place of the mapped
    manager in a row, None where it may not flow (CTS-061).
    """

    layout: SourceLayout
    mapping: CompiledMapping
    target_layout: TargetLayout
    is_read: Callable[[Row], bool]
    passes_filter: Callable[[Row], bool]
    flow_types: frozenset[str]
    extensions: frozenset[str]
    unregistered: frozenset[str]
    manager: int | None
    options: JobOptions = NOTHING_BEYOND

    def exclusion(self, row: Row) -> str | None:
        """Return why a user who is read is not in scope (behaviour §3), None if it is.

        Only live internal members that are assigned and pass the filter are (CTS-017).
        """
        if row[IDENTITY] is not None:
            return "ExternalUser"
        if row[USER_TYPE] != "Member":
            return "InternalGuest"
        if row[DELETED_AT] is not None:
            return "IsSoftDeleted"
        if not row[self.layout.entitled]:
            return NOT_ENTITLED
        return None if self.passes_filter(row) else "IsInProvisioningScope"

    def is_active(self, row: Row) -> bool:
        """Return whether the user is active, as it must be to be created (behaviour §2)."""
        return bool(row[ACCOUNT_ENABLED])
