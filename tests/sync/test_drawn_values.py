"""Values that differ on each evaluation: given once, and followed where only a day changes them.

Source: ADR 0011.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    AttributeType,
    extension,
    with_extensions,
)
from tenantry.sync.expression import INPUTS, Inputs, Row, Value, parse
from tenantry.sync.expression.dates.moments import TICKS_OF_A_DAY
from tenantry.sync.expression.dates.texts import read_moment
from tenantry.sync.flows import FlowType
from tenantry.sync.mapping import AttributeMapping, CompiledMapping
from tenantry.sync.mapping_compiler import compile_mappings
from tests.support.synchronization import Synchronization

_POSITIONS = {"city": 0, "department": 1, INPUTS: 2}
_EXTENSION = f"extension_{'0' * 32}_since"
_START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def _inputs(day: int = 0, seed: bytes = b"first") -> Inputs:
    return Inputs(now=_START + timedelta(days=day), seed=seed)


def _compiled(
    expression: str, *, target: str = "streetAddress", flow_type: FlowType = FlowType.ALWAYS
) -> CompiledMapping:
    mapping = AttributeMapping(target=target, source=parse(expression), flow_type=flow_type)
    extensions = [extension(_EXTENSION, AttributeType.DATE_TIME)]
    return compile_mappings(
        [mapping],
        _POSITIONS,
        SOURCE_ATTRIBUTES,
        with_extensions(TARGET_ATTRIBUTES, extensions),
    )


def _linked(compiled: CompiledMapping, row: Row, current: Value) -> Value:
    value: Value = compiled.map_linked(row, (current,))[0]
    return value


@pytest.mark.parametrize("expression", ["Now()", "Guid()", "RandomString(8, 2, 0, 2, 2)"])
def test_what_is_drawn_is_given_at_creation_and_stays(expression: str) -> None:
    compiled = _compiled(expression)
    given = compiled.map_user(("Bern", "Sales", _inputs()))[0]
    later = ("Basel", "Sales", _inputs(day=9, seed=b"second"))

    assert given != compiled.map_user(later)[0]
    assert given == _linked(compiled, later, given)


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_drawn_fills_an_attribute_that_has_no_value(empty: Value) -> None:
    row = ("Bern", "Sales", _inputs())

    assert _linked(_compiled("Now()"), row, empty) == "3/1/2026 9:30:00 AM"


def test_a_part_that_is_not_drawn_follows_the_source() -> None:
    compiled = _compiled('IIF([department] = "Sales", [city], Guid())')

    assert _linked(compiled, ("Basel", "Sales", _inputs()), "Bern") == "Basel"
    assert _linked(compiled, ("Basel", "Design", _inputs()), "Bern") == "Bern"


def test_a_decision_by_the_calendar_is_followed_when_its_day_has_come() -> None:
    compiled = _compiled('IIF(DateDiff("d", Now(), "2026-03-10") > 0, "False", "True")')

    days = [_linked(compiled, ("", "", _inputs(day)), "False") for day in (0, 7, 8, 9, 30)]

    assert days == ["False", "False", "True", "True", "True"]


def test_a_decision_that_has_no_other_day_to_compare_with_stays() -> None:
    compiled = _compiled('DateAdd("d", 1, Now())')
    last = Inputs(now=datetime(9999, 12, 30, tzinfo=UTC), seed=b"first")

    assert _linked(compiled, ("", "", last), "kept") == "kept"


def test_the_flow_type_still_decides() -> None:
    compiled = _compiled('IIF([city] = "Bern", "a", Guid())', flow_type=FlowType.OBJECT_ADD_ONLY)
    mapped = compiled.map_linked(("Bern", "Sales", _inputs()), ("old",))

    assert compiled.changes(mapped, ("old",)) == {}


def test_the_same_inputs_give_the_same_values_and_other_users_others() -> None:
    compiled = compile_mappings(
        [
            AttributeMapping(target="streetAddress", source=parse('Join("", Guid(), Guid())')),
            AttributeMapping(target="city", source=parse("Guid()")),
        ],
        _POSITIONS,
    )
    first, second = (
        compiled.map_user(("", "", _inputs().for_user(user_id))) for user_id in ("ana", "ben")
    )
    again = compiled.map_user(("", "", _inputs().for_user("ana")))

    assert first == again
    drawn = {str(first[0])[:36], str(first[0])[36:], first[1], second[1]}
    assert len(drawn) == 4


def test_a_date_arrives_in_the_form_that_directories_have() -> None:
    compiled = _compiled('DateAdd("d", 1, Now())', target=_EXTENSION)

    assert compiled.map_user(("", "", _inputs())) == ("2026-03-02T09:30:00Z",)


def test_a_restart_in_which_nothing_changed_writes_nothing(sync: Synchronization) -> None:
    mapped = {
        "streetAddress": "Guid()",
        "department": "RandomString(12, 2, 2, 2, 2)",
        "city": "Now()",
    }
    users = sync.schema()
    kept = tuple(each for each in users.mappings if each.target not in mapped)
    drawn = tuple(
        AttributeMapping(target=target, source=parse(text)) for target, text in mapped.items()
    )
    sync.replace_schema(replace(users, mappings=kept + drawn))
    ana, ben = sync.add_user("ana"), sync.add_user("ben")
    sync.run_cycle()
    before = [sync.twin(user) for user in (ana, ben)]

    for days in (0, 40):
        sync.move_clock(days)
        sync.restart()
        sync.run_cycle()
        sync.source.change(ana, job_title=f"Buyer {days}")
        sync.run_cycle()

    after = [sync.twin(user) for user in (ana, ben)]
    names = ("street_address", "department", "city")
    assert [[user[name] for name in names] for user in before] == (
        [[user[name] for name in names] for user in after]
    )
    assert len({user[name] for user in after for name in names[:2]}) == 4
    assert after[0]["job_title"] == "Buyer 40"


def test_the_present_is_that_of_the_cycle_and_not_of_the_first_one(sync: Synchronization) -> None:
    users = sync.schema()
    kept = tuple(each for each in users.mappings if each.target != "city")
    now = AttributeMapping(target="city", source=parse("Now()"))
    sync.replace_schema(replace(users, mappings=(*kept, now)))
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.move_clock(3)
    ben = sync.add_user("ben")
    sync.run_cycle()

    first, second = (read_moment(str(sync.twin(user)["city"])) for user in (ana, ben))

    assert 2 * TICKS_OF_A_DAY < second.ticks - first.ticks < 4 * TICKS_OF_A_DAY
