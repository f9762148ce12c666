"""Origins: what a package can give, membership of a group or a role of an application.

Graph: ``accessPackageResource`` and ``accessPackageResourceRole``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.directory.applications import DEFAULT_APP_ROLE_ID
from tenantry.errors import InvalidValueError, NotBuiltError

GROUP, APPLICATION = "AadGroup", "AadApplication"
_ROLE = ("origin_system", "origin_id", "role_origin_id")
_MEMBER, _OWNER = "Member_", "Owner_"

Row = Mapping[str, Any]


def member_role(group_id: str) -> str:
    """Return the `originId` of the role that makes people members of a group."""
    return f"{_MEMBER}{group_id}"


def roles_of(origin_system: str, origin: Row) -> list[tuple[str, str, str | None]]:
    """Return `originId`, name and description of each role that *origin* has for people."""
    if origin_system == GROUP:
        return [(member_role(origin["id"]), "Member", None)]
    given = [
        (role["id"], role["display_name"], role.get("description"))
        for role in origin["app_roles"] or ()
        if role.get("is_enabled", True) and "User" in role["allowed_member_types"]
    ]
    return given or [(DEFAULT_APP_ROLE_ID, "Default Access", None)]


def check_role(origin_system: str, origin: Row, role_origin_id: str) -> str:
    """Return the role's `originId` as it is kept.

    Raises `InvalidValueError` where *origin* has no such role, `NotBuiltError` for ownership.
    """
    if origin_system == GROUP and role_origin_id.startswith(_OWNER):
        raise NotBuiltError("role.originId Owner")
    known = {each.lower(): each for each, _, _ in roles_of(origin_system, origin)}
    if role_origin_id.lower() not in known:
        names = ", ".join(f"`{each}`" for each in known.values())
        message = f"`{role_origin_id}` is no role of `{origin['display_name']}`; known are {names}"
        raise InvalidValueError("role.originId", message)
    return known[role_origin_id.lower()]


def is_last_reason(grant: Row, others: Iterable[Row]) -> bool:
    """Return whether access ends with *grant*.

    It stays where it was there before any package gave it, and where one of the *others* gives
    the person the same role.
    """
    if not grant["is_ours"]:
        return False
    return not any(is_same_role(each, grant) for each in others)


def is_same_role(one: Row, other: Row) -> bool:
    """Return whether two grants give the same role."""
    return all(one[name] == other[name] for name in _ROLE)
