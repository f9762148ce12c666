"""The law of the engine: following a history step by step gives what starting anew would give."""

import os
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.directory.values import Record
from tenantry.storage.database import Database
from tenantry.sync.operations.jobs import change_settings
from tests.support.companies import Company, Neighbour
from tests.support.synchronization import Synchronization
from tests.sync.histories import NAMES, FreeHistory, History, Step, histories

_EXAMPLES = {"sqlite": 60, "postgresql": 12}
_MORE = int(os.environ.get("TENANTRY_HISTORIES", "1"))  # times as many
_AN_ATTEMPT_LATER = 0.1  # days: more than the forty minutes to the next attempt
_COMPARED = (
    "account_enabled",
    "city",
    "department",
    "display_name",
    "display_name_key",
    "home_user_id",
    "job_title",
    "mail_nickname",
    "show_in_address_list",
    "telephone_number",
    "user_type",
)


@pytest.mark.timeout(120 * _MORE + 300)  # shrinking what fails may take 300 seconds
def test_following_a_history_gives_what_a_new_synchronization_would_give(
    lab: Database, neighbour: Neighbour
) -> None:
    numbers = count()
    for name in NAMES:
        neighbour.add_user(name)
    neighbour.remember()

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE, print_blob=True)
    @given(histories(), st.booleans())
    def check(steps: list[Step], is_guarded: bool) -> None:  # noqa: FBT001  # Hypothesis'
        number = next(numbers)
        source, target, fresh = (
            Company(lab, f"{name}{number}") for name in ("source", "target", "fresh")
        )
        history = History(Synchronization(source, target))
        if is_guarded:  # by a guard that lets everybody pass
            history.sync.command(change_settings, {"DeleteThresholdPercentage": "100"})
        history.follow(steps)
        if is_guarded:  # who waited for the guard may have kept a name that another waits for
            history.sync.move_clock(_AN_ATTEMPT_LATER)
            history.sync.run_cycle()
        anew = Synchronization(source, fresh)
        for principal_id in history.assigned_ids():
            anew.assign(principal_id)
        anew.run_cycle()

        assert ({}, []) == (history.sync.escrows(), history.sync.staged())
        assert _picture(anew) == _without_kept_values(_picture(history.sync), _picture(anew))

    check()


@pytest.mark.timeout(120 * _MORE + 300)
def test_with_nulls_that_flow_and_references_that_heal_nothing_of_the_past_is_left(
    lab: Database, neighbour: Neighbour
) -> None:
    numbers = count()
    for name in NAMES:
        neighbour.add_user(name)
    neighbour.remember()

    @settings(max_examples=_EXAMPLES[lab.engine.dialect.name] * _MORE // 2, print_blob=True)
    @given(histories("clear_manager", *["set_manager"] * 6))
    def check(steps: list[Step]) -> None:
        number = next(numbers)
        source, target, fresh = (
            Company(lab, f"{name}{number}") for name in ("source", "target", "fresh")
        )
        sync, anew = Synchronization(source, target), Synchronization(source, fresh)
        sync.set_options(FlowNullValues="True", HealReferences="True")
        history = FreeHistory(sync)
        history.follow(steps)
        for principal_id in history.assigned_ids():
            anew.assign(principal_id)
        anew.run_cycle()

        assert {} == sync.escrows()
        assert _picture(anew) == _picture(sync)

    check()


def _picture(sync: Synchronization) -> dict[str, Record]:
    """Return source id → what the target shows of a live user, in terms that targets share."""
    live = [row for row in sync.target.users() if row["deleted_at"] is None]
    home = {row["id"]: row["home_user_id"] for row in live}
    shown = {
        row["home_user_id"]: {
            **{name: row[name] for name in _COMPARED},
            "name": row["user_principal_name"].removesuffix(sync.target.domain),
            "manager": home.get(row["manager_id"]),
        }
        for row in live
    }
    assert len(live) == len(shown)
    return shown


def _without_kept_values(found: dict[str, Any], anew: dict[str, Any]) -> dict[str, Any]:
    """Return *found* without the values that were cleared in the source: nulls never flow."""
    return {
        user_id: {
            name: None if anew.get(user_id, {}).get(name, ...) is None else value
            for name, value in user.items()
        }
        for user_id, user in found.items()
    }
