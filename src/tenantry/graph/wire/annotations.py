"""OData annotations in answers: the context, the type of an item, and leaving them out."""

from collections.abc import Iterable, Mapping

JsonObject = Mapping[str, object]
"""A JSON object, as `msgspec.json` decodes and encodes it."""

_KEPT = frozenset({"@odata.nextLink", "@odata.deltaLink", "@odata.count"})


def annotated(context: str, body: JsonObject) -> JsonObject:
    """Return *body* with its `@odata.context` in front."""
    return {"@odata.context": context, **body}


def context_of(name: str, select: Iterable[str] = (), expand: Iterable[str] = ()) -> str:
    """Return the context of entity set *name*: `users(id,displayName)` (contract §1.3)."""
    shown = [*select, *(f"{relationship}()" for relationship in expand)]
    return f"{name}({','.join(shown)})" if shown else name


def typed(type_name: str, body: JsonObject) -> JsonObject:
    """Return *body* as an item of a polymorphic collection, such as `user` (contract §1.3)."""
    return {"@odata.type": f"#microsoft.graph.{type_name}", **body}


def without_annotations(body: JsonObject) -> JsonObject:
    """Return *body* as `odata.metadata=none` asks for: links and counts are all that stays."""
    return {
        name: _plain(value)
        for name, value in body.items()
        if "@odata." not in name or name in _KEPT
    }


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return without_annotations(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
