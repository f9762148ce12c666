"""Bodies for the routes of Conditional Access and devices, as `graph_requests.py` has them."""

from collections.abc import Mapping
from typing import Any

_CONTEXTS = "identity/conditionalAccess/authenticationContextClassReferences"
_NOTHING = (None,)
_ANYBODY = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"  # ids in policies are not looked up
_CONDITIONAL = {
    "displayName": "MFA for visitors",
    "state": "enabled",
    "conditions": {
        "clientAppTypes": ["all"],
        "applications": {"includeApplications": ["All"]},
        "users": {
            "includeGuestsOrExternalUsers": {
                "guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
                "externalTenants": {"membershipKind": "enumerated", "members": [_ANYBODY]},
            },
            "excludeUsers": [_ANYBODY],
        },
    },
    "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
}

_LOCATIONS = "identity/conditionalAccess/namedLocations"
_OFFICE = {
    "@odata.type": "#microsoft.graph.ipNamedLocation",
    "displayName": "Office",
    "isTrusted": True,
    "ipRanges": [
        {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/24"},
        {
            "@odata.type": "#microsoft.graph.iPv6Range",
            "lowerAddress": "2001:db8::1",
            "upperAddress": "2001:db8::ff",
        },
    ],
}

CONDITIONAL_BODIES: Mapping[str, tuple[Any, ...]] = {
    "POST devices": (
        {
            "accountEnabled": True,
            "alternativeSecurityIds": [{"type": 2, "key": "WDUwOTo="}],
            "deviceId": "0b1d3f5a-7c2e-4e90-8a61-3f5d7b9c1e24",
            "displayName": "Laptop",
            "operatingSystem": "linux",
            "operatingSystemVersion": "6.1",
        },
    ),
    "PATCH devices/{}": ({"isCompliant": True},),
    **{
        f"{method} {path}": bodies
        for path in ("identity/conditionalAccess/policies", "policies/conditionalAccessPolicies")
        for method, path, bodies in (
            ("POST", path, (_CONDITIONAL,)),
            (
                "PATCH",
                f"{path}/{{}}",
                (
                    {"state": "disabled"},
                    {"conditions": {"users": {"excludeGroups": ["{group}"]}}},
                ),
            ),
            ("POST", f"{path}/{{}}/restore", _NOTHING),
        )
    },
    "POST policies/authenticationStrengthPolicies": (
        {"displayName": "Keys", "allowedCombinations": ["fido2"]},
    ),
    "PATCH policies/authenticationStrengthPolicies/{}": ({"description": "Only keys"},),
    "POST policies/authenticationStrengthPolicies/{}/updateAllowedCombinations": (
        {"allowedCombinations": ["fido2", "password,sms"]},
    ),
    f"POST {_LOCATIONS}": (_OFFICE,),
    f"PATCH {_LOCATIONS}/{{}}": ({"displayName": "Branch"}, {"ipRanges": _OFFICE["ipRanges"]}),
    f"POST {_CONTEXTS}": ({"id": "c2", "displayName": "Trusted devices", "isAvailable": True},),
    f"PATCH {_CONTEXTS}/{{}}": ({"description": "For what is secret"},),
}
