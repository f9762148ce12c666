"""Bodies of the requests that relate objects to one another, or ask how they are related."""

from collections.abc import Mapping
from typing import Any

_HOST = "https://graph.microsoft.com/v1.0"
_IDS_OF_GROUPS = ({"groupIds": ["{group}", "{innerGroup}"]},)
_ANY_GROUP = ({"securityEnabledOnly": False},)

RELATION_BODIES: Mapping[str, tuple[Any, ...]] = {
    "POST directoryRoles/{}/members/$ref": ({"@odata.id": f"{_HOST}/directoryObjects/{{user}}"},),
    **{
        f"POST {place}/$ref": ({"@odata.id": f"{_HOST}/users/{{manager}}"},)
        for place in (
            "applications/{}/owners",
            "devices/{}/registeredOwners",
            "devices/{}/registeredUsers",
            "groups/{}/owners",
            "servicePrincipals/{}/owners",
            "users/{}/sponsors",
        )
    },
    "POST groups/{}/members/$ref": (
        {"@odata.id": f"{_HOST}/directoryObjects/{{guest}}"},
        {"@odata.id": f"{_HOST}/users('{{guest}}')"},
        {"@odata.id": f"{_HOST}/groups/{{innerGroup}}"},
    ),
    "PUT users/{}/manager/$ref": ({"@odata.id": f"{_HOST}/users/{{manager}}"},),
    **{
        f"POST {kind}/{{}}/{action}": bodies
        for kind in ("devices", "directoryObjects", "groups", "servicePrincipals", "users")
        for action, bodies in (
            ("checkMemberGroups", _IDS_OF_GROUPS),
            ("getMemberGroups", _ANY_GROUP),
            ("checkMemberObjects", ({"ids": ["{group}", "{innerGroup}"]},)),
            ("getMemberObjects", _ANY_GROUP),
        )
    },
}
"""What each of these routes takes, by its method and its pattern without the names of keys."""
