"""Reading the body of `provisionOnDemand` (contract §4.8)."""

from dataclasses import dataclass
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, list_of

MOST_SUBJECTS = 5
"""As many as members of a group that other connectors take at once (behaviour §9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemandRequest:
    """One object to provision, and the rule to provision it by."""

    rule_id: str
    object_id: str
    object_type: str


def read_on_demand(body: object) -> list[OnDemandRequest]:
    """Return what *body* asks for: one rule, and a few subjects."""
    read: dict[str, Any] = _BODY.read(body)
    parameters = read.get("parameters")
    if not parameters or len(parameters) != 1:
        raise InvalidValueError("parameters", "`parameters` must hold exactly one item")
    [parameter] = parameters
    path, subjects = "parameters[0].subjects", parameter.get("subjects")
    if not subjects or len(subjects) > MOST_SUBJECTS:
        message = f"`{path}` must hold from one to {MOST_SUBJECTS} items"
        raise InvalidValueError(path, message)
    rule_id = _required(parameter, "rule_id", "parameters[0].ruleId")
    return [
        OnDemandRequest(
            rule_id=rule_id,
            object_id=_required(subject, "object_id", f"{path}[{index}].objectId").lower(),
            object_type=subject.get("object_type", "User"),
        )
        for index, subject in enumerate(subjects)
    ]


def _required(values: dict[str, Any], name: str, path: str) -> str:
    if name not in values:
        raise InvalidValueError(path, f"`{path}` is required")
    return str(values[name])


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
