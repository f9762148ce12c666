"""What a user is: required properties, limits, names, addresses, and what cannot be changed.

Source: contract §6.1; behaviour §4, §7.
Graph: ``user``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.directory.values import (
    Record,
    Rule,
    anything,
    check,
    choice,
    document,
    require_all,
    required,
    text,
    texts,
)
from tenantry.errors import InvalidValueError

MEMBER, GUEST = "Member", "Guest"
INVITATION = "Invitation"
EXTERNAL_ISSUER = "ExternalAzureAD"
USER_OF_ANOTHER_TENANT = 5
"""The kind of an alternative security id that says so (behaviour §4)."""

_PRINCIPAL_NAME = text(
    1024,
    clearable=False,
    form=re.compile(r"[A-Za-z0-9'._!#^~+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    expected="a name of A-Z a-z 0-9 ' . - _ ! # ^ ~, then @ and a domain",
)
_NAME_LENGTH = 64  # characters before the @
_EXTERNAL_MARK = "#EXT#@"
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_ADDRESS = re.compile(r"[^@\s]+")

RULES: Mapping[str, Rule] = {
    "account_enabled": required,
    "age_group": choice("Minor", "NotAdult", "Adult"),
    "city": text(128),
    "company_name": text(64),
    "consent_provided_for_minor": choice("Granted", "Denied", "NotRequired"),
    "country": text(128),
    "department": text(64),
    "display_name": text(256, clearable=False),
    "employee_hire_date": anything,
    "employee_id": text(16),
    "employee_leave_date_time": anything,
    "employee_org_data": document(cost_center=text(64), division=text(64)),
    "employee_type": text(64),
    "extensions": anything,  # the registered ones: `extensions.py`
    "fax_number": text(64),
    "force_change_password": required,
    "force_change_password_with_mfa": required,
    "given_name": text(64),
    "job_title": text(128),
    "mail": text(256, form=_MAIL, expected="an address `name@domain`"),
    "mail_nickname": text(
        64, clearable=False, form=_ADDRESS, expected="a name without @ and space"
    ),
    "mobile_phone": text(64),
    "office_location": text(128),
    "on_premises_extension_attributes": document(
        **{f"extension_attribute{number}": text(1024) for number in range(1, 16)}
    ),
    "on_premises_immutable_id": text(256),
    "on_premises_sync_enabled": anything,  # an import says it; it is read-only in Graph
    "other_mails": texts(250, count=250),
    "password_hash": required,
    "password_policies": choice(
        "None",
        "DisablePasswordExpiration",
        "DisableStrongPassword",
        "DisablePasswordExpiration, DisableStrongPassword",
    ),
    "postal_code": text(40),
    "preferred_data_location": text(16),
    "preferred_language": text(64),
    "show_in_address_list": anything,
    "state": text(128),
    "street_address": text(1024),
    "surname": text(64),
    "telephone_number": text(64),
    "usage_location": text(
        2, clearable=False, form=re.compile("[A-Za-z]{2}"), expected="a country code of two letters"
    ),
    "user_principal_name": _PRINCIPAL_NAME,
    "user_type": choice(MEMBER, GUEST, clearable=False),
}
"""Everything a caller may set, each with its limit; the rest of a user is read-only."""

OWN_PROPERTIES = frozenset(
    {"mobile_phone", "other_mails", "preferred_language", "telephone_number"}
)
"""What `User.ReadWrite` lets people change about themselves."""

BASIC_PROPERTIES = frozenset(
    {"display_name", "given_name", "id", "mail", "surname", "user_principal_name", "user_type"}
)
"""What `User.ReadBasic.All` shows of other users."""

GUEST_PROPERTIES = frozenset({"display_name", "id", "mail", "user_principal_name", "user_type"})
"""What a guest sees of other users, unless guests are restricted (behaviour §14.3)."""

CLOUD_PROPERTIES = frozenset(
    {
        "age_group",
        "consent_provided_for_minor",
        "extensions",
        "force_change_password",
        "force_change_password_with_mfa",
        "other_mails",
        "password_hash",
        "preferred_data_location",
        "usage_location",
    }
)
"""What can be changed here of a user who is mastered in a directory on premises."""

CREDENTIALS = frozenset(
    {"password_hash", "force_change_password", "force_change_password_with_mfa"}
)
"""What `passwordProfile` sets."""

_EXTERNAL_ONLY: Mapping[str, Rule] = {
    "alternative_security_id": anything,
    "creation_type": anything,
    "external_user_state": choice("PendingAcceptance", "Accepted"),
    "home_tenant_id": anything,
    "home_user_id": anything,
}


def check_new_user(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* make a user of this tenant."""
    require_all(
        values,
        "account_enabled",
        "display_name",
        "mail_nickname",
        "password_hash",
        "user_principal_name",
    )
    check(RULES, values)
    name = str(values["user_principal_name"])
    if _EXTERNAL_MARK in name.upper():
        message = f"`{name}` names a user of another tenant; invite external users instead"
        raise InvalidValueError("user_principal_name", message)
    _check_name_length(name)


