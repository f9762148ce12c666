"""The official SDK, pointed at a lab, and the raw JSON of the same paths beside it."""

import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
from azure.identity import ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph_core import GraphClientFactory

from tenantry.clock import monotonic_ms

SCOPE = "https://graph.microsoft.com/.default"
_LIMIT_MS = 20_000.0


class Tenant:
    """One tenant of the lab: ``graph`` is the SDK, ``get`` reads raw JSON of the same server."""

    def __init__(self, lab: Mapping[str, Any], index: int) -> None:
        described = lab["tenants"][index]
        application = described["application"]
        self.id: str = described["tenantId"]
        self.initial_domain: str = described["initialDomain"]
        self._base = lab["graph"]
        self._trust = ssl.create_default_context(cafile=lab["caFile"])
        self._credential = ClientSecretCredential(
            self.id,
            application["clientId"],
            application["clientSecret"],
            authority=lab["authority"],
            disable_instance_discovery=True,
        )
        # Of our own, since the SDK's middleware does not close what it wraps.
        self._transport = httpx.AsyncHTTPTransport(verify=self._trust)
        client = httpx.AsyncClient(transport=self._transport)
        http = GraphClientFactory.create_with_default_middleware(client=client)
        provider = AzureIdentityAuthenticationProvider(self._credential, scopes=[SCOPE])
        adapter = GraphRequestAdapter(provider, client=http)
        adapter.base_url = self._base
        self.graph = GraphServiceClient(request_adapter=adapter)

    async def close(self) -> None:
        """Close the SDK's connections."""
        await self._transport.aclose()
        self._credential.close()

    def get(self, path: str, **headers: str) -> dict[str, Any]:
        """Return the raw JSON at *path*."""
        token = self._credential.get_token(SCOPE).token
        response = httpx.get(
            f"{self._base}{path}",
            headers={"Authorization": f"Bearer {token}", **headers},
            verify=self._trust,
        )
        response.raise_for_status()
        body: dict[str, Any] = response.json()
        return body


async def eventually(look: Callable[[], Awaitable[Any]]) -> Any:
    """Return what *look* finds as soon as it finds something."""
    until = monotonic_ms() + _LIMIT_MS
    while (found := await look()) is None:
        assert monotonic_ms() < until, "nothing was found in time"
    return found
