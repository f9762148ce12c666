"""Invitations by the unmodified msgraph-sdk: invited, told by mail, made a member, invited anew."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.models.invited_user_message_info import InvitedUserMessageInfo
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.user import User

from tests.clients.applications import LabApplication
from tests.clients.sdk import Tenant

_ADDRESS = "noor@elsewhere.test"


def mail_of(lab: Mapping[str, Any], address: str) -> str:
    """Return the body of the newest mail to *address*, as the lab shows it to programs."""
    response = httpx.get(
        f"{lab['authority']}/tenantry/v1.0/lab/mail",
        headers={"Authorization": f"Bearer {lab['operator']['token']}"},
        verify=ssl.create_default_context(cafile=lab["caFile"]),
    )
    bodies = [mail["body"] for mail in response.json()["value"] if address in mail["recipients"]]
    return str(bodies[0])


@pytest.mark.claim("B2B-007")
def test_a_guest_is_invited_told_changed_and_invited_anew(
    standing_lab: Mapping[str, Any], board: LabApplication
) -> None:
    asked = Invitation(
        invited_user_email_address=_ADDRESS,
        invited_user_display_name="Noor",
        invite_redirect_url="https://apps.test",
        send_invitation_message=True,
        invited_user_message_info=InvitedUserMessageInfo(
            customized_message_body="Welcome, Noor.",
            message_language="en-US",
            cc_recipients=[Recipient(email_address=EmailAddress(address="desk@elsewhere.test"))],
        ),
    )

    async def work() -> tuple[Invitation, str, Invitation, int | None]:
        tenant = Tenant(standing_lab, 0)
        try:
            made = await tenant.graph.invitations.post(asked)
            assert made
            assert made.invited_user
            assert made.invited_user.id
            guest = tenant.graph.users.by_user_id(made.invited_user.id)
            await guest.patch(User(user_type="Member"))
            changed = tenant.get(f"/users/{made.invited_user.id}?$select=userType")
            again = Invitation(
                invited_user_email_address=_ADDRESS,
                invite_redirect_url="https://apps.test",
                reset_redemption=True,
                invited_user=User(id=made.invited_user.id),
            )
            reset = await tenant.graph.invitations.post(again)
            with pytest.raises(ODataError) as refused:
                await tenant.graph.invitations.post(
                    Invitation(invite_redirect_url="https://a.test")
                )
        finally:
            await tenant.close()
        assert reset
        return made, changed["userType"], reset, refused.value.response_status_code

    made, changed, reset, status = asyncio.run(work())

    assert made.invite_redeem_url
    assert made.invite_redeem_url in mail_of(standing_lab, _ADDRESS)
    assert ("PendingAcceptance", "Member") == (made.status, changed)
    assert made.invited_user
    assert reset.invited_user
    assert made.invited_user.id == reset.invited_user.id
    assert 400 == status
