"""Delegated permission grants: whom one is for, and how the names in it are kept."""

from collections.abc import Iterable

from tenantry.errors import InvalidValueError

FOR_ALL = ""
"""In place of a user's id: the grant is for all users."""

ALL_PRINCIPALS, PRINCIPAL = "AllPrincipals", "Principal"
"""The values of `consentType` (contract §6.9)."""


def check_principal(consent_type: str, principal_id: str | None) -> None:
    """Raise `InvalidValueError` unless *principal_id* goes with *consent_type*."""
    if consent_type == ALL_PRINCIPALS and principal_id:
        message = "`principalId` goes with `Principal`; leave it out for `AllPrincipals`"
        raise InvalidValueError("principal_id", message)
    if consent_type == PRINCIPAL and not principal_id:
        raise InvalidValueError("principal_id", "`Principal` needs `principalId`, a user's id")


def joined(names: Iterable[str]) -> str:
    """Return the names of delegated permissions in one text, each once."""
    return " ".join(dict.fromkeys(names))