def check_new_external_user(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* make a user whose home is elsewhere."""
    require_all(values, "display_name", "user_principal_name", "external_user_state")
    check({**RULES, **_EXTERNAL_ONLY}, values)
    refuse_credentials(values)


def check_user_changes(user: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *user* may become so."""
    check(RULES, values)
    if is_external(user):
        refuse_credentials(values)
    elif "user_principal_name" in values:
        _check_name_length(str(values["user_principal_name"]))


def refuse_credentials(values: Mapping[str, Any]) -> None:
    """Raise if *values* set a credential: an external user's are its home tenant's (CTS-078)."""
    if not CREDENTIALS.isdisjoint(values):
        message = "an external user has its credentials in its home tenant; change them there"
        raise InvalidValueError("password_profile", message)


def check_mastered_here(user: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` where *values* belong to a directory on premises."""
    if not user.get("on_premises_sync_enabled"):
        return
    for name in values:
        if name not in CLOUD_PROPERTIES:
            message = (
                f"`{name}` of this user is mastered in a directory on premises; change it there"
            )
            raise InvalidValueError(name, message)


def is_external(user: Mapping[str, Any]) -> bool:
    """Return whether another tenant or provider authenticates the user."""
    return user.get("external_user_state") is not None


def domain_of(user_principal_name: str) -> str:
    """Return the domain of a sign-in name, in lower case."""
    return user_principal_name.rpartition("@")[2].lower()


def with_primary_address(mail: str | None, addresses: Sequence[str]) -> list[str]:
    """Return the proxy addresses after *mail* became the primary one (contract §6.1).

    The former primary address stays as a secondary one; the casing of `SMTP:` tells them apart.
    """
    primary = [f"SMTP:{mail}"] if mail else []
    others = [
        f"smtp:{address[5:]}" if address.startswith("SMTP:") else address
        for address in addresses
        if not mail or address.lower() != f"smtp:{mail.lower()}"
    ]
    return [*primary, *others]


def secondary_addresses(proxy_addresses: Sequence[str]) -> set[str]:
    """Return those of the proxy addresses that are not the primary one, without the prefix."""
    return {address[5:] for address in proxy_addresses if address.startswith("smtp:")}


def identities(
    user: Mapping[str, Any], initial_domain: str, outside_issuer: str | None = None
) -> list[Record]:
    """Return how the user signs in: `sign_in_type`, `issuer`, `issuer_assigned_id` of each way.

    The resource tenant's sign-in name comes last; before it, who authenticates an external user
    (contract §6.1): another tenant, or the *outside_issuer*.
    """
    own = _identity("userPrincipalName", initial_domain, user["user_principal_name"])
    if user.get("external_user_state") == "Accepted":
        return [_identity("federated", outside_issuer or EXTERNAL_ISSUER, None), own]
    return [own]


def _identity(sign_in_type: str, issuer: str, issuer_assigned_id: str | None) -> Record:
    return {
        "sign_in_type": sign_in_type,
        "issuer": issuer,
        "issuer_assigned_id": issuer_assigned_id,
    }


def _check_name_length(user_principal_name: str) -> None:
    name = user_principal_name.rpartition("@")[0]
    if len(name) > _NAME_LENGTH:
        message = f"`{name}` has {len(name)} characters before the @, at most 64 are allowed"
        raise InvalidValueError("user_principal_name", message)
