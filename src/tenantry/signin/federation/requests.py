"""What an identity provider is asked: a SAML request or one of WS-Federation, as an address.

Sources: SAML 2.0 bindings §3.4 (HTTP redirect); WS-Federation 1.2 §13.
"""

import base64
import zlib
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

import msgspec

_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
_ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_RAW_DEFLATE = -15


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the provider at ``sign_in_uri``.

    ``realm`` is who asks, ``reply_to`` where the answer goes; ``state`` comes back with it.
    ``asked_at`` is a stored instant; ``is_forced`` asks the person to authenticate anew.
    """

    sign_in_uri: str
    realm: str
    reply_to: str
    request_id: str
    asked_at: str
    state: str
    user_name: str = ""
    is_forced: bool = False


def saml_address(question: Question) -> str:
    """Return where the browser goes to sign in by SAML."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    packed = deflate.compress(_authn_request(question).encode()) + deflate.flush()
    told = {"SAMLRequest": base64.b64encode(packed).decode(), "RelayState": question.state}
    return _with_query(question.sign_in_uri, told)


def ws_federation_address(question: Question) -> str:
    """Return where the browser goes to sign in by WS-Federation."""
    told = {
        "wa": "wsignin1.0",
        "wtrealm": question.realm,
        "wreply": question.reply_to,
        "wctx": question.state,
        "wct": _seconds(question.asked_at),
        "username": question.user_name,
        "wfresh": "0" if question.is_forced else "",
    }
    return _with_query(question.sign_in_uri, {name: text for name, text in told.items() if text})


def _authn_request(question: Question) -> str:
    forced = ' ForceAuthn="true"' if question.is_forced else ""
    return (
        f'<samlp:AuthnRequest xmlns:samlp="{_PROTOCOL}" xmlns:saml="{_ASSERTION}"'
        f' ID={quoteattr(question.request_id)} Version="2.0"'
        f' IssueInstant="{_seconds(question.asked_at)}"'
        f" Destination={quoteattr(question.sign_in_uri)}{forced}"
        f' AssertionConsumerServiceURL={quoteattr(question.reply_to)} ProtocolBinding="{_POST}">'
        f"<saml:Issuer>{question.realm}</saml:Issuer>"
        f'<samlp:NameIDPolicy Format="{_PERSISTENT}" AllowCreate="true"/>'
        "</samlp:AuthnRequest>"
    )


def _with_query(address: str, told: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"


def _seconds(instant: str) -> str:
    return f"{instant[:19]}Z"
