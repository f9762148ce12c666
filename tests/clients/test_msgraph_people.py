"""azure-identity and the Graph SDK for a person who signed in."""

import asyncio
import ssl

import httpx
import pytest
from azure.identity.aio import AuthorizationCodeCredential
from kiota_abstractions.api_error import APIError
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory

from tests.clients.people import REDIRECT_URI, Person, Portal, code_for

_SCOPE = "https://graph.microsoft.com/User.Read"


def test_a_person_reads_their_own_profile_and_nobody_elses_list(
    portal: Portal, person: Person
) -> None:
    async def look() -> tuple[str | None, int | None]:
        credential = AuthorizationCodeCredential(
            portal.tenant_id,
            portal.client_id,
            code_for(portal, person),
            REDIRECT_URI,
            client_secret=portal.client_secret,
            authority=portal.authority,
            disable_instance_discovery=True,
        )
        trust = ssl.create_default_context(cafile=portal.ca_file)
        transport = httpx.AsyncHTTPTransport(verify=trust)
        provider = AzureIdentityAuthenticationProvider(credential, scopes=[_SCOPE])
        http = GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(transport=transport), options=options
        )
        adapter = GraphRequestAdapter(provider, client=http)
        adapter.base_url = portal.graph
        graph = GraphServiceClient(request_adapter=adapter)
        try:
            me = await graph.me.get()
            with pytest.raises(APIError) as refused:
                await graph.applications.get()
        finally:
            await transport.aclose()
            await credential.close()
        return me.user_principal_name if me else None, refused.value.response_status_code

    assert (person.user_principal_name, 403) == asyncio.run(look())
