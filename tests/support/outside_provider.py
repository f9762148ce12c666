"""An OpenID provider outside of the installation, at which anybody is whoever a test says.

It keeps to the protocol: a code is good once, for the client and the proof key that it was
issued for.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tenantry.clock import system_now
from tests.support.outside_issuer import OutsideIssuer, outside_issuer

CLIENT_ID, CLIENT_SECRET = "tenantry-there", "Open-Sesame-1"


@dataclass
class OutsideProvider:
    """The provider; ``changed`` are claims that its id_tokens get in place of the right ones."""

    issuer: OutsideIssuer
    changed: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.issuer.url

    def publish(self, **more: Any) -> None:
        """Serve the documents, with *more* in the discovery document."""
        self.issuer.publish()
        self.issuer.documents["/.well-known/openid-configuration"] |= {
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "authorization_response_iss_parameter_supported": True,
            **more,
        }
        self.issuer.forms["/token"] = self._redeem

    def sign_in(self, address: str, **person: Any) -> str:
        """Let *person* sign in at the *address* that a browser was sent to; return the way back.

        Who is of one of the tenants names its issuer as `iss`.
        """
        asked = asked_at(address)
        assert (CLIENT_ID, "code", "S256") == (
            asked["client_id"],
            asked["response_type"],
            asked["code_challenge_method"],
        )
        code = secrets.token_urlsafe()
        self.codes[code] = {**asked, "person": person}
        return way_back(asked, code=code, iss=person.get("iss", self.url))

    def found(self, tenant_id: str, *domains: str) -> str:
        """Be the cloud of a tenant, which verified *domains*, and return its issuer."""
        issuer = f"{self.url}/{tenant_id}/v2.0"
        document = self.issuer.documents["/.well-known/openid-configuration"]
        for name in (tenant_id, *domains):
            path = f"/{name}/v2.0/.well-known/openid-configuration"
            self.issuer.documents[path] = {**document, "issuer": issuer}
        return issuer

    def _redeem(self, fields: dict[str, str], authorization: str) -> tuple[int, Any]:
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {pair}":
            return 401, {"error": "invalid_client"}
        issued = self.codes.pop(fields["code"], None)
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if issued is None or issued["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if issued["redirect_uri"] != fields["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self.issuer.sign(**self._claims(issued)), "token_type": "Bearer"}

    def _claims(self, issued: dict[str, Any]) -> dict[str, Any]:
        now = int(system_now().timestamp())
        claims = {
            "aud": CLIENT_ID,
            "auth_time": now,
            "exp": now + 300,
            "iat": now,
            "nonce": issued["nonce"],
            "sub": "41",
            **issued["person"],
            **self.changed,
        }
        return {name: value for name, value in claims.items() if value is not None}


@contextmanager
def outside_provider() -> Iterator[OutsideProvider]:
    """Run a provider on a free port of this machine until the end of the block."""
    with outside_issuer() as issuer:
        provider = OutsideProvider(issuer)
        provider.publish()
        yield provider


def asked_at(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def way_back(asked: dict[str, str], **answer: str) -> str:
    """Return where the browser is sent with the *answer* to what was *asked*."""
    return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], **answer})}"
