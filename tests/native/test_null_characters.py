"""Null characters, which PostgreSQL does not keep: refused wherever they stand in a request."""

import pytest

from tests.support.web_client import WebClient

_TENANT = {"displayName": "Contoso", "initialDomain": "contoso.test"}


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("POST", "/tenants", {**_TENANT, "displayName": "Con\0toso"}, "displayName"),
        ("DELETE", "/tenants/con%00toso.test", None, "tenant"),
        ("GET", "/tenants/contoso.test/reports/mau?month=a%00b", None, "month"),
    ],
)
def test_a_null_character_is_refused(
    client: WebClient, method: str, path: str, body: object, named: str
) -> None:
    response = client.request(method, f"/tenantry/v1.0{path}", json=body)

    error = response.json()["error"]
    assert (400, named) == (response.status_code, error["target"])
    assert "null character" in error["message"]
