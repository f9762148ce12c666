"""The meaning of each node for one record in memory."""

import pytest

from tenantry.storage.filters.matching import matches
from tenantry.storage.filters.tree import Filter
from tests.storage.filters.cases import CASES, NULL_CASES, RECORD
from tests.storage.filters.sample import shown


@pytest.mark.parametrize(("condition", "expected"), CASES)
def test_a_condition_holds_for_a_record_or_not(condition: Filter, *, expected: bool) -> None:
    assert expected is matches(condition, shown(RECORD))


@pytest.mark.parametrize(("condition", "expected"), NULL_CASES)
def test_a_property_without_a_value_is_only_null(condition: Filter, *, expected: bool) -> None:
    assert expected is matches(condition, shown(RECORD))
