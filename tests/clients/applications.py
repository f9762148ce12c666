"""Applications of a running lab, as clients that others wrote sign in with them."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.certificates import Certificate, make_certificate

SCOPE = "https://graph.microsoft.com/.default"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabApplication:
    """The application of one tenant, with a secret and a certificate that prove it."""

    authority: str
    graph: str
    ca_file: str
    tenant_id: str
    client_id: str
    client_secret: str
    certificate: Certificate

    @property
    def issuer(self) -> str:
        """The issuer of the tenant's tokens."""
        return f"{self.authority}/{self.tenant_id}/v2.0"

    def token(self) -> str:
        """Return a token for Graph, got by the secret without any client."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": SCOPE,
        }
        answer = self._ask(
            "POST", f"{self.authority}/{self.tenant_id}/oauth2/v2.0/token", data=form
        )
        return str(answer["access_token"])

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Return what Graph answers to the application."""
        headers = {"Authorization": f"Bearer {self.token()}"}
        return self._ask(method, f"{self.graph}{path}", headers=headers, json=body)

    def may_read_users(self, token: str) -> bool:
        """Return whether Graph answers with people of the tenant to this token."""
        headers = {"Authorization": f"Bearer {token}"}
        answer = self._ask("GET", f"{self.graph}/users?$top=1", headers=headers)
        return bool(answer["value"])

    def principal_id(self) -> str:
        """Return the id of its service principal."""
        found = self.ask("GET", f"/servicePrincipals?$filter=appId eq '{self.client_id}'")
        return str(found["value"][0]["id"])

    def _ask(self, method: str, url: str, **parts: Any) -> dict[str, Any]:
        trust = ssl.create_default_context(cafile=self.ca_file)
        response = httpx.request(method, url, verify=trust, **parts)
        response.raise_for_status()
        answer: dict[str, Any] = response.json() if response.content else {}
        return answer


def certified_application(lab: Mapping[str, Any], index: int = 0) -> LabApplication:
    """Give the application of a tenant of *lab* a certificate, and return it."""
    tenant = lab["tenants"][index]
    application = LabApplication(
        authority=lab["authority"],
        graph=lab["graph"],
        ca_file=lab["caFile"],
        tenant_id=tenant["tenantId"],
        client_id=tenant["application"]["clientId"],
        client_secret=tenant["application"]["clientSecret"],
        certificate=make_certificate(),
    )
    credential = {
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
        "key": application.certificate.der,
    }
    path = f"/applications(appId='{application.client_id}')"
    application.ask("PATCH", path, {"keyCredentials": [credential]})
    return application


def trust_tokens_of(application: LabApplication, other: LabApplication) -> None:
    """Let the tokens that *other* gets for Graph prove *application*."""
    application.ask(
        "POST",
        f"/applications(appId='{application.client_id}')/federatedIdentityCredentials",
        {
            "name": "another-tenant",
            "issuer": other.issuer,
            "subject": other.principal_id(),
            "audiences": ["https://graph.microsoft.com"],
        },
    )
