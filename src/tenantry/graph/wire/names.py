"""Names on the wire and inside: `displayName` and `display_name`."""

import re
from collections.abc import Mapping

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
_SEAM = re.compile(r"_([a-z0-9])")
_EXTENSION = re.compile(r"extension_[0-9a-f]{32}_\w+", re.ASCII)

_EXCEPTIONS = {
    "created_at": "createdDateTime",
    "deleted_at": "deletedDateTime",
    "end_at": "endDateTime",
    "external_user_state_changed_at": "externalUserStateChangeDateTime",
    "manager_id": "manager",
    "member_id": "member",
    "partner_tenant_id": "tenantId",
    "password_changed_at": "lastPasswordChangeDateTime",
    "password_hash": "passwordProfile",
    "renewed_at": "renewedDateTime",
    "role_template_id": "roleDefinitionId",
    "sign_in_sessions_valid_from": "signInSessionsValidFromDateTime",
    "start_at": "startDateTime",
    "telephone_number": "businessPhones",
}
"""Columns that Graph calls by another word."""


def wire_name(name: str) -> str:
    """Return Graph's name of a column, or of a path such as `employee_org_data.division`."""
    if name in _EXCEPTIONS:
        return _EXCEPTIONS[name]
    return name if _EXTENSION.fullmatch(name) else _camel_case(name)


def to_wire(value: object) -> object:
    """Return a JSON value with every name in it as on the wire."""
    if isinstance(value, Mapping):
        return {_camel_case(name): to_wire(member) for name, member in value.items()}
    return [to_wire(item) for item in value] if isinstance(value, list) else value


def from_wire(value: object) -> object:
    """Return a JSON value of the wire with every name in it as inside."""
    if isinstance(value, Mapping):
        return {_snake_case(name): from_wire(member) for name, member in value.items()}
    return [from_wire(item) for item in value] if isinstance(value, list) else value


def is_extension(name: str) -> bool:
    """Return whether *name* is a directory extension's, which is the same in both places."""
    return _EXTENSION.fullmatch(name) is not None


def extensions_in(text: str) -> set[str]:
    """Return the directory extensions that *text*, such as a filter, names."""
    return set(_EXTENSION.findall(text))


def _camel_case(name: str) -> str:
    return _SEAM.sub(lambda match: match[1].upper(), name)


def _snake_case(name: str) -> str:
    return _HUMP.sub(lambda match: f"_{match[1].lower()}", name)
