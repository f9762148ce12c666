"""Reading request bodies against the properties that are known."""

from typing import Any, Literal

import msgspec
import pytest

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire import checks
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.structures import structure

SHAPE = BodyShape(
    {
        "displayName": Property("display_name", checks.text, nullable=False),
        "mailNickname": Property("mail_nickname", checks.text),
        "businessPhones": Property("business_phones", checks.list_of(checks.text)),
        "manager@odata.bind": Property("manager", checks.reference(["users"])),
    },
    required=["displayName"],
    read_only=["id"],
    not_built=["photo"],
    ignored=["legacy"],
)


class Target(msgspec.Struct, rename="camel"):
    access_type: Literal["allowed", "blocked"] | None = None


class Trust(msgspec.Struct, rename="camel"):
    is_accepted: bool | None = None
    nested: list[Target] = msgspec.field(default_factory=list)


TRUST = structure(Trust)


def test_a_body_gives_the_properties_that_it_names() -> None:
    body = {"displayName": "Mira", "businessPhones": ["1"], "legacy": 1}

    assert SHAPE.read(body) == {"display_name": "Mira", "business_phones": ["1"]}


def test_null_is_a_value_where_the_property_may_be_null() -> None:
    assert SHAPE.read({"mailNickname": None}) == {"mail_nickname": None}


@pytest.mark.parametrize("name", ["mailNickName", "MAILNICKNAME", "mailnickname"])
def test_a_name_matches_in_any_casing(name: str) -> None:
    assert SHAPE.read({name: "mira"}) == {"mail_nickname": "mira"}


@pytest.mark.parametrize(
    "name", ["@odata.type", "@odata.context", "businessPhones@odata.type", "@microsoft.graph.tips"]
)
def test_annotations_are_passed_over(name: str) -> None:
    assert SHAPE.read({name: "x"}) == {}


def test_a_bound_object_is_the_one_at_the_end_of_its_url() -> None:
    body = {"manager@odata.bind": "https://graph.microsoft.com/v1.0/users('mira@northwind.test')"}

    assert SHAPE.read(body) == {"manager": ("users", "mira@northwind.test")}


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        ({"displayname": 1}, "displayName", "must be a string, not a number"),
        ({"displayName": None}, "displayName", "cannot be null"),
        ({"displayName": "a", "DisplayName": "b"}, "displayName", "given twice"),
        ({"displayNam": "a"}, "displayNam", "did you mean `displayName`?"),
        ({"zzz": "a"}, "zzz", "known are"),
        ({"id": "a"}, "id", "read-only"),
        ({"businessPhones": "1"}, "businessPhones", "must be an array, not a string"),
        ({"businessPhones": ["1", True]}, "businessPhones[1]", "must be a string, not a boolean"),
        ({"owner@odata.bind": "x"}, "owner@odata.bind", "not a known property"),
        ({"manager@odata.bind": "x/groups/1"}, "manager@odata.bind", "must point into"),
        ([], "body", "must be a JSON object, not an array"),
        (None, "body", "must be a JSON object, not null"),
    ],
)
def test_what_is_wrong_with_a_body_is_named(body: Any, path: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        SHAPE.read(body)

    assert path == raised.value.path
    assert message in raised.value.message


def test_a_documented_property_that_is_not_built_says_so() -> None:
    with pytest.raises(NotBuiltError):
        SHAPE.read({"photo": "x"})


def test_a_new_object_needs_what_is_required() -> None:
    with pytest.raises(InvalidValueError, match="`displayName` is required"):
        SHAPE.read_new({"mailNickname": "mira"})


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        (checks.text, "x", "x"),
        (checks.filled_text, " x", " x"),
        (checks.flag, False, False),
        (checks.whole_number, 7, 7),
        (
            checks.guid,
            "91D4C3A8-70FE-4BE1-A6D2-5C0B8E1F2D10",
            "91d4c3a8-70fe-4be1-a6d2-5c0b8e1f2d10",
        ),
        (checks.instant, "2026-11-02T10:21:44Z", "2026-11-02T10:21:44.000000Z"),
        (checks.instant, "2026-11-02T12:21:44.5+02:00", "2026-11-02T10:21:44.500000Z"),
        (checks.one_of(["a", "b"]), "b", "b"),
        (TRUST, {"ISACCEPTED": True, "@odata.type": "x"}, Trust(is_accepted=True)),
        (
            TRUST,
            {"nested": [{"accessType": "allowed"}]},
            Trust(nested=[Target(access_type="allowed")]),
        ),
    ],
)
def test_a_value_of_the_right_type_passes(check: Any, value: object, expected: object) -> None:
    assert expected == check(value, "x")


@pytest.mark.parametrize(
    ("check", "value", "path", "message"),
    [
        (checks.filled_text, "  ", "x", "must not be empty"),
        (checks.flag, "true", "x", "must be a boolean, not a string"),
        (checks.flag, 1, "x", "must be a boolean, not a number"),
        (checks.whole_number, True, "x", "whole number"),
        (checks.whole_number, 1.5, "x", "whole number"),
        (checks.whole_number, 2**31, "x", "whole number"),
        (checks.guid, "mira", "x", "must be a GUID, not `mira`"),
        (checks.instant, "yesterday", "x", "must be an instant"),
        (checks.instant, "0001-01-01T00:00:00+23:00", "x", "must be an instant"),
        (checks.one_of(["a", "b"]), "A", "x", "known are `a`, `b`"),
        (TRUST, {"isAcepted": True}, "x.isAcepted", "did you mean `isAccepted`?"),
        (TRUST, {"nested": [{}, {"accessType": "no"}]}, "x.nested[1].accessType", "known are"),
        (TRUST, {"nested": None}, "x.nested", "must be an array, not null"),
        (TRUST, [], "x", "must be a JSON object, not an array"),
    ],
)
def test_a_value_of_a_wrong_type_is_named(
    check: Any, value: object, path: str, message: str
) -> None:
    with pytest.raises(InvalidValueError) as raised:
        check(value, "x")

    assert path == raised.value.path
    assert message in raised.value.message
