"""The rules that every kind of object shares: differences, passwords, extensions, retention."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tenantry.directory.extensions import (
    check_extensions,
    check_new_extension,
    find_app_id,
    full_name,
    merged,
)
from tenantry.directory.passwords import check_password
from tenantry.directory.retention import oldest_restorable
from tenantry.directory.values import differing
from tenantry.errors import InvalidValueError

APP_ID = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"
NAME = "extension_3b7e0f529a1c4d688e4fb65a2c7d9e11_costs"

_values = st.none() | st.booleans() | st.text() | st.lists(st.text())
_records = st.dictionaries(st.sampled_from("abcd"), _values)


@given(before=_records, values=_records)
def test_after_a_change_nothing_differs_any_more(
    before: dict[str, Any], values: dict[str, Any]
) -> None:
    changes = differing(before, values)

    assert {} == differing({**before, **changes}, values)


@pytest.mark.parametrize(
    ("old", "new", "is_change"),
    [
        (None, False, True),
        (False, None, True),
        (None, [], False),
        ([], None, False),
        ({}, None, False),
        ("a", "A", True),
        (["a"], ["a"], False),
    ],
)
def test_no_value_an_empty_list_and_an_empty_object_are_the_same(
    old: object, new: object, *, is_change: bool
) -> None:
    assert is_change == bool(differing({"x": old}, {"x": new}))


@pytest.mark.parametrize("password", ["Abcdefg1", "abcdef1!", "ABCDEF1!", "Abcdefg!"])
def test_a_password_of_eight_characters_of_three_kinds_may_be_set(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize("password", ["Abcde1!", "Aa1!" * 65, "abcdefg1", "ABCDEFGH", "12345678!"])
def test_a_short_long_or_plain_password_is_refused(password: str) -> None:
    with pytest.raises(InvalidValueError):
        check_password(password)


def test_the_policy_for_weak_passwords_leaves_only_the_length() -> None:
    check_password("abcdefgh", strong=False)

    with pytest.raises(InvalidValueError):
        check_password("abcdefg", strong=False)


def test_an_extension_is_named_after_its_application() -> None:
    assert full_name(APP_ID, "costs") == NAME
    assert find_app_id(NAME) == APP_ID


@pytest.mark.parametrize(
    "name", ["costs", "extension_costs", NAME.upper(), NAME.replace("costs", "my costs"), ""]
)
def test_other_names_are_no_extensions(name: str) -> None:
    assert find_app_id(name) is None


@pytest.mark.parametrize(
    ("data_type", "good", "bad"),
    [
        ("String", "x" * 256, "x" * 257),
        ("String", "x", 1),
        ("Integer", 2**31 - 1, 2**31),
        ("Integer", 1, True),
        ("LargeInteger", 2**63 - 1, 2**63),
        ("Boolean", False, "false"),
        ("DateTime", "2026-11-02T10:00:00Z", "tomorrow"),
        ("Binary", "AQID", "not base64!"),
        ("Binary", "A" * 340, "A" * 344),
    ],
)
def test_an_extension_value_has_the_registered_type(
    data_type: str, good: object, bad: object
) -> None:
    registered = {NAME: {"data_type": data_type, "target_objects": ["User"]}}

    check_extensions({NAME: good}, registered, "User")

    with pytest.raises(InvalidValueError) as refusal:
        check_extensions({NAME: bad}, registered, "User")
    assert refusal.value.path == NAME


def test_an_extension_takes_one_value_or_a_list_as_registered() -> None:
    single = {NAME: {"data_type": "String", "target_objects": ["User"]}}
    several = {NAME: {**single[NAME], "is_multi_valued": True}}

    check_extensions({NAME: ["a", "b"]}, several, "User")

    for values, registered in (({NAME: ["a"]}, single), ({NAME: "a"}, several)):
        with pytest.raises(InvalidValueError):
            check_extensions(values, registered, "User")


def test_an_extension_is_registered_for_some_kinds_of_object() -> None:
    registered = {NAME: {"data_type": "String", "target_objects": ["Group"]}}

    for known in (registered, {}):
        with pytest.raises(InvalidValueError, match="not registered for User"):
            check_extensions({NAME: "a"}, known, "User")


@pytest.mark.parametrize(
    "wrong",
    [{"name": "my costs"}, {"name": None}, {"data_type": "Text"}, {"target_objects": []},
     {"target_objects": ["Chair"]}],
)  # fmt: skip
def test_a_registration_names_a_known_type_and_known_objects(wrong: dict[str, Any]) -> None:
    values = {"name": "costs", "data_type": "String", "target_objects": ["User"]}
    check_new_extension(values)

    with pytest.raises(InvalidValueError):
        check_new_extension({**values, **wrong})


def test_extension_values_are_merged_and_null_takes_one_away() -> None:
    assert merged({"a": 1, "b": 2}, {"b": None, "c": 3}) == {"a": 1, "c": 3}
    assert merged({"a": 1}, {"a": None}) is None


def test_an_object_has_at_most_a_hundred_extension_values() -> None:
    hundred = {f"x{number}": "y" for number in range(100)}

    assert merged(hundred, {}) == hundred
    with pytest.raises(InvalidValueError):
        merged(hundred, {"one_more": "y"})


def test_a_deletion_is_final_after_thirty_days() -> None:
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)

    assert oldest_restorable(now) == "2026-03-01T12:00:00.000000Z"
