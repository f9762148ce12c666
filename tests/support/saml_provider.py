"""An identity provider of another organization: what it says of people, signed, in both protocols.

Documents are made of texts, so that a test can change any of them before or after the signature.
"""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import xmlsec
from lxml import etree

from tenantry.clock import system_now
from tenantry.identifiers import new_id
from tests.support.certificates import Certificate, make_certificate

EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
SAML_2 = "urn:oasis:names:tc:SAML:2.0:assertion"
SAML_1 = "urn:oasis:names:tc:SAML:1.0:assertion"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"

Change = Callable[[str], str]


def unchanged(text: str) -> str:
    """Return the text as it is."""
    return text


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a provider reads in the address to which a browser was sent."""

    realm: str
    reply_to: str
    state: str
    request_id: str = ""
    is_forced: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the provider says; whatever a test does not name is as it should be."""

    email: str
    subject: str = "subject-1"
    subject_format: str = PERSISTENT
    issuer: str = ""
    audience: str = ""
    recipient: str = ""
    request_id: str = ""
    begins: timedelta = timedelta(minutes=-1)
    ends: timedelta = timedelta(minutes=5)
    authenticated: timedelta = timedelta(seconds=0)
    principal_name: str = ""
    id: str = field(default_factory=lambda: f"_{new_id()}")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """How a document is signed; ``what`` is `assertion`, `response`, `both` or `nothing`."""

    what: str = "assertion"
    method: str = xmlsec.Transform.RSA_SHA256
    digest: str = xmlsec.Transform.SHA256
    canonical: str = xmlsec.Transform.EXCL_C14N


@dataclass(kw_only=True)
class SamlProvider:
    """The provider of an organization."""

    issuer: str = "https://idp.lamna.example/issuer"
    certificate: Certificate = field(default_factory=make_certificate)

    def read_saml(self, address: str) -> Asked:
        """Return what a SAML request asks."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        packed = base64.b64decode(given["SAMLRequest"])
        request = etree.fromstring(zlib.decompress(packed, -15))
        return Asked(
            realm=request.findtext(f"{{{SAML_2}}}Issuer"),
            reply_to=request.get("AssertionConsumerServiceURL"),
            state=given["RelayState"],
            request_id=request.get("ID"),
            is_forced=request.get("ForceAuthn") == "true",
        )

    def read_ws_federation(self, address: str) -> Asked:
        """Return what a request of WS-Federation asks."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert given["wa"] == "wsignin1.0"
        return Asked(
            realm=given["wtrealm"],
            reply_to=given["wreply"],
            state=given["wctx"],
            is_forced=given.get("wfresh") == "0",
        )

    def response(
        self,
        asked: Asked,
        said: Said,
        *,
        signing: Signing | None = None,
        before: Change = unchanged,
        after: Change = unchanged,
    ) -> dict[str, str]:
        """Return the form of a SAML response; *before* and *after* the signature it is changed."""
        text = before(_response(self._filled(asked, said)))
        signed = after(self.signed(text, signing or Signing()))
        encoded = base64.b64encode(signed.encode()).decode()
        return {"SAMLResponse": encoded, "RelayState": asked.state}

    def token(
        self,
        asked: Asked,
        said: Said,
        *,
        version: str = "1.1",
        signing: Signing | None = None,
        after: Change = unchanged,
    ) -> dict[str, str]:
        """Return the form of a WS-Federation answer with an assertion of this version of SAML."""
        told = self._filled(asked, said)
        assertion = _first_version(told) if version == "1.1" else _assertion(told)
        signed = after(self.signed(_trust_answer(assertion), signing or Signing()))
        return {"wa": "wsignin1.0", "wresult": signed, "wctx": asked.state}

    def signed(self, text: str, signing: Signing) -> str:
        """Return the document with the signatures that are wanted."""
        root = etree.fromstring(text)
        assertion = next(each for each in root.iter() if etree.QName(each).localname == "Assertion")
        if signing.what in {"assertion", "both"}:
            self.sign(assertion, signing)
        if signing.what in {"response", "both"}:
            self.sign(root, signing)
        return str(etree.tostring(root, encoding="unicode"))

    def sign(self, element: etree._Element, signing: Signing) -> None:
        """Put a signature into *element*, where its kind has it."""
        name = "AssertionID" if element.get("AssertionID") else "ID"
        signature = xmlsec.template.create(element, signing.canonical, signing.method, ns="ds")
        issuer = element.find(f"{{{SAML_2}}}Issuer")
        if issuer is None:
            element.append(signature)
        else:
            issuer.addnext(signature)
        reference = xmlsec.template.add_reference(
            signature, signing.digest, uri=f"#{element.get(name)}"
        )
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, signing.canonical)
        xmlsec.tree.add_ids(element, [name])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self.certificate.key_pem, xmlsec.KeyFormat.PEM)
        context.sign(signature)

    def metadata(self, *certificates: str) -> str:
        """Return the provider's metadata with *certificates*, its own if none are given."""
        keys = "".join(
            '<KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
            f"<ds:X509Data><ds:X509Certificate>{each}</ds:X509Certificate></ds:X509Data>"
            "</ds:KeyInfo></KeyDescriptor>"
            for each in certificates or (self.certificate.der,)
        )
        return (
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"'
            f' entityID="{self.issuer}"><IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">'
            f'{keys}<SingleSignOnService Location="https://idp.lamna.example/sso"'
            ' Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/>'
            "</IDPSSODescriptor></EntityDescriptor>"
        )

    def _filled(self, asked: Asked, said: Said) -> Said:
        return replace(
            said,
            issuer=said.issuer or self.issuer,
            audience=said.audience or asked.realm,
            recipient=said.recipient or asked.reply_to,
            request_id=said.request_id or asked.request_id,
        )


