"""Applying what a plan shows of groups: they are written as shown, or not at all."""

from collections.abc import Sequence

from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.groups.engine.provisioning import DecidedGroup
from tenantry.sync.groups.engine.surroundings import GroupsAsTheyStand
from tenantry.sync.groups.rules import GroupRules
from tenantry.sync.planning import Action
from tenantry.sync.plans.engine.applying import PlanOutdatedError
from tenantry.sync.plans.entries import group_entry
from tenantry.sync.plans.plan import Plan
from tenantry.sync.stores import plan_entries


class PlannedGroups(GroupsAsTheyStand):
    """What *plan* says of the groups *source_ids*."""

    def __init__(self, reading: Reading, plan: Plan, source_ids: Sequence[str]) -> None:
        self._entries = plan_entries.find_entries(reading, plan.tenant_id, plan.id, source_ids)

    def target_id(self, source_id: str, /) -> str:
        """Return the id that the plan gave to the new group."""
        shown = self._entries.get(source_id, ())
        created = [each.target_id for each in shown if each.action == Action.CREATE.value]
        return (created[0] if created else None) or new_id()

    def require_shown(self, rules: GroupRules, decided: Sequence[DecidedGroup], /) -> None:
        """Raise `PlanOutdatedError` unless the plan shows everything that was decided.

        A group that the cycle comes across, and leaves as it is, is no news.
        """
        for each in decided:
            if not each.is_logged or each.told.reason == REDUNDANT:
                continue
            source_id = each.subject.source_id
            entry = group_entry(rules, each.subject, each.told)
            if not any(entry.says_what(shown) for shown in self._entries.get(source_id, ())):
                raise PlanOutdatedError(
                    f"what is to be done with group `{source_id}` changed since the plan was made"
                )


def find_shown_groups(
    reading: Reading, plan: Plan | None, source_ids: Sequence[str]
) -> PlannedGroups | None:
    """Return what *plan* shows of some groups; None where the cycle applies no plan."""
    return None if plan is None else PlannedGroups(reading, plan, source_ids)
