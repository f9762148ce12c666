"""What credentials of applications may be: certificates, and tokens of other issuers.

Source: contract §6.9; the limits are those of the federated identity credential's reference.
Graph: ``keyCredential``, ``federatedIdentityCredential``.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.directory.values import Record, Rule, check, require_all, text, texts
from tenantry.errors import AlreadyExistsError, InvalidValueError

FEDERATED_LIMIT = 20
"""How many federated credentials an application can have."""

_LONGEST = 600
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,119}")
_ISSUER = re.compile(r"https://[^\s/?#]+[^\s?#]*")

FEDERATED_RULES: Mapping[str, Rule] = {
    "audiences": texts(_LONGEST, count=1),
    "description": text(_LONGEST),
    "issuer": text(
        _LONGEST, clearable=False, form=_ISSUER, expected="an address that begins with `https://`"
    ),
    "name": text(
        120,
        clearable=False,
        form=_NAME,
        expected="3 to 120 letters, digits, `-` and `_`, a letter or digit first",
    ),
    "subject": text(_LONGEST, clearable=False),
}


def check_new_federated(values: Mapping[str, Any], others: Iterable[Record]) -> None:
    """Raise unless *values* make a credential of an application that has *others*."""
    require_all(values, "name", "issuer", "subject", "audiences")
    check(FEDERATED_RULES, values)
    known = list(others)
    if len(known) >= FEDERATED_LIMIT:
        message = f"an application has at most {FEDERATED_LIMIT} federated credentials; delete one"
        raise InvalidValueError("federatedIdentityCredentials", message)
    _check_unlike(values, known)


def check_federated_change(
    before: Record, values: Mapping[str, Any], others: Iterable[Record]
) -> None:
    """Raise unless *values* may change the credential *before*, beside *others*."""
    check(FEDERATED_RULES, values)
    if values.get("name", before["name"]) != before["name"]:
        raise InvalidValueError("name", "`name` cannot be changed; make another credential")
    _check_unlike({**before, **values}, others)


def check_validity(start_at: str, end_at: str, *, begins: str, ends: str) -> None:
    """Raise unless a credential holds within the time of its certificate, *begins* to *ends*."""
    if end_at <= start_at:
        raise InvalidValueError("end_at", "a certificate ends after it starts")
    if start_at < begins:
        message = f"`start_at` is before the certificate's own start, {begins}"
        raise InvalidValueError("start_at", message)
    if end_at > ends:
        message = f"`end_at` is after the certificate's own end, {ends}"
        raise InvalidValueError("end_at", message)


def _check_unlike(values: Mapping[str, Any], others: Iterable[Record]) -> None:
    if not values["audiences"]:
        raise InvalidValueError("audiences", "`audiences` holds one audience")
    for other in others:
        if other["name"] == values["name"]:
            raise AlreadyExistsError("name")
        if (other["issuer"], other["subject"]) == (values["issuer"], values["subject"]):
            raise AlreadyExistsError("subject", "another credential has this issuer and subject")
