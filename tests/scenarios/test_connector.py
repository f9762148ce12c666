"""The connector: the directory's own, for users who are at home in the source."""

import pytest

from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, ids


@pytest.mark.claim("CTS-094")
def test_a_job_carries_users_and_no_files_or_mailboxes(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)

    installation.run_cycles()

    schema = sync.schema()
    [rule] = schema["synchronizationRules"]
    carried = [
        (each["sourceObjectName"], each["targetObjectName"])
        for each in rule["objectMappings"]
        if each["enabled"]
    ]
    known = {each["name"] for directory in schema["directories"] for each in directory["objects"]}
    assert ([("User", "User")], {"User", "Group"}) == (carried, known)
    twin = target.user_of(ana)
    for files in ("drive", "messages", "sites"):
        assert target.ask("GET", f"/users/{twin['id']}/{files}").status_code in (400, 501)


@pytest.mark.claim("CTS-098")
def test_an_external_user_of_the_source_does_not_travel_on(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    further = installation.found("fabrikam")
    ana, tess = source.add_user("ana"), target.add_user("tess")
    configure_sync(source, target, scope="all")
    onward = configure_sync(target, further, scope="all")

    installation.run_cycles()
    installation.run_cycles()
    entry = onward.provision(target.user_of(ana))

    assert [further.user_of(tess)["id"]] == ids(further.users())
    assert "Skipped" == entry["statusInfo"]["status"]
    [scoping] = [step for step in entry["provisioningSteps"] if step["type"] == "Scoping"]
    assert (
        """{"Filter external users.alternativeSecurityIds EQUALS 'None'":false}"""
        == scoping["details"]["ScopeEvaluationResult"]
    )


@pytest.mark.claim("CTS-099")
def test_the_connector_is_not_scim(source: Tenant, sync: Configuration) -> None:
    templates = source.list_all(f"{sync.path}/templates")
    address = {"key": "BaseAddress", "value": "https://contoso.test/scim"}
    as_scim_client = source.ask("PUT", f"{sync.path}/secrets", {"value": [address]})
    as_scim_job = source.ask("POST", f"{sync.path}/jobs", {"templateId": "scim"})

    assert ["Azure2Azure"] == [template["factoryTag"] for template in templates]
    assert "Azure2Azure" == sync.job()["templateId"]
    assert 400 == as_scim_client.status_code
    assert "BaseAddress" in as_scim_client.json()["error"]["message"]
    assert 400 == as_scim_job.status_code
