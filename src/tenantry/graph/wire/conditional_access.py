"""Policies of Conditional Access on the wire (contract §6.11).

What v1.0 does not have of them, strengths above all, is beta's alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tenantry.access.conditional.policy import (
    ConditionalAccessPolicy,
    ConditionSet,
    GrantControls,
    SessionControls,
)
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import Check, Property, join, json_object
from tenantry.graph.wire.checks import filled_text, text
from tenantry.graph.wire.entities import Entity, EntityProperty, constant, declare
from tenantry.graph.wire.showing import Reader, Record
from tenantry.graph.wire.structures import checked_json

_NOT_BUILT: Mapping[str, tuple[str, ...]] = {
    "conditions": (
        "authenticationFlows",
        "clientApplications",
        "devices",
        "insiderRiskLevels",
        "platforms",
        "servicePrincipalRiskLevels",
        "signInRiskLevels",
        "userRiskLevels",
    ),
    "conditions.applications": ("applicationFilter",),
    "grantControls": (),
    "sessionControls": (
        "applicationEnforcedRestrictions",
        "cloudAppSecurity",
        "disableResilienceDefaults",
        "secureSignInSession",
    ),
}
"""Members that are documented and cannot be judged here; nothing in them is accepted."""

_STRENGTH = "authenticationStrength"
_EMPTY: tuple[object, ...] = (None, [], {}, False)


def _built(check: Check[object]) -> Check[object]:
    """Return *check* of what is left when empty members that are not built are taken out."""
    return lambda value, path: check(_without_unbuilt(value, path), path)


def _without_unbuilt(value: object, path: str) -> object:
    if not isinstance(value, Mapping):
        return value
    unbuilt = {name.lower(): name for name in _NOT_BUILT.get(path, ())}
    kept: dict[str, object] = {}
    for name, member in value.items():
        known = unbuilt.get(name.lower())
        if known is None:
            kept[name] = _without_unbuilt(member, join(path, name))
        elif member not in _EMPTY:
            raise NotBuiltError(join(path, known))
    return kept


def _of_beta(check: Check[object]) -> Check[object]:
    """Return *check* for v1.0, which knows no authentication strengths."""

    def checked(value: object, path: str) -> object:
        for name in json_object(value, path):
            if name.lower() == _STRENGTH.lower():
                where = join(path, _STRENGTH)
                message = f"`{where}` is no property of v1.0; send it to `/beta`"
                raise InvalidValueError(where, message)
        return check(value, path)

    return checked


_GRANTS = _built(checked_json(GrantControls))


def _document(name: str) -> Any:  # noqa: ANN401  # a value of JSON
    return lambda record: record["document"].get(name)


def _shown_grants(*, with_strength: bool) -> Any:  # noqa: ANN401  # reads a value of JSON
    def read(record: Record) -> JsonObject | None:
        given = record["document"].get("grantControls")
        if given is None or with_strength:
            return given  # type: ignore[no-any-return]  # what is stored as JSON
        return {name: value for name, value in given.items() if name != _STRENGTH}

    return read


def _policies(*, is_beta: bool) -> Entity:
    return Entity(
        "conditionalAccessPolicy",
        "identity/conditionalAccess/policies",
        (
            declare("id: String!", "eq in ne not", single=True),
            constant("templateId: String", None),
            _written(
                declare("displayName: String!", "eq in ne not startsWith"),
                filled_text,
                nullable=False,
            ),
            declare(
                "createdDateTime: DateTimeOffset", "eq ge gt le lt ne not", column="created_at"
            ),
            declare(
                "modifiedDateTime: DateTimeOffset", "eq ge gt le lt ne not", column="modified_at"
            ),
            _written(
                declare("state: conditionalAccessPolicyState!", "eq in ne not"),
                checked_json(_type_of("state")),
                nullable=False,
            ),
            _written(_kept("description: String"), text),
            _written(
                _kept("conditions: conditionalAccessConditionSet!"),
                _built(checked_json(ConditionSet)),
                nullable=False,
            ),
            _written(
                _kept(
                    "grantControls: conditionalAccessGrantControls",
                    _shown_grants(with_strength=is_beta),
                ),
                _GRANTS if is_beta else _of_beta(_GRANTS),
            ),
            _written(
                _kept("sessionControls: conditionalAccessSessionControls"),
                _built(checked_json(SessionControls)),
            ),
        ),
        required=("displayName", "state", "conditions"),
    )


def _kept(declaration: str, read: Reader | None = None) -> EntityProperty:
    """Return a property that is a member of the document."""
    name = declaration.partition(":")[0]
    return declare(declaration, read=read or _document(name), columns=("document",))


def _written(
    declared: EntityProperty, check: Check[object], *, nullable: bool = True
) -> EntityProperty:
    """Return the property, written under its name on the wire: a policy is kept as a document."""
    return replace(declared, write=Property(declared.name, check, nullable=nullable))


def _type_of(name: str) -> Any:  # noqa: ANN401  # a type
    return ConditionalAccessPolicy.__annotations__[name]


POLICY = _policies(is_beta=False)
POLICIES: Mapping[str, Entity] = {"v1.0": POLICY, "beta": _policies(is_beta=True)}
