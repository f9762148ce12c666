"""The calls of Azure Resource Manager that azure-cli makes at login."""

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tenantry.errors import NotAuthenticatedError, TenantryError
from tenantry.signin.endpoints.resource_manager import Body, resource_manager_routes
from tests.signin.installations import ADDRESS, App, Http, Installation

_VERSION = {"api-version": "2022-12-01"}


@pytest.fixture
def served(installation: Installation) -> Http:
    """A client of the three calls."""

    async def at_once(work: Callable[[], Body]) -> Body:
        return work()

    def refuse(_request: Request, fault: TenantryError) -> Response:
        status = 401 if isinstance(fault, NotAuthenticatedError) else 400
        return JSONResponse({"error": {"message": fault.message}}, status_code=status)

    routes = resource_manager_routes(
        installation.provider, installation.verifier, run=at_once, refuse=refuse
    )
    return Http(Starlette(routes=routes))


def get(served: Http, path: str, token: str = "") -> httpx.Response:
    """Return the answer at *path*."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return served.ask("GET", path, params=_VERSION, headers=headers)


def test_the_cloud_is_described_to_everybody_with_one_address(served: Http) -> None:
    described = get(served, "/metadata/endpoints").json()
    elsewhere = served.ask(
        "GET", "/metadata/endpoints", params=_VERSION, address="https://forged.test"
    ).json()

    assert ADDRESS == described["authentication"]["loginEndpoint"]
    assert [f"{ADDRESS}/"] == described["authentication"]["audiences"]
    assert f"{ADDRESS}/" == described["microsoftGraphResourceId"]
    assert described == elsewhere


def test_there_are_no_subscriptions(installation: Installation, served: Http, contoso: App) -> None:
    token = installation.token(contoso, scope=f"{ADDRESS}//.default")

    assert [] == get(served, "/subscriptions", token).json()["value"]


def test_a_caller_is_told_of_its_own_tenant_only(
    installation: Installation, served: Http, contoso: App, fabrikam: App
) -> None:
    [tenant] = get(served, "/tenants", installation.token(contoso)).json()["value"]

    assert {
        "id": f"/tenants/{contoso.tenant_id}",
        "tenantId": contoso.tenant_id,
        "displayName": "Example",
        "domains": [contoso.domain],
        "defaultDomain": contoso.domain,
    }.items() <= tenant.items()


@pytest.mark.parametrize("path", ["/subscriptions", "/tenants"])
def test_nobody_is_told_anything_without_a_token(served: Http, path: str) -> None:
    assert 401 == get(served, path).status_code
    assert 401 == get(served, path, "a.b.c").status_code


@pytest.mark.parametrize("path", ["/metadata/endpoints", "/subscriptions", "/tenants"])
def test_the_version_of_the_call_is_required(served: Http, path: str) -> None:
    answer = served.ask("GET", path)

    assert 400 == answer.status_code
    assert "api-version" in answer.json()["error"]["message"]
