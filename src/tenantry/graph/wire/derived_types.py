"""Values of which a body says by `@odata.type` what they are, each with members of its own."""

from collections.abc import Collection, Mapping

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.bodies import BodyShape, join, json_object, listed

_NAMESPACE = "microsoft.graph."


def read_derived(
    value: object,
    path: str,
    shapes: Mapping[str, BodyShape],
    *,
    not_built: Collection[str],
    meant: str,
) -> tuple[str, dict[str, object]]:
    """Return the type of what *value*, found at *path*, gives, and its checked members.

    *shapes* has the members of each type; *meant* is what a type says, `people are meant`.

    Raises:
        InvalidValueError: The type is unknown, or a member is wrong.
        NotBuiltError: The type is documented but one of *not_built*.
    """
    given = json_object(value, path)
    written = str(given.get("@odata.type", ""))
    kind = written.removeprefix(f"#{_NAMESPACE}").removeprefix(_NAMESPACE)
    where = join(path, "@odata.type")
    if kind in not_built:
        raise NotBuiltError(f"{where} {kind}")
    if kind not in shapes:
        known = listed(f"#{_NAMESPACE}{each}" for each in shapes)
        raise InvalidValueError(where, f"`{where}` says which {meant}; known are {known}")
    members = {name: member for name, member in given.items() if "@" not in name}
    return kind, shapes[kind].read(members, path)
