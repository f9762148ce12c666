"""Federations of a tenant's own domains on the wire: `internalDomainFederation` (contract §6.6).

What a provider is asked for beyond a sign-in has one value here, the one that is built.
"""

from typing import Any

from tenantry.directory.values import Record
from tenantry.errors import NotBuiltError
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, one_of, text
from tenantry.graph.wire.federations import FEDERATION_PROPERTIES

HOME_FEDERATION_TYPE = "internalDomainFederation"
_MFA, _PROMPT = "rejectMfaByFederatedIdp", "nativeSupport"


def shown(federation: Record) -> JsonObject:
    """Return the federation of a domain."""
    current, following = (*federation["signing_certificates"], None, None)[:2]
    details = federation["details"]
    return typed(
        HOME_FEDERATION_TYPE,
        {
            "id": federation["id"],
            "displayName": federation["display_name"],
            "issuerUri": federation["issuer_uri"],
            "metadataExchangeUri": federation["metadata_exchange_uri"],
            "passiveSignInUri": federation["passive_sign_in_uri"],
            "preferredAuthenticationProtocol": federation["preferred_authentication_protocol"],
            "signingCertificate": current,
            "nextSigningCertificate": following,
            "activeSignInUri": details.get("active_sign_in_uri"),
            "passwordResetUri": details.get("password_reset_uri"),
            "signOutUri": details.get("sign_out_uri"),
            "federatedIdpMfaBehavior": _MFA,
            "promptLoginBehavior": _PROMPT,
            "isSignedAuthenticationRequestRequired": False,
            "signingCertificateUpdateStatus": None,
        },
    )


def _mfa(value: object, path: str) -> str:
    others = ("acceptIfMfaDoneByFederatedIdp", "enforceMfaByFederatedIdp")
    return _built(one_of((*others, _MFA))(value, path), _MFA, path)


def _prompt(value: object, path: str) -> str:
    others = ("translateToFreshPasswordAuthentication", "disabled")
    return _built(one_of((*others, _PROMPT))(value, path), _PROMPT, path)


def _built(given: str, only: str, path: str) -> str:
    if given != only:
        raise NotBuiltError(f"{path} {given}")
    return given


def _unsigned(value: object, path: str) -> bool:
    if flag(value, path):
        raise NotBuiltError(f"{path} true")
    return False


_FIXED = ("mfa_behavior", "prompt_behavior", "is_request_signed")
_PROPERTIES = {
    **FEDERATION_PROPERTIES,
    "nextSigningCertificate": Property("next_signing_certificate", text),
    "activeSignInUri": Property("active_sign_in_uri", text),
    "passwordResetUri": Property("password_reset_uri", text),
    "signOutUri": Property("sign_out_uri", text),
    "federatedIdpMfaBehavior": Property("mfa_behavior", _mfa),
    "promptLoginBehavior": Property("prompt_behavior", _prompt),
    "isSignedAuthenticationRequestRequired": Property("is_request_signed", _unsigned),
}
_BODY = BodyShape(
    _PROPERTIES,
    required=["displayName", "issuerUri", "preferredAuthenticationProtocol"],
    read_only=["id", "signingCertificateUpdateStatus"],
)


def read_new(body: object) -> dict[str, Any]:
    """Return the values of the body that makes a federation."""
    return _kept(_BODY.read_new(body))


def read_changes(body: object) -> dict[str, Any]:
    """Return the values that the body of a change has."""
    return _kept(_BODY.read(body))


def _kept(read: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in read.items() if name not in _FIXED}
