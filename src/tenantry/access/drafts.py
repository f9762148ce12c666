"""Drafts: a policy as somebody thinks of changing it, read like the body of the change itself.

A draft is the JSON that would be sent to Graph to change the default or a partner, so that what
was tried can be sent as it is; the same rules hold, and the same paths tell what is wrong.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import structs

from tenantry.access.conditional.checking import check_policy
from tenantry.access.conditional.compiling import NOWHERE, compiled
from tenantry.access.conditional.evaluation import Policy
from tenantry.access.conditional.locations import NamedLocation
from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.access.conditional.strengths import Strength
from tenantry.access.defaults import READ_ONLY_IN_DEFAULT, customized
from tenantry.access.policy import DefaultSettings, Partner, merged
from tenantry.access.settings import check_default, check_settings
from tenantry.decoding import explain_misfit
from tenantry.errors import InvalidValueError

Document = Mapping[str, Any]

_READ_ONLY_IN_PARTNER = frozenset({"tenantId", "isInMultiTenantOrganization"})


def drafted_default(before: DefaultSettings, draft: Document) -> DefaultSettings:
    """Return *before* as it would be after a PATCH with *draft*.

    Raises `InvalidValueError` with the path of what is unknown, of a wrong type or refused.
    """
    after = customized(before, _members(DefaultSettings, draft, READ_ONLY_IN_DEFAULT))
    check_default(after)
    return after


def drafted_partner(before: Partner, draft: Document) -> Partner:
    """Return *before* as it would be after a PATCH with *draft*; raises like `drafted_default`."""
    after = merged(before, _members(Partner, draft, _READ_ONLY_IN_PARTNER))
    check_settings(after)
    return after


def drafted_policy(
    number: int,
    draft: Document,
    strengths: Mapping[str, Strength],
    locations: Mapping[str, NamedLocation] = NOWHERE,
) -> Policy | None:
    """Return the Conditional Access policy that a POST of *draft* would make, None if disabled.

    Raises `InvalidValueError` with the path of what is unknown, of a wrong type or refused.
    """
    path = f"conditionalAccess[{number}]"
    written = _value(ConditionalAccessPolicy, without_nulls(draft), path)
    try:
        check_policy(written, strengths, locations)
    except InvalidValueError as fault:
        where = f"{path}.{fault.path}"
        raise InvalidValueError(where, f"{where}: {fault.message}") from fault
    return compiled(f"draft-{number + 1}", written, strengths, locations)


def without_nulls(given: Document) -> dict[str, Any]:
    """Return the JSON object without members that are null, at any depth."""
    return {
        name: without_nulls(value) if isinstance(value, Mapping) else value
        for name, value in given.items()
        if value is not None
    }


def _members(
    kind: type[DefaultSettings] | type[Partner], draft: Document, read_only: frozenset[str]
) -> dict[str, object]:
    """Return the members that *draft* gives, by their Python names."""
    fields = {field.encode_name: field for field in structs.fields(kind)}
    writable = [name for name in fields if name not in read_only]
    given = {}
    for name, value in draft.items():
        if name not in writable:
            known = ", ".join(f"`{each}`" for each in writable)
            raise InvalidValueError(name, f"`{name}` cannot be drafted; known are {known}")
        given[fields[name].name] = _value(fields[name].type, value, name)
    return given


def _value(kind: Any, value: object, path: str) -> Any:  # noqa: ANN401  # any type of a member
    if value is None:
        return None
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        place, reason = explain_misfit(fault)
        path = f"{path}.{place}" if place else path
        raise InvalidValueError(path, f"`{path}`: {reason}") from fault
