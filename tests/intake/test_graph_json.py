"""Users as Graph returns them, as scripts save them, and as people type them."""

import json
from typing import Any

import pytest

from tenantry.errors import InvalidValueError
from tenantry.intake.reading import read_users
from tenantry.intake.records import ImportReading

_ANN: dict[str, Any] = {"displayName": "Ann", "userPrincipalName": "ann@a.example"}
_BEN: dict[str, Any] = {"displayName": "Ben", "userPrincipalName": "ben@a.example"}


def test_every_property_of_a_user_is_read() -> None:
    element = {
        "@odata.type": "#microsoft.graph.user",
        "id": "4d3c2b1a-0f9e-4d8c-b7a6-958473625116",
        "userPrincipalName": "Zoe@a.example",
        "displayName": "Zoë Los",
        "accountEnabled": False,
        "mailNickname": "zl",
        "mail": "zoe@a.example",
        "otherMails@odata.type": "#Collection(String)",
        "otherMails": ["z@b.example"],
        "businessPhones": ["+48 12 555 0100", "+48 12 555 0101"],
        "mobilePhone": None,
        "faxNumber": "",
        "officeLocation": "K2",
        "companyName": "Example",
        "employeeId": "77",
        "employeeType": "Employee",
        "userType": "Guest",
        "passwordProfile": {"password": "Pa55word!", "forceChangePasswordNextSignIn": False},
        "extension_0123456789abcdef0123456789abcdef_level": 3,
        "extension_0123456789abcdef0123456789abcdef_team": "blue",
    }

    reading = _read({"@odata.context": "…/$metadata#users", "value": [element]})

    (user,) = reading.records
    assert [] == reading.problems
    assert ("zoe@a.example", "Pa55word!") == (user.own_key, user.password)
    assert {
        "user_principal_name": "Zoe@a.example",
        "display_name": "Zoë Los",
        "account_enabled": False,
        "mail_nickname": "zl",
        "mail": "zoe@a.example",
        "other_mails": ["z@b.example"],
        "telephone_number": "+48 12 555 0100",
        "office_location": "K2",
        "company_name": "Example",
        "employee_id": "77",
        "employee_type": "Employee",
        "user_type": "Guest",
        "force_change_password": False,
        "extensions": {
            "extension_0123456789abcdef0123456789abcdef_level": 3,
            "extension_0123456789abcdef0123456789abcdef_team": "blue",
        },
    } == user.properties


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"value": [_ANN, _BEN]}),
        json.dumps([_ANN, _BEN]),
        json.dumps([_ANN, _BEN], indent=2),
        f"{json.dumps(_ANN)}\n{json.dumps(_BEN)}\n",
        f"{json.dumps(_ANN)}\r\n{json.dumps(_BEN)}",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_collections_lists_and_lines_are_alike(content: str, encoding: str) -> None:
    reading = read_users(content.encode(encoding), name="users.json")

    assert ["ann@a.example", "ben@a.example"] == [user.own_key for user in reading.records]
    assert [1, 2] == [user.line for user in reading.records]
    assert [] == reading.problems


def test_one_user_may_stand_alone() -> None:
    assert ["ann@a.example"] == [user.own_key for user in _read(_ANN).records]


def test_an_unknown_property_is_named_once_and_the_users_come_in() -> None:
    reading = _read([_ANN | {"shoeSize": 39}, _BEN | {"shoeSize": 44}])

    assert 2 == len(reading.records)
    assert [(1, "shoeSize", False)] == [
        (each.line, each.subject, each.left_out) for each in reading.problems
    ]


@pytest.mark.parametrize(
    ("property_name", "value"),
    [
        ("jobTitle", 7),
        ("displayName", ["Ann"]),
        ("userPrincipalName", {}),
        ("accountEnabled", "true"),
        ("accountEnabled", 1),
        ("businessPhones", "+48"),
        ("otherMails", [1]),
        ("passwordProfile", "secret"),
        ("manager", "ben@a.example"),
        ("manager", {"id": 7}),
        ("extension_0123456789abcdef0123456789abcdef_x", {"a": 1}),
    ],
)
def test_a_wrong_type_is_told_with_the_element_and_the_property(
    property_name: str, value: object
) -> None:
    reading = _read([_BEN, _ANN | {property_name: value}])

    assert ["ben@a.example"] == [user.own_key for user in reading.records]
    first = reading.problems[0]
    assert (2, True) == (first.line, first.left_out)
    assert f"`{property_name}` must be" in first.reason


@pytest.mark.parametrize("element", [7, None, "ann", [_ANN]])
def test_an_element_that_is_no_object_is_left_out(element: object) -> None:
    reading = _read([element, _ANN])

    assert 1 == len(reading.records)
    assert [(1, True)] == [(each.line, each.left_out) for each in reading.problems]


def test_a_bad_line_leaves_out_nobody_else() -> None:
    content = f"{json.dumps(_ANN)}\n\n{{broken\n{json.dumps(_BEN)}\n"

    reading = read_users(content.encode(), name="users.jsonl")

    assert [1, 4] == [user.line for user in reading.records]
    assert [(3, True)] == [(each.line, each.left_out) for each in reading.problems]


@pytest.mark.parametrize(
    ("manager", "key"),
    [
        ({"userPrincipalName": "Ben@a.example"}, "ben@a.example"),
        ({"id": "B-1"}, "ben@a.example"),
        ({"id": "B-1", "displayName": "Ben", "@odata.type": "#x"}, "ben@a.example"),
        ({"id": "C-2"}, "c-2"),
        ({}, None),
        (None, None),
    ],
)
def test_a_manager_is_known_by_name_or_by_id(
    manager: dict[str, str] | None, key: str | None
) -> None:
    reading = _read([_ANN | {"manager": manager}, _BEN | {"id": "b-1"}])

    assert key == reading.records[0].manager_key
    assert [] == reading.problems


def test_the_asked_domain_replaces_that_of_users_and_managers() -> None:
    elements = [_ANN | {"manager": {"id": "b-1"}}, _BEN | {"id": "b-1"}]

    reading = read_users(json.dumps(elements).encode(), name="users.json", upn_domain="new.example")

    ann, ben = reading.records
    assert ("ann@new.example", "ben@new.example") == (
        ann.user_principal_name,
        ben.user_principal_name,
    )
    assert ben.own_key == ann.manager_key


def test_users_of_other_tenants_in_an_export_are_counted() -> None:
    guest = {"displayName": "Eve", "userPrincipalName": "eve_b.example#EXT#@a.example"}

    reading = _read([guest, _ANN])

    assert {"external user": 1} == reading.skipped
    assert 1 == len(reading.records)


@pytest.mark.parametrize(
    "content", ["{", "[" * 100_000, '"\\ud800"', "7", '{"value": 7}', '[{"a": 1e999}]', "{}x"]
)
def test_what_holds_no_users_is_refused(content: str) -> None:
    with pytest.raises(InvalidValueError):
        read_users(content.encode(), name="users.json", file_format="json")


def _read(document: object) -> ImportReading:
    return read_users(json.dumps(document).encode(), name="users.json")
