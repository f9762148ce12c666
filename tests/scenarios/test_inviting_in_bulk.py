"""Inviting everybody of a file, over HTTP and by the command."""

from pathlib import Path

import httpx
import pytest

from tests.support.configurations import Configuration
from tests.support.people import Person
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Json, Tenant

_FILE = """version:v1.0
Email address to invite [inviteeEmail] Required,Redirection url [inviteRedirectURL] Required,\
Send invitation message (true or false) [sendEmail],\
Customized invitation message [customizedMessageBody]
ana@northwind.test,https://apps.test,true,"Welcome, Ana"
ben@elsewhere.test,https://apps.test,false,
dara@contoso.test,https://apps.test,true,
nobody,https://apps.test,true,
"""
_GUEST_INVITER = "95e79109-95c0-4d8e-aee3-d01accf2d47b"


def upload(tenant: Tenant, at: Tenant | None = None, query: str = "") -> httpx.Response:
    """Return the response to the file that *tenant*'s administrator sends."""
    place = f"/tenantry/v1.0/tenants/{(at or tenant).tenant_id}/invitations{query}"
    return tenant.send_file(place, _FILE)


@pytest.mark.claim("B2B-006")
def test_the_rows_of_a_file_are_invited_and_bad_ones_are_told(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    answer = upload(target, query="?language=de-DE&copyTo=desk%40contoso.test")

    told = answer.json()
    [mail] = installation.deliver_mail()
    assert 200 == answer.status_code
    assert [(3, "PendingAcceptance"), (4, "PendingAcceptance")] == [
        (each["line"], each["status"]) for each in told["invited"]
    ]
    assert [5, 6] == [each["line"] for each in told["leftOut"]]
    assert "verified in this tenant" in told["leftOut"][0]["reason"]
    assert ("Jemand lädt Sie zu Contoso ein", "ana@northwind.test, desk@contoso.test") == (
        mail["Subject"],
        mail["To"],
    )
    assert "Welcome, Ana" in str(mail.get_content())
    assert told["invited"][0]["inviteRedeemUrl"] in str(mail.get_content())
    assert 2 == len(target.users())


def test_the_command_does_the_same_and_tells_bad_rows_by_its_exit_code(
    installation: Installation, target: Tenant, ana: Json, tmp_path: Path
) -> None:
    path = tmp_path / "guests.csv"
    path.write_text(_FILE)

    result = installation.run_command("invite", str(path), "--tenant", target.domain)

    assert 6 == result.exit_code
    assert "guests.csv:6: left out: nobody" in result.output
    assert ["ana@northwind.test", "ben@elsewhere.test"] == sorted(
        user["mail"] for user in target.users()
    )


def test_a_row_that_a_policy_forbids_leaves_the_others_alone(
    source: Tenant, target: Tenant, ana: Json, sync: Configuration
) -> None:
    blocked = {
        "accessType": "blocked",
        "targets": [{"target": "AllUsers", "targetType": "user"}],
    }
    applications = {
        "accessType": "blocked",
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    }
    inbound = {"usersAndGroups": blocked, "applications": applications}
    target.patch(f"{PARTNERS}/{source.tenant_id}", {"b2bCollaborationInbound": inbound})

    told = upload(target).json()

    assert ["ben@elsewhere.test"] == [each["emailAddress"] for each in told["invited"]]
    assert "block this person" in told["leftOut"][0]["reason"]


@pytest.mark.parametrize(
    ("allowed", "statuses"),
    [
        ("everyone", (200, 200, 200)),
        ("adminsGuestInvitersAndAllMembers", (200, 200, 403)),
        ("adminsAndGuestInviters", (200, 403, 403)),
        ("none", (403, 403, 403)),
    ],
)
def test_who_may_invite_in_bulk_is_who_may_invite(
    installation: Installation, target: Tenant, allowed: str, statuses: tuple[int, ...]
) -> None:
    inviter, member = target.add_user("erin"), target.add_user("finn")
    target.give_role(inviter, _GUEST_INVITER)
    guest = target.add_user("gus", userType="Guest")
    target.patch("/policies/authorizationPolicy", {"allowInvitesFrom": allowed})

    found = tuple(
        _upload_as(installation.signed_in(target, each), target)
        for each in (inviter, member, guest)
    )

    assert statuses == found


def test_no_file_invites_into_another_tenant(source: Tenant, target: Tenant) -> None:
    assert 404 == upload(source, at=target).status_code
    assert [] == target.users()


def _upload_as(person: Person, tenant: Tenant) -> int:
    place = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/invitations"
    return person.send_file(place, _FILE).status_code
