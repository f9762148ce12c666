"""Invitations on the wire (contract §6.4)."""

from collections.abc import Mapping
from typing import Any

from tenantry.collaboration.inviting import InvitationRequest, LetterRequest
from tenantry.collaboration.operations.inviting import Invitation
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
        "sendInvitationMessage": Property("sends_letter", flag),
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
    """Return what *body* asks for."""
    given = {name: value for name, value in _BODY.read_new(body).items() if value is not None}
    message = given.pop("message", None)
    sponsors = [*_texts(given.pop("sponsors", ())), *_texts(given.pop("bound_sponsors", ()))]
    return InvitationRequest(
        sponsors=tuple(sponsors),
        letter=_letter(message) if isinstance(message, Mapping) else LetterRequest(),
        **given,  # type: ignore[arg-type]  # checked by the shape, by the fields' names
    )


def _letter(message: Mapping[str, Any]) -> LetterRequest:
    recipients = [each.get("email_address") or {} for each in message.get("cc_recipients") or ()]
    return LetterRequest(
        copies=[each["address"] for each in recipients if each.get("address")],
        words=message.get("customized_message_body") or "",
        language=message.get("message_language") or "",
    )


def invitation(made: Invitation, body: Mapping[str, object]) -> JsonObject:
    """Return an invitation that was made as *body* asked."""
    request = made.request
    return {
        "id": made.id,
        "inviteRedeemUrl": made.address,
        "invitedUserDisplayName": request.display_name,
        "invitedUserType": request.user_type,
        "invitedUserEmailAddress": request.email_address,
        "sendInvitationMessage": request.sends_letter,
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
