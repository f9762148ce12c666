"""Authority: the source's values win, whole objects at a time, and it cannot be turned around."""

import json
from pathlib import Path

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_PASSWORD = {"password": "Battery-Staple-9"}


@pytest.mark.claim("CTS-075")
def test_the_source_wins_whoever_wrote_the_value_there(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    tmp_path: Path,
) -> None:
    ana = _synchronized_user(installation, source, sync)
    target.change(target.user_of(ana), department="Written in the target")

    _import_from_upstream(installation, tmp_path, {**ana, "department": "Payroll"})
    installation.run_cycles()
    imported = target.user_of(ana)["department"]
    source.change(ana, department="Sales")
    installation.run_cycles()
    changed = target.user_of(ana)["department"]

    assert ("Payroll", "Sales") == (imported, changed)


@pytest.mark.claim("CTS-076")
def test_no_attribute_has_an_authority_of_its_own(sync: Configuration) -> None:
    mappings = sync.mappings()

    response = sync.ask_to_map("city", "[city]", sourceOfAuthority="target")

    documented = {
        "defaultValue",
        "exportMissingReferences",
        "flowBehavior",
        "flowType",
        "matchingPriority",
        "source",
        "targetAttributeName",
    }
    assert [documented] * len(mappings) == [set(mapping) for mapping in mappings.values()]
    assert 400 == response.status_code
    assert "sourceOfAuthority" in response.json()["error"]["message"]


@pytest.mark.claim("CTS-077")
def test_edits_in_the_target_never_reach_the_source(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync, jobTitle="Pilot")
    before = source.user(ana)

    twin = target.user_of(ana)
    target.change(twin, city="Ōtautahi", displayName="Somebody else", jobTitle="Captain")
    installation.run_cycles()
    target.remove(twin)
    installation.run_cycles()
    sync.restart()
    installation.run_cycles()

    assert before == source.user(ana)
    assert [ana["id"]] == [user["id"] for user in source.users()]


@pytest.mark.claim("CTS-078")
def test_the_target_cannot_set_the_password_of_a_synchronized_user(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)

    response = target.ask("PATCH", f"/users/{twin['id']}", {"passwordProfile": _PASSWORD})

    error = response.json()["error"]
    assert (400, "passwordProfile") == (response.status_code, error["target"])
    assert "home tenant" in error["message"]


@pytest.mark.claim("CTS-079")
def test_a_synchronized_user_cannot_be_made_an_internal_one(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _synchronized_user(installation, source, sync)
    twin = target.user_of(ana)

    identity = {"signInType": "userPrincipalName", "issuerAssignedId": f"ana@{target.domain}"}
    refused = [
        target.ask("PATCH", f"/users/{twin['id']}", internal).status_code
        for internal in (
            {"creationType": None},
            {"externalUserState": None},
            {"identities": [identity]},
            {"passwordProfile": _PASSWORD, "userPrincipalName": f"ana@{target.domain}"},
        )
    ]

    assert [400] * 4 == refused
    assert twin == target.user_of(ana)
    assert "ExternalAzureAD" == twin["identities"][0]["issuer"]


def _synchronized_user(
    installation: Installation, source: Tenant, sync: Configuration, **given: object
) -> Json:
    ana = source.add_user("ana", **given)
    sync.assign(ana)
    installation.run_cycles()
    return ana


def _import_from_upstream(installation: Installation, folder: Path, user: Json) -> None:
    """Write *user* as another system's export, and import that into the source tenant."""
    file = folder / "upstream.json"
    file.write_text(json.dumps({"value": [user]}))
    installation.command("import", "users", str(file), "--tenant", installation.source.domain)
