"""Letters: the mail that invites a guest, and the one that only tells them that they are one.

Source: behaviour §14.1, §14.2; claims AR-010 to AR-016.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tenantry.collaboration.inviting import InvitationRequest
from tenantry.mail.messages import Message

INVITATION, NOTIFICATION = "invitation", "notification"
_DEFAULT = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who invites, and into which tenant; ``person`` is empty where an application does."""

    person: str
    tenant: str


_ENGLISH = {
    "someone": "Somebody",
    "invitation.subject": "{person} invites you to {tenant}",
    "invitation.body": "{person} invites you to work with {tenant}.\n\n{words}"
    "To accept, sign in with {address} here:\n\n{link}\n\n"
    "If you do not know {tenant} or expect no invitation, do nothing: nothing will happen.\n",
    "notification.subject": "You can work with {tenant} now",
    "notification.body": "{person} added you to {tenant}.\n\n{words}"
    "There is nothing to accept; sign in with {address} here:\n\n{link}\n",
    "words": "Their message to you:\n\n{words}\n\n",
}
_GERMAN = {
    "someone": "Jemand",
    "invitation.subject": "{person} lädt Sie zu {tenant} ein",
    "invitation.body": "{person} lädt Sie ein, mit {tenant} zu arbeiten.\n\n{words}"
    "Um anzunehmen, melden Sie sich hier mit {address} an:\n\n{link}\n\n"
    "Wenn Sie {tenant} nicht kennen oder keine Einladung erwarten, tun Sie nichts:"
    " dann geschieht nichts.\n",
    "notification.subject": "Sie können jetzt mit {tenant} arbeiten",
    "notification.body": "{person} hat Sie zu {tenant} hinzugefügt.\n\n{words}"
    "Sie müssen nichts annehmen; melden Sie sich hier mit {address} an:\n\n{link}\n",
    "words": "Die Nachricht an Sie:\n\n{words}\n\n",
}
_LANGUAGES: Mapping[str, Mapping[str, str]] = {_DEFAULT: _ENGLISH, "de": _GERMAN}


def letter(request: InvitationRequest, sender: Sender, *, link: str, has_redeemed: bool) -> Message:
    """Return the mail for the guest; who *has_redeemed* is not invited but told."""
    texts = _LANGUAGES.get(request.letter.language.partition("-")[0].lower(), _LANGUAGES[_DEFAULT])
    kind = NOTIFICATION if has_redeemed else INVITATION
    words = request.letter.words.strip()
    named = {
        "person": sender.person or texts["someone"],
        "tenant": sender.tenant,
        "address": request.email_address,
        "link": request.redirect_url if has_redeemed else link,
        "words": texts["words"].format(words=words) if words else "",
    }
    return Message(
        kind=kind,
        recipients=(request.email_address, *request.letter.copies),
        subject=texts[f"{kind}.subject"].format(**named),
        body=texts[f"{kind}.body"].format(**named),
    )
