"""What is read of documents of identity providers, and what is refused in them."""

import re

import pytest
import xmlsec

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.operations.documents import parse
from tenantry.signin.federation.operations.saml_2 import read_response
from tenantry.signin.federation.operations.ws_federation import read_token
from tests.support.certificates import make_certificate
from tests.support.saml_provider import EMAIL, Change, Said, SamlProvider, Signing
from tests.support.saml_readings import ASKED, EVE, content_of, read

MALLORY = "mallory@lamna.example"
_ASSERTION = re.compile("<saml:Assertion.*</saml:Assertion>", re.DOTALL)
_SIGNATURE = re.compile("<ds:Signature .*?</ds:Signature>", re.DOTALL)


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider()


def problem_of(provider: SamlProvider, content: bytes) -> str:
    """Return why a response is refused."""
    with pytest.raises(SigninRefusedError) as refused:
        read(provider, content)
    return refused.value.message


@pytest.mark.parametrize("what", ["assertion", "response", "both"])
def test_a_signed_response_tells_who_it_is(provider: SamlProvider, what: str) -> None:
    form = provider.response(ASKED, EVE, signing=Signing(what=what))

    read_there = read(provider, content_of(form))

    assert ("subject-1", provider.issuer) == (read_there.subject, read_there.issuer)
    assert (EVE.email,) == read_there.attributes[EMAIL]
    assert ((ASKED.realm,),) == read_there.audiences


def test_the_second_certificate_counts_as_well(provider: SamlProvider) -> None:
    content = content_of(provider.response(ASKED, EVE))
    certificates = [make_certificate().der, provider.certificate.der]

    found = read_response(content, certificates, recipient=ASKED.reply_to)

    assert EVE.id == found.id


def evil(text: str) -> str:
    """Return the signed assertion as another one, of Mallory, without a signature."""
    [assertion] = _ASSERTION.findall(text)
    unsigned = _SIGNATURE.sub("", assertion)
    return unsigned.replace(EVE.email, MALLORY).replace(EVE.id, "_evil")


def within(tag: str, inside: str) -> str:
    return f"<samlp:Extensions><{tag}>{inside}</{tag}></samlp:Extensions>"


def original_in_extensions(text: str) -> str:
    [assertion] = _ASSERTION.findall(text)
    hidden = text.replace(assertion, evil(text))
    return hidden.replace("<samlp:Status>", f"{within('hidden', assertion)}<samlp:Status>")


def original_in_signature(text: str) -> str:
    [assertion], [signature] = _ASSERTION.findall(text), _SIGNATURE.findall(text)
    bare = assertion.replace(signature, "")
    moved = signature.replace("</ds:Signature>", f"<ds:Object>{bare}</ds:Object></ds:Signature>")
    forged = evil(text).replace("</saml:Issuer>", f"</saml:Issuer>{moved}", 1)
    return text.replace(assertion, forged)


def original_inside_of_forged(text: str) -> str:
    [assertion] = _ASSERTION.findall(text)
    forged = evil(text).replace("</saml:Issuer>", f"</saml:Issuer>{assertion}", 1)
    return text.replace(assertion, forged)


def same_id_twice(text: str) -> str:
    return original_in_extensions(text).replace("_evil", EVE.id)


def forged_before(text: str) -> str:
    return text.replace("<saml:Assertion", f"{evil(text)}<saml:Assertion", 1)


def forged_after(text: str) -> str:
    return text.replace("</samlp:Response>", f"{evil(text)}</samlp:Response>")


def forged_with_the_signature(text: str) -> str:
    [assertion], [signature] = _ASSERTION.findall(text), _SIGNATURE.findall(text)
    forged = evil(text).replace("</saml:Issuer>", f"</saml:Issuer>{signature}", 1)
    bare = assertion.replace(signature, "")
    hidden = text.replace(assertion, forged)
    return hidden.replace("<samlp:Status>", f"{within('hidden', bare)}<samlp:Status>")


def response_in_response(text: str) -> str:
    inner = text.partition("?>")[2] or text
    [assertion] = _ASSERTION.findall(text)
    outer = text.replace(assertion, evil(text)).replace('ID="_', 'ID="_outer', 1)
    return outer.replace("<samlp:Status>", f"{within('hidden', inner)}<samlp:Status>")


def xml_id(text: str) -> str:
    return forged_with_the_signature(text).replace('ID="_evil"', f'ID="_evil" xml:id="{EVE.id}"')


