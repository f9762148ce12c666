"""Reading the body of `provisionOnDemand` (contract §4.8)."""

from dataclasses import dataclass
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, list_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemandRequest:
    """The one object to provision, and the rule to provision it by."""

    rule_id: str
    object_id: str
    object_type: str


def read_on_demand(body: object) -> OnDemandRequest:
    """Return what *body* asks for; one rule and one subject at a time."""
    read: dict[str, Any] = _BODY.read(body)
    parameter = _one(read.get("parameters"), "parameters")
    subject = _one(parameter.get("subjects"), "parameters[0].subjects")
    for name, wire, place in (
        ("rule_id", "ruleId", "parameters[0]"),
        ("object_id", "objectId", "parameters[0].subjects[0]"),
    ):
        if name not in {**parameter, **subject}:
            raise InvalidValueError(f"{place}.{wire}", f"`{place}.{wire}` is required")
    return OnDemandRequest(
        rule_id=parameter["rule_id"],
        object_id=subject["object_id"].lower(),
        object_type=subject.get("object_type", "User"),
    )


def _one(items: list[dict[str, Any]] | None, path: str) -> dict[str, Any]:
    if not items or len(items) != 1:
        raise InvalidValueError(path, f"`{path}` must hold exactly one item")
    return items[0]


def _subject(value: object, path: str) -> dict[str, Any]:
    return _SUBJECT.read(value, path)


def _parameter(value: object, path: str) -> dict[str, Any]:
    return _PARAMETER.read(value, path)


_SUBJECT = BodyShape(
    {
        "objectId": Property("object_id", filled_text, nullable=False),
        "objectTypeName": Property("object_type", filled_text, nullable=False),
    },
    not_built=("links",),
)
_PARAMETER = BodyShape(
    {
        "ruleId": Property("rule_id", filled_text, nullable=False),
        "subjects": Property("subjects", list_of(_subject), nullable=False),
    }
)
_BODY = BodyShape({"parameters": Property("parameters", list_of(_parameter), nullable=False)})
