"""Invitations over HTTP."""

from typing import Any

import httpx

INVITATIONS = "/v1.0/invitations"


def invitation(address: str = "ana@northwind.test", **given: Any) -> dict[str, Any]:
    """Return the body of an invitation; *given* are properties by their names in Graph."""
    return {
        "invitedUserEmailAddress": address,
        "inviteRedirectUrl": "https://apps.contoso.test",
        **given,
    }


def invite(client: httpx.Client, address: str = "ana@northwind.test", **given: Any) -> Any:
    """Invite *address*, which must succeed, and return the invitation."""
    response = client.post(INVITATIONS, json=invitation(address, **given))
    assert response.status_code == 201, response.text
    return response.json()
