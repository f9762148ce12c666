"""Inviting: what an invitation must be, and the guest it makes.

Source: contract §6.4; behaviour §14.1.
Graph: ``invitation``.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import msgspec

from tenantry.collaboration.external_users import external_user_principal_name
from tenantry.directory.users import GUEST, MEMBER
from tenantry.errors import InvalidValueError

MOST_SPONSORS = 5
MOST_COPIES = 1
MOST_WORDS = 2000
"""Characters of the inviter's own words."""

_LOCAL_PART = re.compile(r"(?![.-])[^\s@~!#$%^&*()+=\[\]{}\\/|;:\"<>?,]{1,64}(?<![.-])")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_REDIRECT = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


class LetterRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the inviter wants in the mail; the language is a tag such as `de-DE`."""

    copies: Sequence[str] = ()
    words: str = ""
    language: str = ""


class InvitationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for.

    ``user_id`` names a user who is there already: a guest whose redemption is to be reset, or
    an internal user who is to become an external one.  ``sponsors`` are ids of users or groups.
    ``sends_letter`` says that the guest is told by mail.
    """

    email_address: str
    redirect_url: str
    display_name: str | None = None
    user_type: str = GUEST
    resets_redemption: bool = False
    user_id: str | None = None
    sponsors: Sequence[str] = ()
    sends_letter: bool = False
    letter: LetterRequest = LetterRequest()


def check_invitation(request: InvitationRequest) -> None:
    """Raise `InvalidValueError` for the first thing that no invitation may be."""
    check_address(request.email_address)
    if not _REDIRECT.fullmatch(request.redirect_url):
        message = f"`inviteRedirectUrl` must be a web address, not `{request.redirect_url}`"
        raise InvalidValueError("inviteRedirectUrl", message)
    if request.user_type not in (GUEST, MEMBER):
        message = f"`invitedUserType` must be `Guest` or `Member`, not `{request.user_type}`"
        raise InvalidValueError("invitedUserType", message)
    if request.resets_redemption and request.user_id is None:
        message = "`resetRedemption` needs the guest's id in `invitedUser`"
        raise InvalidValueError("invitedUser", message)
    if len(request.sponsors) > MOST_SPONSORS:
        message = f"a guest has {MOST_SPONSORS} sponsors at most, not {len(request.sponsors)}"
        raise InvalidValueError("invitedUserSponsors", message)
    _check_letter(request.letter)


def _check_letter(letter: LetterRequest) -> None:
    path = "invitedUserMessageInfo/ccRecipients"
    if len(letter.copies) > MOST_COPIES:
        message = f"a copy goes to {MOST_COPIES} address at most, not {len(letter.copies)}"
        raise InvalidValueError(path, message)
    for address in letter.copies:
        if not is_invitable(address):
            raise InvalidValueError(path, f"`{address}` in `{path}` is not a mail address")
    if len(letter.words) > MOST_WORDS:
        path = "invitedUserMessageInfo/customizedMessageBody"
        raise InvalidValueError(path, f"`{path}` has {MOST_WORDS} characters at most")


def check_address(address: str) -> None:
    """Raise `InvalidValueError` unless people can be invited under *address*."""
    if not is_invitable(address):
        message = (
            f"`{address}` is no address that can be invited: write `name@domain`, the name"
            ' without the characters ~!#$%^&*()+=[]{}\\/|;:"<>?, and without . or - at its ends'
        )
        raise InvalidValueError("invitedUserEmailAddress", message)


def is_invitable(address: str) -> bool:
    """Return whether *address* has the form that invitations take."""
    name, _, domain = address.rpartition("@")
    return _is_domain(domain) and _LOCAL_PART.fullmatch(name) is not None


@lru_cache(maxsize=256)
def _is_domain(text: str) -> bool:
    """Return whether *text* is a domain; a company has few of them, and asks of all its people."""
    return _DOMAIN.fullmatch(text) is not None


def redeem_address(origin: str, tenant_id: str, user_id: str, ticket: str) -> str:
    """Return where the guest accepts the invitation; *origin* is that of the sign-in pages."""
    named = {"tenant": tenant_id, "user": user_id, "ticket": ticket, "ver": "2.0"}
    return f"{origin}/redeem?{urlencode(named)}"


def new_guest(request: InvitationRequest, initial_domain: str) -> dict[str, Any]:
    """Return what the invited user is made of, in the tenant with this initial domain."""
    name = request.email_address.rpartition("@")[0]
    principal_name = external_user_principal_name(request.email_address, initial_domain)
    return {
        "display_name": request.display_name or name,
        "mail": request.email_address,
        "mail_nickname": principal_name.rpartition("@")[0][:64],
        "user_principal_name": principal_name,
        "user_type": request.user_type,
    }