def _instant(moved: timedelta) -> str:
    instant: datetime = system_now() + moved
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _response(said: Said) -> str:
    return (
        f'<samlp:Response xmlns:samlp="{PROTOCOL}" xmlns:saml="{SAML_2}" ID="_{new_id()}"'
        f' Version="2.0" IssueInstant="{_instant(timedelta())}" Destination="{said.recipient}"'
        f' InResponseTo="{said.request_id}"><saml:Issuer>{said.issuer}</saml:Issuer>'
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>'
        f"</samlp:Status>{_assertion(said)}</samlp:Response>"
    )


def _assertion(said: Said) -> str:
    ends = _instant(said.ends)
    return (
        f'<saml:Assertion xmlns:saml="{SAML_2}" ID="{said.id}" Version="2.0"'
        f' IssueInstant="{_instant(timedelta())}"><saml:Issuer>{said.issuer}</saml:Issuer>'
        f'<saml:Subject><saml:NameID Format="{said.subject_format}">{escape(said.subject)}'
        '</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="{said.recipient}"'
        f' InResponseTo="{said.request_id}"/></saml:SubjectConfirmation></saml:Subject>'
        f'<saml:Conditions NotBefore="{_instant(said.begins)}" NotOnOrAfter="{ends}">'
        f"<saml:AudienceRestriction><saml:Audience>{said.audience}</saml:Audience>"
        "</saml:AudienceRestriction></saml:Conditions>"
        f'<saml:AuthnStatement AuthnInstant="{_instant(said.authenticated)}"><saml:AuthnContext>'
        "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
        "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
        f'<saml:AttributeStatement><saml:Attribute Name="{EMAIL}"><saml:AttributeValue>'
        f"{escape(said.email)}</saml:AttributeValue></saml:Attribute>"
        '<saml:Attribute Name="IDPEmail"><saml:AttributeValue>'
        f"{escape(said.principal_name)}</saml:AttributeValue></saml:Attribute>"
        "</saml:AttributeStatement></saml:Assertion>"
    )


def _first_version(said: Said) -> str:
    subject = (
        f"<saml:Subject><saml:NameIdentifier>{escape(said.subject)}</saml:NameIdentifier>"
        "<saml:SubjectConfirmation><saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:bearer"
        "</saml:ConfirmationMethod></saml:SubjectConfirmation></saml:Subject>"
    )
    namespace, _, name = EMAIL.rpartition("/")
    return (
        f'<saml:Assertion xmlns:saml="{SAML_1}" MajorVersion="1" MinorVersion="1"'
        f' AssertionID="{said.id}" Issuer="{said.issuer}" IssueInstant="{_instant(timedelta())}">'
        f'<saml:Conditions NotBefore="{_instant(said.begins)}"'
        f' NotOnOrAfter="{_instant(said.ends)}"><saml:AudienceRestrictionCondition>'
        f"<saml:Audience>{said.audience}</saml:Audience></saml:AudienceRestrictionCondition>"
        f"</saml:Conditions><saml:AttributeStatement>{subject}<saml:Attribute"
        f' AttributeName="{name}" AttributeNamespace="{namespace}"><saml:AttributeValue>'
        f"{escape(said.email)}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"
        "<saml:AuthenticationStatement"
        ' AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password"'
        f' AuthenticationInstant="{_instant(said.authenticated)}">{subject}'
        "</saml:AuthenticationStatement></saml:Assertion>"
    )


def _trust_answer(assertion: str) -> str:
    return (
        '<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust">'
        f"<t:RequestedSecurityToken>{assertion}</t:RequestedSecurityToken>"
        "</t:RequestSecurityTokenResponse>"
    )
