"""Federations: the identity providers of other organizations, by SAML 2.0 or WS-Federation.

People whose mail addresses are in a federation's domains are sent to its sign-in page, and are
believed by what it signs (behaviour §14.2, claims RO-013 and RO-014).
Graph: ``samlOrWsFedExternalDomainFederation``.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tenantry.directory.tenants import domain_name
from tenantry.directory.values import (
    Record,
    Rule,
    anything,
    check,
    choice,
    require_all,
    text,
)
from tenantry.errors import InvalidValueError

SAML, WS_FEDERATION = "saml", "wsFed"
EXTERNAL, HOME = "external", "home"
"""Of another organization, for guests; of a domain of the tenant, for its own people."""

MOST_CERTIFICATES = 5
"""How many certificates of the metadata count: the current one, and those that follow it."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+")
_ADDRESS = re.compile(
    r"https://[^\s/?#@]+[^\s#]*|http://(?:localhost|127\.0\.0\.1)(?:[:/][^\s#]*)?"
)
_METADATA = re.compile(r"https://[^\s/?#@]+[^\s#]*")

RULES: Mapping[str, Rule] = {
    "display_name": text(256, clearable=False),
    "issuer_uri": text(
        1024, clearable=False, form=_URI, expected="a URI such as `https://idp.example.com/issuer`"
    ),
    "metadata_exchange_uri": text(2048, form=_METADATA, expected="an address with `https://`"),
    "passive_sign_in_uri": text(
        2048, form=_ADDRESS, expected="an address with `https://`, or with `http://localhost`"
    ),
    "preferred_authentication_protocol": choice(SAML, WS_FEDERATION, clearable=False),
    "signing_certificates": anything,
}
HOME_RULES: Mapping[str, Rule] = {**RULES, "details": anything}
_REQUIRED = ("display_name", "issuer_uri", "preferred_authentication_protocol")


def check_new(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` for the first thing that no federation may be."""
    require_all(values, *_REQUIRED)
    check(RULES, values)
    check_usable(values)


def check_usable(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless sign-in address and certificate are known, or found out."""
    if values.get("metadata_exchange_uri"):
        return
    for name in ("passive_sign_in_uri", "signing_certificates"):
        if not values.get(name):
            wire = "signing_certificate" if name == "signing_certificates" else name
            message = f"`{wire}` is required where no metadata address is given to read it from"
            raise InvalidValueError(wire, message)


def check_domains(names: Sequence[str], own: Collection[str]) -> tuple[str, ...]:
    """Return the domains as they are kept; *own* are those verified in the tenant itself.

    Raises `InvalidValueError` for none, for what is no domain, and for an own one (RO-014):
    the tenant's people sign in at the tenant.
    """
    if not names:
        raise InvalidValueError("domains", "`domains` needs one domain at least")
    return tuple(dict.fromkeys(check_domain(name, own) for name in names))


def check_domain(name: str, own: Collection[str]) -> str:
    """Return one domain as it is kept; see `check_domains`."""
    try:
        checked = domain_name(name)
    except InvalidValueError as fault:
        raise InvalidValueError("domains", fault.message) from fault
    if checked in own:
        message = (
            f"the domain `{checked}` is verified in this tenant; federate the domains of other"
            " organizations only"
        )
        raise InvalidValueError("domains", message)
    return checked


def may_vouch_for(federation: Record, address: str) -> bool:
    """Return whether the federation's word counts for this mail address."""
    name, at, domain = address.rpartition("@")
    return bool(name and at) and domain.lower() in federation["domains"]


def rolled_over(known: Sequence[str], published: Iterable[str]) -> tuple[str, ...]:
    """Return the certificates that count once the metadata was read, the current one first.

    The metadata decides: who is no longer in it signs for nobody.  *known* keep their order, so
    that a certificate which is published ahead of its use does not become the current one.
    """
    wanted = list(dict.fromkeys(published))
    kept = [each for each in known if each in wanted]
    return (*kept, *(each for each in wanted if each not in kept))[:MOST_CERTIFICATES]
