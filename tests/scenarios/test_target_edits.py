"""Edits in the target: never looked for, left alone until the source user changes."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture
def ana(installation: Installation, source: Tenant, sync: Configuration) -> Json:
    """A user of the source who was synchronized."""
    user = source.add_user("ana", city="Ōtautahi", department="Sales", jobTitle="Pilot")
    sync.assign(user)
    installation.run_cycles()
    return user


@pytest.mark.claim("CTS-080")
def test_an_edit_in_the_target_makes_a_cycle_do_nothing(
    installation: Installation, target: Tenant, sync: Configuration, ana: Json
) -> None:
    target.change(target.user_of(ana), city="Elsewhere", displayName="Somebody else")
    before = sync.log(ana), target.list_all("/auditLogs/directoryAudits")

    installation.run_cycles()

    assert before == (sync.log(ana), target.list_all("/auditLogs/directoryAudits"))
    assert 0 == sync.job()["status"]["lastExecution"]["countExported"]


@pytest.mark.claim("CTS-081")
def test_an_edit_in_the_target_lasts_while_the_source_user_does_not_change(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.change(target.user_of(ana), city="Elsewhere")

    for _ in range(3):
        installation.run_cycles()

    assert "Elsewhere" == target.user_of(ana)["city"]


@pytest.mark.claim("CTS-082")
def test_a_change_in_the_source_resets_every_mapped_attribute(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    edited = {"city": "Elsewhere", "department": "Nothing", "displayName": "Somebody else"}
    target.change(target.user_of(ana), **edited)

    source.change(ana, jobTitle="Captain")
    installation.run_cycles()

    twin = target.user_of(ana)
    expected = {"city": "Ōtautahi", "department": "Sales", "displayName": "Ana"}
    assert {**expected, "jobTitle": "Captain"} == {
        name: twin[name] for name in (*expected, "jobTitle")
    }


@pytest.mark.claim("CTS-083")
def test_a_sign_in_block_of_the_target_lasts_while_the_source_user_does_not_change(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.change(target.user_of(ana), accountEnabled=False)

    for _ in range(3):
        installation.run_cycles()

    assert target.user_of(ana)["accountEnabled"] is False


@pytest.mark.claim("CTS-084")
@pytest.mark.parametrize(
    "change",
    [{"jobTitle": "Captain"}, {"mobilePhone": "+64 21 555 01"}],
    ids=["mapped", "unmapped"],
)
def test_any_change_in_the_source_lifts_a_sign_in_block_of_the_target(
    installation: Installation, source: Tenant, target: Tenant, ana: Json, change: Json
) -> None:
    target.change(target.user_of(ana), accountEnabled=False)

    source.change(ana, **change)
    installation.run_cycles()

    assert target.user_of(ana)["accountEnabled"] is True