@pytest.mark.parametrize(
    "wrapped",
    [
        original_in_extensions,
        original_in_signature,
        original_inside_of_forged,
        same_id_twice,
        forged_before,
        forged_after,
        forged_with_the_signature,
        response_in_response,
        xml_id,
    ],
)
@pytest.mark.parametrize("what", ["assertion", "response"])
def test_a_signature_cannot_be_wrapped(provider: SamlProvider, wrapped: Change, what: str) -> None:
    signed = content_of(provider.response(ASKED, EVE, signing=Signing(what=what))).decode()
    forged = wrapped(signed)

    told = problem_of(provider, forged.encode())

    assert MALLORY in forged
    assert "not believed" in told


@pytest.mark.parametrize(
    ("signing", "told"),
    [
        (Signing(what="nothing"), "not signed"),
        (Signing(method=xmlsec.Transform.RSA_SHA1), "SHA-256"),
        (Signing(digest=xmlsec.Transform.SHA1), "SHA-256"),
        (Signing(canonical=xmlsec.constants.TransformExclC14NWithComments), "transforms"),
        (Signing(canonical=xmlsec.constants.TransformInclC14N), "transforms"),
    ],
)
def test_an_unsigned_or_weakly_signed_response_is_refused(
    provider: SamlProvider, signing: Signing, told: str
) -> None:
    content = content_of(provider.response(ASKED, EVE, signing=signing))

    assert told in problem_of(provider, content)


def test_a_signature_of_somebody_else_is_refused(provider: SamlProvider) -> None:
    thief = SamlProvider(issuer=provider.issuer)

    told = problem_of(provider, content_of(thief.response(ASKED, EVE)))

    assert "not of the identity provider" in told


def test_what_was_changed_after_the_signature_is_refused(provider: SamlProvider) -> None:
    form = provider.response(ASKED, EVE, after=lambda text: text.replace(EVE.email, MALLORY))

    assert "not of the identity provider" in problem_of(provider, content_of(form))


def test_a_secret_made_of_the_certificate_signs_nothing(provider: SamlProvider) -> None:
    rsa, hmac = "xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256"
    form = provider.response(ASKED, EVE, after=lambda text: text.replace(rsa, hmac))

    assert "SHA-256" in problem_of(provider, content_of(form))


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE Response>",
        '<!DOCTYPE r [<!ENTITY a "eve"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_and_nothing_in_it_is_read(
    provider: SamlProvider, declared: str, encoding: str
) -> None:
    text = content_of(provider.response(ASKED, EVE)).decode()
    content = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{text}'.encode(encoding)

    assert "document type" in problem_of(provider, content)


@pytest.mark.parametrize("content", [b"", b"no xml", b"<a>", b"<a/>", b"\x00", b"<a>" * 100_000])
def test_what_is_no_response_is_refused(provider: SamlProvider, content: bytes) -> None:
    assert "not believed" in problem_of(provider, content)


def test_a_comment_does_not_cut_a_name_short(provider: SamlProvider) -> None:
    said = Said(email="eve@lamna.example", subject="admin@lamna.example.evil.example")
    cut = "admin@lamna.example<!-- cut -->.evil.example"

    found = read(
        provider,
        content_of(
            provider.response(ASKED, said, after=lambda text: text.replace(said.subject, cut))
        ),
    )

    assert said.subject == found.subject


def test_what_holds_more_than_text_is_refused(provider: SamlProvider) -> None:
    cut = f"<saml:AttributeValue><b>{EVE.email}</b></saml:AttributeValue>"
    whole = f"<saml:AttributeValue>{EVE.email}</saml:AttributeValue>"
    form = provider.response(ASKED, EVE, before=lambda text: text.replace(whole, cut))

    assert "more than text" in problem_of(provider, content_of(form))


def test_an_encrypted_assertion_is_told_to_be_sent_signed_only(provider: SamlProvider) -> None:
    def encrypted(text: str) -> str:
        held = (
            '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"><xenc:CipherData>'
        )
        inside = f"{held}<xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"
        return _ASSERTION.sub(f"<saml:EncryptedAssertion>{inside}</saml:EncryptedAssertion>", text)

    form = provider.response(ASKED, EVE, after=encrypted)

    assert "encrypted" in problem_of(provider, content_of(form))


def test_a_refusal_of_the_provider_is_told(provider: SamlProvider) -> None:
    declined = "urn:oasis:names:tc:SAML:2.0:status:Responder"
    form = provider.response(
        ASKED,
        EVE,
        before=lambda text: text.replace("urn:oasis:names:tc:SAML:2.0:status:Success", declined),
    )

    assert "did not sign you in (`Responder`)" in problem_of(provider, content_of(form))


