"""`$expand` of several relationships at once, whole objects each (access packages)."""

from collections.abc import Collection

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.odata.options import QueryOptions


def expanded(
    options: QueryOptions,
    known: Collection[str],
    not_built: Collection[str] = (),
    *,
    inside: Collection[str] = (),
) -> frozenset[str]:
    """Return the relationships that `$expand` names, in the casing of *known*.

    *inside* are those that their objects always come with, so that they may be named.  A name of
    *not_built* raises `NotBuiltError`, an unknown one and other options inside of one
    `InvalidValueError`.
    """
    by_key = {name.lower(): name for name in known}
    missing = {name.lower() for name in not_built}
    found = []
    for each in options.expand:
        name = each.relationship.lower()
        if name in missing:
            raise NotBuiltError(f"$expand={each.relationship}")
        if name not in by_key:
            names = ", ".join(f"`{one}`" for one in sorted(by_key.values()))
            message = f"`{each.relationship}` is unknown to `$expand`; known are {names}"
            raise InvalidValueError("$expand", message)
        if each.select or each.levels or not set(each.inside).issubset(inside):
            message = f"`{each.relationship}` is expanded as a whole; leave the parentheses out"
            raise InvalidValueError("$expand", message)
        found.append(by_key[name])
    return frozenset(found)
