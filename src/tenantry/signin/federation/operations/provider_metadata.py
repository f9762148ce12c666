"""Metadata of identity providers: their certificates and their sign-in address.

That it comes from the provider is proved by https; a signature in it is not looked at.
Sources: SAML 2.0 metadata §2; WS-Federation 1.2 §3.
"""

import msgspec

from tenantry.collaboration.federations import SAML
from tenantry.collaboration.operations.signing_certificates import read_certificate
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.signin.federation.assertions import unbelieved
from tenantry.signin.federation.operations.documents import Element, parse, text_of

_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
_SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ISSUING = "SecurityTokenServiceType"
_FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706"
_ADDRESSING = "http://www.w3.org/2005/08/addressing"


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider publishes: certificates, DER in base64, and where it signs people in."""

    certificates: tuple[str, ...]
    sign_in_uri: str


def read_metadata(content: bytes, federation: Record) -> Published:
    """Return what the metadata says of the federation's issuer, for its protocol.

    Raises `SigninRefusedError` where it says nothing of it, and without the library.
    """
    is_saml = federation["preferred_authentication_protocol"] == SAML
    entity = _entity(parse(content), federation["issuer_uri"])
    roles = _saml_roles(entity) if is_saml else _token_services(entity)
    for role in roles:
        certificates = tuple(dict.fromkeys(_certificates(role)))
        address = _redirect(role) if is_saml else _passive_endpoint(role)
        if certificates and address:
            return Published(certificates=certificates, sign_in_uri=address)
    raise unbelieved("its metadata has no certificate for signing, or no address to sign in")


def _entity(root: Element, issuer: str) -> Element:
    for each in root.iter(f"{{{_METADATA}}}EntityDescriptor"):
        if each.get("entityID") == issuer:
            return each
    raise unbelieved(f"its metadata says nothing of `{issuer}`")


def _saml_roles(entity: Element) -> list[Element]:
    return list(entity.findall(f"{{{_METADATA}}}IDPSSODescriptor"))


def _token_services(entity: Element) -> list[Element]:
    roles = entity.findall(f"{{{_METADATA}}}RoleDescriptor")
    return [each for each in roles if each.get(_TYPE, "").rpartition(":")[2] == _ISSUING]


def _certificates(role: Element) -> list[str]:
    """Return the certificates for signing that can be used; weak ones are passed over."""
    found = []
    for key in role.findall(f"{{{_METADATA}}}KeyDescriptor"):
        if key.get("use", "signing") != "signing":
            continue
        for each in key.iter(f"{{{_SIGNATURES}}}X509Certificate"):
            try:
                found.append(read_certificate(text_of(each)))
            except InvalidValueError:
                continue
    return found


def _redirect(role: Element) -> str:
    for each in role.findall(f"{{{_METADATA}}}SingleSignOnService"):
        if each.get("Binding") == _REDIRECT:
            return str(each.get("Location", ""))
    return ""


def _passive_endpoint(role: Element) -> str:
    path = f"{{{_FEDERATION}}}PassiveRequestorEndpoint//{{{_ADDRESSING}}}Address"
    return text_of(role.find(path))
