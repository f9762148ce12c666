"""Reading the JSON body of a request: its type and characters, before its meaning."""

import msgspec

from tenantry.errors import InvalidValueError
from tenantry.graph.requests import Call
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import json_object

_DEEPEST = 64  # objects and arrays inside one another
_WITHOUT_BODY = frozenset({"GET", "HEAD"})


def read_body(call: Call) -> JsonObject | None:
    """Return the body of *call*, a JSON object, or None if it has none.

    Raises:
        InvalidValueError: The body is not JSON, no object, or not of a form that can be kept.
    """
    if call.method in _WITHOUT_BODY or call.body is None or call.body == b"":
        return None
    body = _decoded(call, call.body) if isinstance(call.body, bytes) else call.body
    _check_texts(body)
    return json_object(body)


def _decoded(call: Call, content: bytes) -> object:
    media_type = call.headers.get("content-type", "application/json").partition(";")[0].strip()
    if media_type.lower() != "application/json":
        message = f"`Content-Type` must be `application/json`, not `{media_type}`"
        raise InvalidValueError("Content-Type", message)
    try:
        return msgspec.json.decode(content)
    except (ValueError, RecursionError) as fault:
        message = f"the request body is not JSON that can be read: {str(fault).lower()}"
        raise InvalidValueError("body", message) from None


def _check_texts(body: object) -> None:
    """Refuse what no database keeps: null characters, and more levels than anybody means."""
    level: list[object] = [body]
    for _ in range(_DEEPEST):
        inside: list[object] = []
        for value in level:
            if isinstance(value, dict):
                inside += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                inside += value
            elif isinstance(value, str) and "\0" in value:
                raise InvalidValueError("body", "the request body contains a null character")
        if not inside:
            return
        level = inside
    raise InvalidValueError("body", f"the request body nests more than {_DEEPEST} levels")
