"""The user properties that a file may give, and what makes a value acceptable.

The directory's own rules decide; what is here is what a file adds to them.

Source: Graph `user`, contract §6.1.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tenantry.directory.users import RULES, check_new_user
from tenantry.errors import InvalidValueError

TEXT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "userPrincipalName": "user_principal_name",
        "displayName": "display_name",
        "mailNickname": "mail_nickname",
        "mail": "mail",
        "givenName": "given_name",
        "surname": "surname",
        "jobTitle": "job_title",
        "department": "department",
        "companyName": "company_name",
        "employeeId": "employee_id",
        "employeeType": "employee_type",
        "streetAddress": "street_address",
        "city": "city",
        "state": "state",
        "postalCode": "postal_code",
        "country": "country",
        "officeLocation": "office_location",
        "mobilePhone": "mobile_phone",
        "faxNumber": "fax_number",
        "preferredLanguage": "preferred_language",
        "usageLocation": "usage_location",
        "userType": "user_type",
    }
)
"""Graph property → column of `users`, for every property that is one text."""

_GRAPH_NAMES = {column: name for name, column in TEXT_COLUMNS.items()}
_GRAPH_NAMES |= {
    "account_enabled": "accountEnabled",
    "other_mails": "otherMails",
    "telephone_number": "businessPhones",  # a list in Graph, one text here
}
_NICKNAME_LIMIT = 64
_NOT_IN_NICKNAMES = re.compile(r'[^!-~]|[@()\\\[\]";:<>,]')
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SET_LATER = ""  # the password is hashed when the user is written
_SHOWN = 300  # characters of a reason or subject
_EXTERNAL_MARK = "#EXT#@"


def find_faults(properties: Mapping[str, object]) -> list[str]:
    """Return a sentence for everything that forbids to create a user with *properties*."""
    try:
        check_new_user({**properties, "password_hash": _SET_LATER})
    except InvalidValueError as fault:
        # The directory stops at the first fault; a file is mended faster with all of them.
        return list(_find_each_fault(properties)) or [fault.message]
    return []


def _find_each_fault(properties: Mapping[str, object]) -> Iterator[str]:
    for column in ("user_principal_name", "display_name"):
        if not properties.get(column):
            yield f"`{_GRAPH_NAMES[column]}` is missing"
    for column, value in properties.items():
        try:
            if value not in (None, ""):
                RULES[column](_GRAPH_NAMES.get(column, column), value)
        except InvalidValueError as fault:
            yield fault.message


def printable(text: str) -> str:
    """Return *text* fit for a message: short, and without control characters."""
    return _UNPRINTABLE.sub("\ufffd", text[:_SHOWN])


def nickname_of(user_principal_name: str) -> str:
    """Return the mail nickname of a user whose file gives none: the name before the @."""
    local_part = user_principal_name.partition("@")[0]
    return _NOT_IN_NICKNAMES.sub("", local_part)[:_NICKNAME_LIMIT]


def is_domain(text: str) -> bool:
    """Return whether *text* has the form of a domain that sign-in names may have."""
    return _DOMAIN.fullmatch(text) is not None


def with_domain(user_principal_name: str, domain: str | None) -> str:
    """Return *user_principal_name* moved to *domain*; unchanged without one."""
    local_part, at_sign, _ = user_principal_name.rpartition("@")
    return f"{local_part}@{domain}" if domain and at_sign else user_principal_name


def is_external(user_principal_name: str) -> bool:
    """Return whether the name is one that a resource tenant gives to another tenant's user.

    Such users come by invitation or synchronization, never as a new account (contract §6.1).
    """
    return _EXTERNAL_MARK in user_principal_name.upper()
