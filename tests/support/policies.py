"""Policies of Conditional Access, as tests want them."""

from typing import Any

from tests.support.tenants import Tenant

POLICIES = "/identity/conditionalAccess/policies"


def require(tenant: Tenant, *controls: str, **users: Any) -> str:
    """Ask everybody, or *users*, for the controls; return the policy's id."""
    policy = {
        "displayName": "For visitors",
        "state": "enabled",
        "conditions": {
            "users": users or {"includeUsers": ["GuestsOrExternalUsers"]},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": list(controls)},
    }
    return str(tenant.post(POLICIES, policy)["id"])
