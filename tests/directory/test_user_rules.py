"""The rules of users: required properties, limits, addresses, identities."""

from typing import Any

import pytest

from tenantry.directory.users import (
    check_new_external_user,
    check_new_user,
    check_user_changes,
    identities,
    is_external,
    with_primary_address,
)
from tenantry.errors import InvalidValueError
from tests.support.directory import user_values


@pytest.mark.parametrize(
    "missing",
    ["account_enabled", "display_name", "mail_nickname", "password_hash", "user_principal_name"],
)
def test_a_user_needs_every_required_property(missing: str) -> None:
    values = {**user_values("mira"), missing: None}

    with pytest.raises(InvalidValueError) as refusal:
        check_new_user(values)
    assert missing == refusal.value.path


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("company_name", "x" * 64),
        ("department", "x" * 64),
        ("display_name", "x" * 256),
        ("job_title", "x" * 128),
        ("mail_nickname", "x" * 64),
        ("employee_id", "x" * 16),
        ("usage_location", "NZ"),
        ("user_principal_name", "x" * 64 + "@northwind.test"),
    ],
)
def test_a_value_may_reach_its_limit_and_not_pass_it(name: str, longest: str) -> None:
    check_new_user(user_values("mira", **{name: longest}))

    with pytest.raises(InvalidValueError) as refusal:
        check_new_user(user_values("mira", **{name: f"x{longest}"}))
    assert name == refusal.value.path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age_group", "Young"),
        ("city", "a\x00b"),
        ("job_title", " "),
        ("mail", "mira"),
        ("mail_nickname", "mira okafor"),
        ("other_mails", ["a@b.test"] * 251),
        ("other_mails", ["x" * 251]),
        ("usage_location", "N1"),
        ("user_principal_name", "kim_tailwind.test#EXT#@northwind.test"),
        ("user_principal_name", "mira okafor@northwind.test"),
        ("user_principal_name", "mira"),
        ("user_type", "Visitor"),
    ],
)
def test_a_value_of_another_form_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        check_new_user(user_values("mira", **{name: value}))
    assert name == refusal.value.path


@pytest.mark.parametrize(
    "name", ["account_enabled", "display_name", "mail_nickname", "usage_location"]
)
def test_what_cannot_be_cleared_is_not_cleared(name: str) -> None:
    with pytest.raises(InvalidValueError, match="cannot be cleared"):
        check_user_changes({}, {name: None})


@pytest.mark.parametrize(
    "name", ["id", "created_at", "proxy_addresses", "manager_id", "deleted_at"]
)
def test_read_only_properties_are_refused_by_name(name: str) -> None:
    with pytest.raises(InvalidValueError, match=f"`{name}` is read-only"):
        check_user_changes({}, {name: "x"})


@pytest.mark.claim("CTS-078")
@pytest.mark.parametrize("name", ["password_hash", "force_change_password"])
def test_credentials_of_an_external_user_are_its_home_tenants(name: str) -> None:
    with pytest.raises(InvalidValueError, match="home tenant"):
        check_user_changes({"external_user_state": "Accepted"}, {name: "x"})


@pytest.mark.claim("CTS-079")
@pytest.mark.parametrize(
    "name", ["alternative_security_id", "creation_type", "external_user_state", "home_user_id"]
)
def test_an_external_user_cannot_become_internal(name: str) -> None:
    with pytest.raises(InvalidValueError, match="read-only"):
        check_user_changes({"external_user_state": "Accepted"}, {name: None})


def test_members_of_an_object_are_checked_one_by_one() -> None:
    with pytest.raises(InvalidValueError) as refusal:
        check_user_changes({}, {"employee_org_data": {"division": "x" * 65}})
    assert refusal.value.path == "employee_org_data.division"

    with pytest.raises(InvalidValueError, match="`extension_attribute16` is not a member"):
        check_user_changes({}, {"on_premises_extension_attributes": {"extension_attribute16": ""}})


def test_an_external_user_needs_no_password_and_keeps_its_long_name() -> None:
    name = f"{'x' * 80}_tailwind.test#EXT#@northwind.test"

    check_new_external_user(
        {
            "display_name": "Kim",
            "external_user_state": "PendingAcceptance",
            "user_principal_name": name,
        }
    )


@pytest.mark.parametrize(
    ("mail", "before", "after"),
    [
        ("a@n.test", [], ["SMTP:a@n.test"]),
        ("a@n.test", ["SMTP:b@n.test"], ["SMTP:a@n.test", "smtp:b@n.test"]),
        ("a@n.test", ["SMTP:b@n.test", "smtp:A@n.test"], ["SMTP:a@n.test", "smtp:b@n.test"]),
        ("a@n.test", ["SMTP:a@n.test"], ["SMTP:a@n.test"]),
        (None, ["SMTP:a@n.test", "smtp:b@n.test"], ["smtp:a@n.test", "smtp:b@n.test"]),
    ],
)
def test_mail_is_the_primary_address_and_the_former_one_stays(
    mail: str | None, before: list[str], after: list[str]
) -> None:
    assert after == with_primary_address(mail, before)


def test_only_an_accepted_external_user_signs_in_at_home() -> None:
    own = {
        "sign_in_type": "userPrincipalName",
        "issuer": "northwind.test",
        "issuer_assigned_id": "mira@northwind.test",
    }
    user = {"user_principal_name": "mira@northwind.test"}
    at_home = {"sign_in_type": "federated", "issuer": "ExternalAzureAD", "issuer_assigned_id": None}

    assert [own] == identities(user, "northwind.test")
    assert [own] == identities(
        {**user, "external_user_state": "PendingAcceptance"}, "northwind.test"
    )
    assert [at_home, own] == identities(
        {**user, "external_user_state": "Accepted"}, "northwind.test"
    )


@pytest.mark.parametrize(
    ("state", "expected"), [(None, False), ("PendingAcceptance", True), ("Accepted", True)]
)
def test_a_user_with_an_invitation_state_is_external(state: str | None, *, expected: bool) -> None:
    assert expected == is_external({"external_user_state": state})
