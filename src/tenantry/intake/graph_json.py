"""Graph JSON: a collection of users, a bare list, one user, or one user a line.

Source: Graph `user`, contract §6.1; the manager is read where `$expand=manager` puts it.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from tenantry.errors import InvalidValueError
from tenantry.intake.encoding import decode
from tenantry.intake.gathering import Gathering
from tenantry.intake.properties import TEXT_COLUMNS, with_domain
from tenantry.intake.records import ImportedUser

_EXTENSION = "extension_"
_SCALAR_OR_LIST = str | bool | int | float | list[str | int]


class _PasswordProfile(msgspec.Struct, rename="camel"):
    password: str | None = None
    force_change_password_next_sign_in: bool | None = None


class _Manager(msgspec.Struct, rename="camel"):
    id: str | None = None
    user_principal_name: str | None = None


_SHAPES: Mapping[str, tuple[Any, str]] = MappingProxyType(
    {
        **dict.fromkeys(TEXT_COLUMNS, (str, "a text")),
        "accountEnabled": (bool, "true or false"),
        "businessPhones": (list[str], "a list of texts"),
        "onPremisesSyncEnabled": (bool, "true or false"),
        "otherMails": (list[str], "a list of texts"),
        "passwordProfile": (_PasswordProfile, "an object with a `password`"),
        "manager": (_Manager, "an object with `id` or `userPrincipalName`"),
        _EXTENSION: (_SCALAR_OR_LIST, "a text, a number, true, false or a list"),
    }
)
"""Property → its type and the words for it; `extension_` stands for all directory extensions."""


def read_graph_json(content: bytes, gathering: Gathering, *, upn_domain: str | None) -> None:
    """Read a JSON file; `InvalidValueError` if it is no JSON or holds no users.

    A line of a problem is the place in the collection, or the line if there is a user a line.
    """
    elements = _elements(decode(content, gathering), gathering)
    keys = _Keys(elements, upn_domain)
    unread: set[str] = set()
    for line, element in elements:
        if not isinstance(element, dict):
            gathering.leave_out(line, "the element is not an object")
            continue
        for name in _unread_names(element):
            if name not in unread:
                gathering.warn(line, "the property is not read", name)
                unread.add(name)
        _add(line, element, gathering, keys)


def _elements(text: str, gathering: Gathering) -> Sequence[tuple[int, object]]:
    """Return every element of the document with its line."""
    try:
        document = _parse(text)
    except InvalidValueError:
        elements = _elements_of_lines(text, gathering)
        if not elements:
            raise
        return elements
    members = document.get("value", [document]) if isinstance(document, dict) else document
    if not isinstance(members, list):
        raise InvalidValueError("json", f"`{gathering.name}` holds no list of users")
    return list(enumerate(members, start=1))


def _elements_of_lines(text: str, gathering: Gathering) -> Sequence[tuple[int, object]]:
    """Return the object of every line; empty if already the first line is none."""
    elements: list[tuple[int, object]] = []
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        try:
            elements.append((line, _parse(content)))
        except InvalidValueError as fault:
            if not elements:
                return elements
            gathering.leave_out(line, fault.message)
    return elements


def _parse(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InvalidValueError("json", f"not JSON: {fault}") from fault


class _Keys:
    """How the people of one file are known, by name and by id."""

    def __init__(self, elements: Sequence[tuple[int, object]], upn_domain: str | None) -> None:
        self._upn_domain = upn_domain
        self._by_id: dict[str, str] = {}
        for _, element in elements:
            if isinstance(element, dict):
                user_id, name = element.get("id"), element.get("userPrincipalName")
                if isinstance(user_id, str) and isinstance(name, str):
                    self._by_id[user_id.lower()] = self.of_name(name)

    def name(self, user_principal_name: str) -> str:
        """Return the sign-in name in the domain that was asked for."""
        return with_domain(user_principal_name.strip(), self._upn_domain)

    def of_name(self, user_principal_name: str) -> str:
        """Return the own key of the user with that name."""
        return self.name(user_principal_name).lower()

    def of_manager(self, manager: _Manager | None) -> str | None:
        """Return the key of *manager*: a name, or the id of somebody who is not in the file."""
        if manager is None:
            return None
        if manager.user_principal_name:
            return self.of_name(manager.user_principal_name)
        user_id = (manager.id or "").lower()
        return self._by_id.get(user_id, user_id) or None


def _add(line: int, element: Mapping[str, object], gathering: Gathering, keys: _Keys) -> None:
    values: dict[str, Any] = {}
    faults = []
    for name, value in element.items():
        shape = _SHAPES.get(_EXTENSION if _is_extension(name) else name)
        if shape is None or value is None or "@odata." in name:
            continue
        try:
            values[name] = msgspec.convert(value, shape[0])
        except msgspec.ValidationError:
            faults.append(f"`{name}` must be {shape[1]}")
    profile = values.get("passwordProfile", _PasswordProfile())
    properties = _properties(values, profile, keys)
    user = ImportedUser(
        line=line,
        own_key=keys.of_name(values.get("userPrincipalName", "")),
        manager_key=keys.of_manager(values.get("manager")),
        properties=properties,
        password=profile.password or None,
    )
    gathering.add(user, faults)


def _properties(
    values: Mapping[str, Any], profile: _PasswordProfile, keys: _Keys
) -> dict[str, object]:
    """Return the columns of `users` that *values*, all of the right type, speak of."""
    found: dict[str, object] = {
        column: values[name].strip() for name, column in TEXT_COLUMNS.items() if name in values
    }
    found["user_principal_name"] = keys.name(values.get("userPrincipalName", ""))
    found["account_enabled"] = values.get("accountEnabled")
    found["telephone_number"] = next(iter(values.get("businessPhones", ())), None)
    found["on_premises_sync_enabled"] = values.get("onPremisesSyncEnabled")
    found["other_mails"] = values.get("otherMails")
    found["force_change_password"] = profile.force_change_password_next_sign_in
    found["extensions"] = {name: value for name, value in values.items() if _is_extension(name)}
    return {column: value for column, value in found.items() if value not in (None, "", [], {})}


def _unread_names(element: Mapping[str, object]) -> Iterator[str]:
    for name in element:
        if not (name in _SHAPES or name == "id" or "@odata." in name or _is_extension(name)):
            yield name


def _is_extension(name: str) -> bool:
    return name.startswith(_EXTENSION)
