"""Inviting: what an invitation must be, and the guest it makes.

Source: contract §6.4; behaviour §14.1.
Graph: ``invitation``.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from tenantry.collaboration.external_users import external_user_principal_name
from tenantry.directory.users import GUEST, MEMBER
from tenantry.errors import InvalidValueError

MOST_SPONSORS = 5

_LOCAL_PART = re.compile(r"(?![.-])[^\s@~!#$%^&*()+=\[\]{}\\/|;:\"<>?,]{1,64}(?<![.-])")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_REDIRECT = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


class InvitationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for.

    ``user_id`` names a user who is there already: a guest whose redemption is to be reset, or
    an internal user who is to become an external one.  ``sponsors`` are ids of users or groups.
    """

    email_address: str
    redirect_url: str
    display_name: str | None = None
    user_type: str = GUEST
    resets_redemption: bool = False
    user_id: str | None = None
    sponsors: Sequence[str] = ()


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
    return bool(_LOCAL_PART.fullmatch(name) and _DOMAIN.fullmatch(domain))


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
