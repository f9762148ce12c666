"""Bodies of domain lists, as beta takes them."""

import json
from typing import Any

POLICIES = "/beta/policies/b2bManagementPolicies"


def domain_list(**lists: list[str]) -> dict[str, Any]:
    """Return the body of a policy with these lists: `AllowedDomains` or `BlockedDomains`."""
    restrictions = {"InvitationsAllowedAndBlockedDomainsPolicy": lists}
    definition = json.dumps({"B2BManagementPolicy": restrictions})
    return {"displayName": "Partners", "definition": [definition], "isOrganizationDefault": True}
