"""The SAML library, an optional extra: loaded when it is first needed (ADR 0031)."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The parts of the library that are used; it is published without types."""

    etree: Any
    signatures: Any
    utilities: Any
    xml: Any


@cache
def load_library() -> Library:
    """Return the library; `SigninRefusedError`, which says what to install, without it."""
    try:
        return Library(
            etree=import_module("lxml.etree"),
            signatures=import_module("xmlsec"),
            utilities=import_module("onelogin.saml2.utils").OneLogin_Saml2_Utils,
            xml=import_module("onelogin.saml2.xml_utils").OneLogin_Saml2_XML,
        )
    except Exception as fault:  # xmlsec has an error of its own for a libxml2 other than lxml's
        raise SigninRefusedError(Refusal.FEDERATION_LIBRARY_MISSING) from fault