@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_a_token_of_ws_federation_tells_who_it_is(provider: SamlProvider, version: str) -> None:
    form = provider.token(ASKED, EVE, version=version)

    found = read_token(form["wresult"].encode(), [provider.certificate.der])

    assert ("subject-1", provider.issuer) == (found.subject, found.issuer)
    assert (EVE.email,) == found.attributes[EMAIL]
    assert ((ASKED.realm,),) == found.audiences


def token_beside(text: str) -> str:
    return text.replace("</t:RequestedSecurityToken>", f"{evil(text)}</t:RequestedSecurityToken>")


def token_elsewhere(text: str) -> str:
    [assertion] = _ASSERTION.findall(text)
    swapped = text.replace(assertion, evil(text))
    hidden = f"<t:Lifetime>{assertion}</t:Lifetime></t:RequestSecurityTokenResponse>"
    return swapped.replace("</t:RequestSecurityTokenResponse>", hidden)


def token_with_signature_of_another(text: str) -> str:
    [assertion], [signature] = _ASSERTION.findall(text), _SIGNATURE.findall(text)
    forged = evil(text).replace("</saml:Assertion>", f"{signature}</saml:Assertion>")
    bare = assertion.replace(signature, "").replace("saml:Assertion", "saml:Advice")
    swapped = text.replace(assertion, forged)
    hidden = f"<t:Lifetime>{bare}</t:Lifetime></t:RequestSecurityTokenResponse>"
    return swapped.replace("</t:RequestSecurityTokenResponse>", hidden)


def token_without_signature(text: str) -> str:
    return _SIGNATURE.sub("", text).replace(EVE.email, MALLORY)


@pytest.mark.parametrize(
    "changed",
    [token_beside, token_elsewhere, token_with_signature_of_another, token_without_signature],
)
def test_a_token_that_was_not_signed_is_refused(provider: SamlProvider, changed: Change) -> None:
    form = provider.token(ASKED, EVE, after=changed)

    with pytest.raises(SigninRefusedError, match="not believed"):
        read_token(form["wresult"].encode(), [provider.certificate.der])
    assert MALLORY in form["wresult"]


def test_parsing_leaves_files_and_networks_alone() -> None:
    with pytest.raises(SigninRefusedError):
        parse(b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>')


def _with_object(text: str) -> str:
    return text.replace("</ds:Signature>", "<ds:Object>more</ds:Object></ds:Signature>")


def _without_version(text: str) -> str:
    return text.replace(' Version="2.0"', "", 1)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda text: text.replace("Destination=", 'Destination="https://x/" Was='), "protocol"),
        (lambda text: re.sub('Destination="[^"]*"', 'Destination="https://x/"', text), "address"),
        (lambda text: text.replace("/issuer</saml:Issuer>", "</saml:Issuer>", 1), "issuers"),
        (_with_object, "more than a signature"),
        (_without_version, "protocol"),
    ],
    ids=["unknown attribute", "destination", "responder", "object", "version"],
)
def test_what_stands_around_the_signed_assertion_is_looked_at_too(
    provider: SamlProvider, changed: Change, told: str
) -> None:
    form = provider.response(ASKED, EVE, after=changed)

    assert told in problem_of(provider, content_of(form))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            lambda text: text.replace(
                "<t:RequestedSecurityToken>", f'<t:RequestedSecurityToken ID="{EVE.id}">'
            ),
            "comes twice",
        ),
        (
            lambda text: _SIGNATURE.sub("", text).replace(
                "</t:RequestedSecurityToken>",
                f"{_SIGNATURE.findall(text)[0]}</t:RequestedSecurityToken>",
            ),
            "where none belongs",
        ),
        (
            lambda text: text.replace(
                "</saml:Assertion>", f"{_SIGNATURE.findall(text)[0]}</saml:Assertion>"
            ),
            "two signatures",
        ),
        (lambda text: text.replace(f'URI="#{EVE.id}"', 'URI=""'), "something else"),
    ],
    ids=["id", "place", "two", "reference"],
)
def test_a_signature_has_one_place_and_one_meaning(
    provider: SamlProvider, changed: Change, told: str
) -> None:
    form = provider.token(ASKED, EVE, after=changed)

    with pytest.raises(SigninRefusedError, match=told):
        read_token(form["wresult"].encode(), [provider.certificate.der])
