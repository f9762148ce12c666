"""What a tenant is (TEN)."""

import pytest

from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant, done, ids

POLICY = "/policies/crossTenantAccessPolicy"


@pytest.mark.claim("TEN-001")
def test_a_tenant_has_users_groups_devices_and_applications_of_its_own(
    source: Tenant, target: Tenant
) -> None:
    theirs = [_names(target, kind) for kind in _KINDS]
    ana = source.add_user("ana")
    source.add_group("design", [ana])
    source.post("/devices", _LAPTOP)
    application = source.post("/applications", {"displayName": "Board"})
    source.post("/servicePrincipals", {"appId": application["appId"]})
    source.change(ana, displayName="Anna")
    kept = [_names(source, kind) for kind in _KINDS]
    source.remove(ana)

    assert [{"Anna"}, {"Design"}, {"Laptop"}] == kept[:3]
    assert "Board" in kept[3]
    assert set() == _names(source, "users")
    assert theirs == [_names(target, kind) for kind in _KINDS]


_KINDS = ("users", "groups", "devices", "applications")
_LAPTOP = {
    "accountEnabled": True,
    "alternativeSecurityIds": [{"type": 2, "identityProvider": None, "key": "WDUwOTo="}],
    "deviceId": "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01",
    "displayName": "Laptop",
    "operatingSystem": "linux",
    "operatingSystemVersion": "6.1",
}


def _names(tenant: Tenant, kind: str) -> set[str]:
    return {each["displayName"] for each in tenant.list_all(f"/{kind}")}


@pytest.mark.claim("TEN-002")
def test_a_tenant_has_policies_of_its_own(source: Tenant, target: Tenant) -> None:
    theirs = _policies(target)

    source.patch(f"{POLICY}/default", {"inboundTrust": {"isMfaAccepted": True}})
    source.post(PARTNERS, {"tenantId": target.tenant_id})
    source.patch("/policies/authorizationPolicy", {"allowInvitesFrom": "none"})
    block = {
        "displayName": "Nobody from outside",
        "state": "enabled",
        "conditions": {
            "applications": {"includeApplications": ["All"]},
            "users": {"includeUsers": ["GuestsOrExternalUsers"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["block"]},
    }
    source.post("/identity/conditionalAccess/policies", block)

    default, partners, authorization, conditional = _policies(source)
    assert default["inboundTrust"]["isMfaAccepted"]
    assert [target.tenant_id] == [each["tenantId"] for each in partners["value"]]
    assert "none" == authorization["allowInvitesFrom"]
    assert ["Nobody from outside"] == [each["displayName"] for each in conditional["value"]]
    assert theirs == _policies(target)


def _policies(tenant: Tenant) -> list[Json]:
    paths = (
        f"{POLICY}/default",
        PARTNERS,
        "/policies/authorizationPolicy",
        "/identity/conditionalAccess/policies",
    )
    return [tenant.get(path) for path in paths]


@pytest.mark.claim("TEN-007")
def test_nothing_of_a_tenant_shows_in_another_one(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana", department="Merger")
    theirs = {
        "users": ana["id"],
        "groups": source.add_group("merger", [ana])["id"],
        "applications": source.post("/applications", {"displayName": "Merger"})["id"],
    }
    own, group = target.add_user("ana", department="Design"), target.add_group("design")
    before = [source.get(f"/{kind}/{theirs[kind]}") for kind in theirs]

    for kind, foreign in theirs.items():
        for method, path, body in _attempts(kind, group):
            answers = [
                target.ask(method, path.format(each), _filled(body, each))
                for each in (foreign, _NOBODY)
            ]
            assert [404, 404] == [each.status_code for each in answers]
            told = answers[0].json()["error"], answers[1].json()["error"]
            assert told[0]["message"].replace(foreign, _NOBODY) == told[1]["message"]
    person = installation.signed_in(target, own)
    found = [
        done(person.ask("GET", f"/users?$count=true{condition}", ConsistencyLevel="eventual"))
        for condition in ("", '&$search="displayName:ana"', "&$filter=department eq 'Merger'")
    ]

    counted = [(each["@odata.count"], ids(each["value"])) for each in found]
    assert [(1, [own["id"]]), (1, [own["id"]]), (0, [])] == counted
    assert before == [source.get(f"/{kind}/{theirs[kind]}") for kind in theirs]
    assert [] == target.members(group)


_NOBODY = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e77"


def _attempts(kind: str, group: Json) -> list[tuple[str, str, Json | None]]:
    """Return method, path and body of what reaches for an object by its id."""
    reference = "https://graph.microsoft.com/v1.0/directoryObjects/{}"
    attempts: list[tuple[str, str, Json | None]] = [
        ("GET", f"/{kind}/{{}}", None),
        ("PATCH", f"/{kind}/{{}}", {"displayName": "Taken"}),
        ("DELETE", f"/{kind}/{{}}", None),
        ("GET", "/directoryObjects/{}", None),
    ]
    if kind != "applications":
        attempts.append(("POST", f"/groups/{group['id']}/members/$ref", {"@odata.id": reference}))
    return attempts


def _filled(body: Json | None, object_id: str) -> Json | None:
    return body and {name: value.format(object_id) for name, value in body.items()}


@pytest.mark.claim("TEN-008", "TEN-010")
def test_a_tenant_keeps_the_region_and_the_cloud_that_it_was_made_with(
    installation: Installation,
) -> None:
    path = "/tenantry/v1.0/tenants"
    made = [
        installation.ask("POST", path, {"displayName": name, "initialDomain": domain, **given})
        for name, domain, given in (
            ("Acquired", "acquired.test", {"region": "NA"}),
            ("Agency", "agency.test", {"cloud": "usgov", "region": "USGov"}),
            ("Staging", "staging.test", {"kind": "external"}),
        )
    ]
    acquired, agency, staging = (each.json() for each in made)
    founded = installation.found("divested", region="AU", cloud="china")
    changes = [
        founded.ask("PATCH", f"/organization/{founded.tenant_id}", change)
        for change in ({"region": "EU"}, {"cloud": "commercial"}, {"tenantType": "CIAM"})
    ]
    founded.patch(f"/organization/{founded.tenant_id}", {"displayName": "Sold"})
    told = installation.ask_as_operator(f"/tenants/{founded.tenant_id}").json()

    assert ("NA", "usgov", "external") == (acquired["region"], agency["cloud"], staging["kind"])
    assert [400, 400, 400] == [each.status_code for each in changes]
    assert ("Sold", "AU", "china") == (told["displayName"], told["region"], told["cloud"])
