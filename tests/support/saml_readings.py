"""What a provider was asked in tests of documents, and how its response is read."""

import base64
from collections.abc import Mapping

from tenantry.signin.federation.assertions import Assertion
from tenantry.signin.federation.operations.saml_2 import read_response
from tests.support.saml_provider import Asked, Said, SamlProvider

ASKED = Asked(
    realm="https://login.test/t/",
    reply_to="https://login.test/t/federation/saml",
    state="state",
    request_id="_question",
)
EVE = Said(email="eve@lamna.example")


def content_of(form: Mapping[str, str]) -> bytes:
    """Return the response in a form."""
    return base64.b64decode(form["SAMLResponse"])


def read(provider: SamlProvider, content: bytes) -> Assertion:
    """Return what the response says, if it is to be believed."""
    return read_response(content, [provider.certificate.der], recipient=ASKED.reply_to)
