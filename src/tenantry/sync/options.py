"""Job settings beyond the documents, each off by default (decision 19).

`docs/settings.md` tells how each differs from the documented behaviour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

HEAL_REFERENCES = "HealReferences"
FLOW_NULL_VALUES = "FlowNullValues"
TARGET_DRIFT = "TargetDrift"
STICKY_BLOCK = "StickyBlock"


class TargetDrift(Enum):
    """What is done about edits in the target of what the job writes."""

    IGNORE = "ignore"  # CTS-080, CTS-081
    REPORT = "report"  # they are logged
    REPAIR = "repair"  # the source's values are written back


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """What a job does beyond the documents."""

    heal_references: bool = False  # a late manager is set on its reports
    flow_null_values: bool = False  # what is emptied in the source is emptied in the target
    sticky_block: bool = False  # a block of the target stays until the target lifts it
    target_drift: TargetDrift = TargetDrift.IGNORE


NOTHING_BEYOND = JobOptions()


def options_of(settings: Mapping[str, str]) -> JobOptions:
    """Return what the *settings* of a job turn on."""
    return JobOptions(
        heal_references=_is_on(settings, HEAL_REFERENCES),
        flow_null_values=_is_on(settings, FLOW_NULL_VALUES),
        sticky_block=_is_on(settings, STICKY_BLOCK),
        target_drift=TargetDrift(settings.get(TARGET_DRIFT, TargetDrift.IGNORE.value)),
    )


def _is_on(settings: Mapping[str, str], name: str) -> bool:
    return settings.get(name, "").lower() == "true"
