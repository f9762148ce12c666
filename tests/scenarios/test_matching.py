"""Matching: an external user who was there before is taken over, an internal one never.

The guests of these scenarios were brought by an earlier job, which was deleted: its links are
gone, so a new job has to find them.
"""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, ids


@pytest.mark.claim("CTS-038")
def test_a_guest_is_matched_whatever_happened_to_mail_and_name(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _guest_of_an_earlier_job(installation, source, target, sync)
    guest = target.user_of(ana)
    renamed = "someone_else.test#EXT#@contoso.test"
    target.change(guest, mail="other@elsewhere.test", userPrincipalName=renamed)
    source.change(ana, mail="ana@northwind.test")

    _start_anew(sync)
    installation.run_cycles()

    assert [guest["id"]] == ids(target.users())
    assert "ana_northwind.test#EXT#@contoso.test" == target.user(guest)["userPrincipalName"]
    entry, *_ = sync.log(ana)
    assert ("update", guest["id"]) == (entry["provisioningAction"], entry["targetIdentity"]["id"])


@pytest.mark.claim("CTS-039")
def test_a_person_keeps_a_single_account_in_the_target(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _guest_of_an_earlier_job(installation, source, target, sync)
    guest = target.user_of(ana)
    source.change(ana, jobTitle="Pilot", city="Turku")

    _start_anew(sync)
    installation.run_cycles()

    assert [{**guest, "jobTitle": "Pilot", "city": "Turku"}] == target.users()


@pytest.mark.claim("CTS-040")
@pytest.mark.parametrize("user_type", ["Member", "Guest"])
def test_an_internal_user_of_the_target_is_never_taken_over(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration, user_type: str
) -> None:
    internal = target.add_user("ana", mail="ana@northwind.test", userType=user_type, city="Oslo")
    before = target.users()
    ana = source.add_user("ana", mail="ana@northwind.test", city="Turku")
    sync.assign(ana)

    installation.run_cycles()

    assert [internal["id"]] == ids(before)
    assert before == target.users()
    [entry] = sync.log(ana)
    outcome = entry["provisioningStatusInfo"]
    assert ("failure", "InvitationCreationFailureAmbiguousUser") == (
        outcome["status"],
        outcome["errorInformation"]["errorCode"],
    )


@pytest.mark.claim("CTS-041")
def test_a_matched_user_receives_the_mapped_values(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _guest_of_an_earlier_job(installation, source, target, sync)
    guest = target.user_of(ana)
    target.change(guest, displayName="Visitor 7", department="Visitors")

    _start_anew(sync)
    installation.run_cycles()

    # The department is null in the source, and nulls are not provisioned.
    assert [{**guest, "displayName": "Ana", "department": "Visitors"}] == target.users()


@pytest.mark.claim("CTS-042")
def test_the_default_mapping_leaves_a_matched_guest_a_guest(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _guest_of_an_earlier_job(installation, source, target, sync)
    source.change(ana, jobTitle="Pilot")

    _start_anew(sync)
    installation.run_cycles()

    assert "ObjectAddOnly" == sync.mappings()["userType"]["flowType"]
    twin = target.user_of(ana)
    assert ("Guest", "Pilot") == (twin["userType"], twin["jobTitle"])


@pytest.mark.claim("CTS-043")
def test_a_mapping_that_always_flows_makes_a_matched_guest_a_member(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = _guest_of_an_earlier_job(installation, source, target, sync)
    guest = target.user_of(ana)

    _start_anew(sync)
    sync.map("userType", '"Member"', flowType="Always")
    installation.run_cycles()

    assert "Guest" == guest["userType"]
    assert [{**guest, "userType": "Member"}] == target.users()


def _guest_of_an_earlier_job(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> Json:
    """Return a source user who became a guest of the target, where no job knows of it any more."""
    ana = source.add_user("ana")
    sync.assign(ana)
    sync.map("userType", '"Guest"', flowType="ObjectAddOnly")
    installation.run_cycles()
    assert ["Guest"] == [user["userType"] for user in target.users()]
    source.delete(sync.job_path)
    return ana


def _start_anew(sync: Configuration) -> None:
    """Create and start a new job, which has the default mappings."""
    sync.create_job()
    sync.start()
