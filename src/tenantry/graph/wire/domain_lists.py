"""Domain lists on the wire: the `b2bManagementPolicies` of beta.

The list stands in a definition, which is JSON in a text:
`{"B2BManagementPolicy": {"InvitationsAllowedAndBlockedDomainsPolicy": {"BlockedDomains": […]}}}`.
"""

from typing import Any

import msgspec

from tenantry.collaboration.domain_lists import LONGEST, DomainList
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, flag, list_of, text

_POLICY, _LISTS = "B2BManagementPolicy", "InvitationsAllowedAndBlockedDomainsPolicy"
_ALLOWED, _BLOCKED = "AllowedDomains", "BlockedDomains"


def shown(held: DomainList) -> JsonObject:
    """Return the policy that has the list."""
    name = _ALLOWED if held.is_allow_list else _BLOCKED
    definition = {_POLICY: {_LISTS: {name: held.domains}}}
    return {
        "id": held.id,
        "deletedDateTime": None,
        "definition": [msgspec.json.encode(definition).decode()],
        "displayName": held.display_name,
        "isOrganizationDefault": True,
    }


_DOMAINS = BodyShape(
    {
        _ALLOWED: Property("allowed", list_of(text)),
        _BLOCKED: Property("blocked", list_of(text)),
    }
)
_RESTRICTIONS = BodyShape(
    {_LISTS: Property("lists", _DOMAINS.read, nullable=False)},
    required=[_LISTS],
    not_built=["AutoRedeemPolicy", "PreviewPolicy"],
)
_DEFINITION = BodyShape(
    {_POLICY: Property("policy", lambda value, _: _RESTRICTIONS.read_new(value), nullable=False)},
    required=[_POLICY],
)


def _lists(value: object, path: str) -> JsonObject:
    """Return `is_allow_list` and `domains` of a definition: an array of one text of JSON."""
    written = list_of(text)(value, path)
    if len(written) != 1:
        raise InvalidValueError(path, f"`{path}` is an array of one text")
    if len(written[0]) > LONGEST:
        message = f"`{path}` has more than {LONGEST} characters; shorten the list"
        raise InvalidValueError(path, message)
    try:
        decoded = msgspec.json.decode(written[0])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InvalidValueError(path, f"`{path}[0]` is no JSON") from fault
    return _kind_and_domains(_DEFINITION.read_new(decoded), path)


def _kind_and_domains(definition: dict[str, Any], path: str) -> JsonObject:
    lists = definition["policy"]["lists"]
    allowed, blocked = lists.get("allowed") or [], lists.get("blocked") or []
    if allowed and blocked:
        message = f"`{path}` has domains that are allowed and others that are blocked; use one list"
        raise InvalidValueError(path, message)
    is_allow_list = bool(allowed) or ("allowed" in lists and "blocked" not in lists)
    return {"is_allow_list": is_allow_list, "domains": tuple(allowed or blocked)}


def _is_default(value: object, path: str) -> bool:
    if not flag(value, path):
        message = f"`{path}` must be true: the one list is that of the whole tenant"
        raise InvalidValueError(path, message)
    return True


_BODY = BodyShape(
    {
        "definition": Property("lists", _lists, nullable=False),
        "displayName": Property("display_name", filled_text, nullable=False),
        "isOrganizationDefault": Property("is_default", _is_default, nullable=False),
    },
    required=["definition", "displayName"],
    read_only=["id", "deletedDateTime"],
)


def read_new(body: object) -> dict[str, Any]:
    """Return the values of the body that makes a list."""
    return _values(_BODY.read_new(body))


def read_changes(body: object) -> dict[str, Any]:
    """Return the values that the body of a change has."""
    return _values(_BODY.read(body))


def _values(read: dict[str, Any]) -> dict[str, Any]:
    named = {"display_name": read["display_name"]} if "display_name" in read else {}
    return {**named, **read.get("lists", {})}
