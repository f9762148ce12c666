"""The web application as a whole: health, what is nowhere, and faults of ours."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import capture_logs

from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tests.support.web_client import WebClient


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(Settings(folder=tmp_path / "installation")) as services:
        yield services


@pytest.fixture
def client(services: Services) -> WebClient:
    return WebClient(web_application(services))


def test_a_server_that_can_read_its_database_is_ready(client: WebClient) -> None:
    assert {"status": "alive"} == client.get("/health").json()
    assert {"status": "ready"} == client.get("/ready").json()


def test_a_server_without_its_database_is_alive_but_not_ready(
    client: WebClient, services: Services
) -> None:
    services.database.close()
    shutil.rmtree(services.settings.folder)

    assert 200 == client.get("/health").status_code
    answer = client.get("/ready")
    assert (503, "unavailable") == (answer.status_code, answer.json()["status"])


@pytest.mark.parametrize("path", ["/", "/nowhere", "/tenantry/v1.0/nothing", "/a/b/c/d"])
def test_what_is_nowhere_is_told_as_graph_tells_it(client: WebClient, path: str) -> None:
    answer = client.get(path)

    error = answer.json()["error"]
    assert (404, "Request_ResourceNotFound") == (answer.status_code, error["code"])
    assert path in error["message"]
    assert error["innerError"]["request-id"] == answer.headers["request-id"]


def test_another_verb_is_told_with_those_there_are(client: WebClient) -> None:
    answer = client.request("DELETE", "/health")

    assert 405 == answer.status_code
    assert {"GET", "HEAD"} == set(answer.headers["allow"].split(", "))
    assert "error" in answer.json()


def test_graph_and_sign_in_are_served(client: WebClient) -> None:
    graph = client.get("/v1.0/policies/crossTenantAccessPolicy")
    signin = client.get("/nobody.test/v2.0/.well-known/openid-configuration")

    assert (401, "InvalidAuthenticationToken") == (graph.status_code, graph.json()["error"]["code"])
    assert (400, "invalid_tenant") == (signin.status_code, signin.json()["error"])


def test_a_fault_of_ours_tells_nothing_but_the_id_that_it_is_logged_under(
    services: Services,
) -> None:
    async def broken(_request: Request) -> Response:
        secret = "the secret that the traceback holds"
        raise RuntimeError(secret)

    application = web_application(services)
    application.router.routes.insert(0, Route("/broken", broken))

    with capture_logs() as logs:
        answer = WebClient(application).get("/broken")

    request_id = answer.json()["error"]["innerError"]["request-id"]
    assert 500 == answer.status_code
    assert "secret" not in answer.text
    assert ["request failed"] == [
        entry["event"]
        for entry in logs
        if entry.get("request_id") == request_id and "exc_info" in entry
    ]
