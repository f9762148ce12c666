"""Bodies of the requests that make users and change them."""

from collections.abc import Mapping
from typing import Any

from tests.support.look_alikes import P1

_HOST = "https://graph.microsoft.com/v1.0"
_USER = {
    "accountEnabled": True,
    "displayName": "Tess",
    "mailNickname": "tess",
    "passwordProfile": {"password": "Correct-Horse-7"},
    "userPrincipalName": "tess@{initialDomain}",
}

USER_BODIES: Mapping[str, tuple[Any, ...]] = {
    "POST users": (_USER, {**_USER, "manager@odata.bind": f"{_HOST}/users/{{manager}}"}),
    "PATCH users/{}": (
        {"jobTitle": "Writer"},
        {"userPrincipalName": "t@{initialDomain}"},
        {"manager@odata.bind": f"{_HOST}/users/{{manager}}"},
    ),
    "POST users/{}/assignLicense": (
        {"addLicenses": [{"skuId": P1.id, "disabledPlans": []}], "removeLicenses": []},
        {"addLicenses": [], "removeLicenses": [P1.id]},
    ),
    "POST users/{}/changePassword": (
        {"currentPassword": "Correct-Horse-7", "newPassword": "Battery-Staple-8"},
    ),
    "POST users/{}/revokeSignInSessions": (None,),
}
"""What each of these routes takes, by its method and its pattern without the names of keys."""
