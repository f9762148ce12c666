"""The law of plans: a plan shows what the next cycle does, and making one changes nothing."""

import os
from itertools import count, cycle
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.storage.database import Database
from tenantry.sync.engine.cycles import Outcome
from tenantry.sync.guard import THRESHOLD
from tenantry.sync.operations.jobs import change_settings
from tenantry.sync.plans.plan import PlanState
from tests.support import plans
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization
from tests.sync.histories import History, Step, histories

_EXAMPLES = {"sqlite": 40, "postgresql": 8}
_MORE = int(os.environ.get("TENANTRY_HISTORIES", "1"))  # times as many


class PlannedSynchronization(Synchronization):
    """Plans every cycle before it runs, and compares; every other plan is applied."""

    def __init__(self, *ends: Company, chunk_users: int) -> None:
        self._chunk_users = chunk_users
        self._applies = cycle((True, False))
        self.compared = 0
        super().__init__(*ends)

    def run_cycle(self) -> Outcome:
        before = plans.everything_but_plans(self)
        plan, entries = plans.make(self, chunk_users=self._chunk_users)
        assert before == plans.everything_but_plans(self)
        known = [row["id"] for row in plans.log_after(self, ())]
        held = plans.held_by_guard(self)
        is_applied = next(self._applies)
        if is_applied:
            plans.apply(self, plan)
        outcome = plans.run(self, chunk_users=self._chunk_users)
        logged = plans.said_by_log(plans.log_after(self, known))
        news = [each for each in entries if not (each.action == "stage" and each.source_id in held)]
        assert plans.said_by_plan(news) == logged
        if is_applied:
            self._check_applied(plan, entries, known)
        self.compared += len(logged)
        return outcome

    def _check_applied(self, plan: Any, entries: Any, known: list[str]) -> None:
        applied = plans.find(self, plan)
        assert (PlanState.APPLIED, None) == (applied.state, applied.reason)
        shown = {each.source_id: each.target_id for each in entries if each.action == "create"}
        created = {
            row["source_id"]: row["target_id"]
            for row in plans.log_after(self, known)
            if row["action"] == "create"
        }
        assert shown == created


class PlannedHistory(History):
    """Only plans and logs are compared here: chunks of one user let names collide."""

    def run_cycle(self) -> None:
        self.sync.run_cycle()
        self.sync.run_cycle()


@pytest.mark.timeout(120 * _MORE + 300)  # shrinking what fails may take 300 seconds
def test_a_cycle_does_what_its_plan_shows(lab: Database, neighbour: Neighbour) -> None:
    numbers = count()
    compared = []

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE, print_blob=True)
    @given(histories(), st.sampled_from([1, 2, 3, 2000]), st.sampled_from(["", "0", "1"]))
    def check(steps: list[Step], chunk_users: int, threshold: str) -> None:
        number = next(numbers)
        source, target = (Company(lab, f"{name}{number}") for name in ("source", "target"))
        sync = PlannedSynchronization(source, target, chunk_users=chunk_users)
        if threshold:
            sync.command(change_settings, {THRESHOLD: threshold})

        PlannedHistory(sync).follow(steps)

        compared.append(sync.compared)

    check()
    assert sum(compared) > len(compared)
