"""However many organizations a tenant adds, each of them counts."""

import pytest

from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, done

MANY = 25  # the ten thousand of tests/access/test_many_partners.py are rows
BLOCKED = {
    "b2bCollaborationInbound": {
        "usersAndGroups": {
            "accessType": "blocked",
            "targets": [{"target": "AllUsers", "targetType": "user"}],
        },
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
}


def decision(installation: Installation, home: Tenant, user: Json, resource: Tenant) -> str:
    """Return whether a user of *home* may come to *resource*."""
    question = {
        "user": user["id"],
        "homeTenantId": home.tenant_id,
        "resourceTenantId": resource.tenant_id,
        "applicationId": "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11",
    }
    answer = done(installation.ask("POST", "/tenantry/v1.0/access/explain", question))
    return str(answer["decision"])


@pytest.mark.claim("XTA-008")
def test_partners_are_added_without_a_limit_and_the_last_counts_like_the_first(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    last = installation.found("fabrikam")
    ana, zoe = source.add_user("ana"), last.add_user("zoe")
    target.post(PARTNERS, {"tenantId": source.tenant_id, **BLOCKED})
    for number in range(MANY):
        given = {"displayName": f"Partner {number}", "initialDomain": f"partner{number}.test"}
        made = done(installation.ask("POST", "/tenantry/v1.0/tenants", given))
        target.post(PARTNERS, {"tenantId": made["id"]})
    before = decision(installation, last, zoe, target)
    target.post(PARTNERS, {"tenantId": last.tenant_id, **BLOCKED})

    partners = {each["tenantId"] for each in target.list_all(f"{PARTNERS}?$top=10")}
    decisions = [
        decision(installation, home, user, target) for home, user in ((source, ana), (last, zoe))
    ]
    assert MANY + 2 == len(partners)
    assert ("allowed", ["blocked", "blocked"]) == (before, decisions)
