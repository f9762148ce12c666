"""For whom and until when an assertion is good."""

import re
from datetime import timedelta

import pytest

from tenantry.clock import system_now
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import Expected, check_assertion
from tenantry.signin.federation.operations.saml_2 import read_response
from tests.support.saml_provider import Said, SamlProvider
from tests.support.saml_readings import ASKED, EVE, content_of, read


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider()


def expected(provider: SamlProvider, **given: object) -> Expected:
    values = {
        "issuer": provider.issuer,
        "audience": ASKED.realm,
        "now": system_now(),
        "recipient": ASKED.reply_to,
        "request_id": ASKED.request_id,
        **given,
    }
    return Expected(**values)  # type: ignore[arg-type]  # each of the type of its name


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"issuer": "https://another.example"}, "issuer"),
        ({"audience": "https://login.test/other/"}, "not for"),
        ({"recipient": "https://login.test/other/federation/saml"}, "not asked for"),
        ({"request_id": "_another"}, "not asked for"),
        ({"begins": timedelta(minutes=6)}, "not yet valid"),
        ({"ends": timedelta(minutes=-6)}, "expired"),
        ({"authenticated": timedelta(hours=-1)}, "anew"),
    ],
)
def test_an_assertion_that_is_not_for_this_sign_in_is_refused(
    provider: SamlProvider, said: dict[str, object], told: str
) -> None:
    content = content_of(provider.response(ASKED, Said(email=EVE.email, **said)))  # type: ignore[arg-type]  # as above
    recipient = str(said.get("recipient", ASKED.reply_to))
    assertion = read_response(content, [provider.certificate.der], recipient=recipient)

    with pytest.raises(SigninRefusedError, match=told):
        check_assertion(assertion, expected(provider, fresh_since=system_now()))


def test_clocks_may_be_a_few_minutes_apart(provider: SamlProvider) -> None:
    said = Said(email=EVE.email, begins=timedelta(minutes=4), ends=timedelta(minutes=-4))
    assertion = read(provider, content_of(provider.response(ASKED, said)))

    until = check_assertion(assertion, expected(provider))

    assert system_now() < until


@pytest.mark.parametrize(
    "left_out",
    [
        r"<saml:AudienceRestriction>.*?</saml:AudienceRestriction>",
        r' NotOnOrAfter="[^"]*"(?=><saml:AudienceRestriction)',
        r' NotOnOrAfter="[^"]*"(?= Recipient)',
        r' Recipient="[^"]*"',
        r' InResponseTo="[^"]*"(?=/>)',
        r"<saml:SubjectConfirmation .*?</saml:SubjectConfirmation>",
    ],
)
def test_an_assertion_has_to_say_for_whom_and_until_when(
    provider: SamlProvider, left_out: str
) -> None:
    form = provider.response(ASKED, EVE, before=lambda text: re.sub(left_out, "", text))
    assertion = read(provider, content_of(form))

    with pytest.raises(SigninRefusedError, match="not believed"):
        check_assertion(assertion, expected(provider))
