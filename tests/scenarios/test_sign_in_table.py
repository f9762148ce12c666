"""The table of sign-ins, asked of what enforces it; see `sign_in_table.py`."""

import pytest

from tests.scenarios.sign_in_stage import MODES, Stage
from tests.scenarios.sign_in_table import ROWS
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant


@pytest.mark.claim("XTA-003", "XTA-039", "DC-008")
@pytest.mark.parametrize("mode", list(MODES))
def test_each_sign_in_of_the_table_ends_as_it_says(
    installation: Installation, source: Tenant, target: Tenant, mode: str
) -> None:
    stage = Stage(installation, source, target)

    wrong = [
        (row, found)
        for row in ROWS
        if row.mode == mode and (found := stage.answer(row)) != (row.decision, row.decided_by)
    ]

    assert [] == wrong


def test_the_table_has_enough_of_everything() -> None:
    assert len(ROWS) >= 60
    assert len(ROWS) == len(set(ROWS))
    assert {"allow", "block", "?home", "?here"} == {row.decision for row in ROWS}
