"""Invitations on the wire (contract §6.4)."""

from collections.abc import Mapping

from tenantry.collaboration.inviting import InvitationRequest
from tenantry.collaboration.operations.inviting import Invitation
from tenantry.errors import NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property, json_object
from tenantry.graph.wire.checks import filled_text, flag, guid, list_of, text
from tenantry.graph.wire.references import reference_key

_ADDRESS = BodyShape({"address": Property("address", text), "name": Property("name", text)})
_RECIPIENT = BodyShape({"emailAddress": Property("email_address", _ADDRESS.read)})
_MESSAGE = BodyShape(
    {
        "ccRecipients": Property("cc_recipients", list_of(_RECIPIENT.read)),
        "customizedMessageBody": Property("customized_message_body", text),
        "messageLanguage": Property("message_language", text),
    }
)
_OBJECT = BodyShape({"id": Property("id", guid, nullable=False)}, required=["id"])


def _object_id(value: object, path: str) -> str:
    """Return the id of an object that is given as `{"id": "…"}`."""
    given = {name: member for name, member in json_object(value, path).items() if "@" not in name}
    return str(_OBJECT.read_new(given)["id"])


_BODY = BodyShape(
    {
        "invitedUserEmailAddress": Property("email_address", filled_text, nullable=False),
        "inviteRedirectUrl": Property("redirect_url", filled_text, nullable=False),
        "invitedUserDisplayName": Property("display_name", filled_text),
        "invitedUserType": Property("user_type", text),
        "invitedUserMessageInfo": Property("message", _MESSAGE.read),
        "sendInvitationMessage": Property("sends_message", flag),
        "resetRedemption": Property("resets_redemption", flag),
        "invitedUser": Property("user_id", _object_id),
        "invitedUserSponsors": Property("sponsors", list_of(_object_id)),
        "invitedUserSponsors@odata.bind": Property(
            "bound_sponsors", list_of(reference_key("users", "groups", "directoryObjects"))
        ),
    },
    required=["invitedUserEmailAddress", "inviteRedirectUrl"],
    read_only=["id", "inviteRedeemUrl", "status"],
)


def read_invitation(body: object) -> InvitationRequest:
    """Return what *body* asks for.

    Raises `NotBuiltError` where a message is to be sent: no mail leaves this product yet, and an
    invitation that nobody receives would not be one.
    """
    given = {name: value for name, value in _BODY.read_new(body).items() if value is not None}
    if given.pop("sends_message", False):
        raise NotBuiltError("sendInvitationMessage")
    given.pop("message", None)
    sponsors = [*_texts(given.pop("sponsors", ())), *_texts(given.pop("bound_sponsors", ()))]
    return InvitationRequest(sponsors=tuple(sponsors), **given)  # type: ignore[arg-type]  # checked by the shape, by the fields' names


def invitation(made: Invitation, body: Mapping[str, object], redeem_url: str) -> JsonObject:
    """Return an invitation that was made as *body* asked; it is redeemed at *redeem_url*."""
    request = made.request
    return {
        "id": made.id,
        "inviteRedeemUrl": redeem_url,
        "invitedUserDisplayName": request.display_name,
        "invitedUserType": request.user_type,
        "invitedUserEmailAddress": request.email_address,
        "sendInvitationMessage": False,
        "resetRedemption": request.resets_redemption,
        "inviteRedirectUrl": request.redirect_url,
        "status": made.status,
        "invitedUserMessageInfo": {
            "messageLanguage": None,
            "customizedMessageBody": None,
            "ccRecipients": [{"emailAddress": {"name": None, "address": None}}],
            **_message(body),
        },
        "invitedUser": {"id": made.user["id"]},
    }


def _message(body: Mapping[str, object]) -> JsonObject:
    given = {name.lower(): value for name, value in body.items()}.get("invitedusermessageinfo")
    return json_object(given) if given else {}


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []
