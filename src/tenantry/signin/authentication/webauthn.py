"""Security keys and passkeys (WebAuthn): what a browser is asked for, and whether its answer holds.

The relying party is the host of the installation's address.  A key always verifies its user (a
PIN, a finger, a face), so that it counts as a second factor; one that does not is refused, and so
is a key whose counter does not grow, since a copy of it may be about.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tenantry.signin.issuers import Origins, host_of

_REFUSALS = (WebAuthnException, ValueError, KeyError, TypeError, RecursionError)
"""What the library raises for answers that do not hold: its own faults, and those of parsing."""

_REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """Who asks for a key: a host, and the origins of its pages."""

    id: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A security key; the id and the public key (COSE) are in URL-safe base64."""

    credential_id: str
    public_key: str
    sign_count: int
    aaguid: str


def relying_party(origins: Origins) -> RelyingParty:
    """Return the relying party of an installation: the host that its canonical address has.

    Pages at other addresses cannot use keys; browsers keep them to one host.
    """
    host = host_of(origins.canonical)
    own = (each for each in sorted(origins.listed) if host_of(each) == host)
    return RelyingParty(id=host, origins=tuple(own))


def creation_options(  # keyword-only below
    party: RelyingParty,
    *,
    tenant_name: str,
    user_handle: bytes,
    user_name: str,
    display_name: str,
    known_ids: Iterable[str],
    challenge: bytes,
) -> dict[str, Any]:
    """Return the options of `navigator.credentials.create()`, as JSON has them.

    *known_ids* are the keys that the user has already.
    """
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=tenant_name,
        user_id=user_handle,
        user_name=user_name,
        user_display_name=display_name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_REQUIRED
        ),
        exclude_credentials=_descriptors(known_ids),
    )
    return options_to_json_dict(options)


def request_options(
    party: RelyingParty, *, known_ids: Iterable[str], challenge: bytes
) -> dict[str, Any]:
    """Return the options of `navigator.credentials.get()`, as JSON has them."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=_descriptors(known_ids),
        user_verification=_REQUIRED,
    )
    return options_to_json_dict(options)


def find_new_key(party: RelyingParty, *, response: str, challenge: bytes) -> Key | None:
    """Return the key that *response*, the browser's JSON, brings; None if it does not hold."""
    try:
        verified = verify_registration_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except _REFUSALS:
        return None
    return Key(
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=bytes_to_base64url(verified.credential_public_key),
        sign_count=verified.sign_count,
        aaguid=verified.aaguid,
    )


def find_sign_count(
    party: RelyingParty, *, response: str, challenge: bytes, public_key: str, sign_count: int
) -> int | None:
    """Return the new counter of the key that made *response*; None if it does not hold.

    *sign_count* is the counter at its last use.
    """
    try:
        verified = verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except _REFUSALS:
        return None
    return verified.new_sign_count


def credential_id_of(response: str) -> str:
    """Return the id of the key that *response* names; empty where it names none."""
    try:
        answer = json.loads(response)
    except (ValueError, RecursionError):
        return ""
    named = answer.get("id") if isinstance(answer, dict) else None
    return named if isinstance(named, str) else ""


def _descriptors(ids: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in ids]
