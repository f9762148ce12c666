"""The OpenAPI document tells every route, and is served to everybody."""

from typing import Any

from tenantry.native.application import ROUTES
from tenantry.native.openapi import openapi_document
from tests.support.web_client import WebClient


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [each for part in value.values() for each in _references(part)]
    if isinstance(value, list):
        return [each for part in value for each in _references(part)]
    return []


def test_the_document_is_public_and_has_every_route(client: WebClient) -> None:
    document = client.get("/tenantry/v1.0/openapi.json", headers={"Authorization": ""}).json()

    operations = {
        (method, path) for path, methods in document["paths"].items() for method in methods
    }
    assert {(route.method.lower(), route.path) for route in ROUTES} == operations


def test_every_reference_leads_to_a_schema() -> None:
    document = openapi_document(ROUTES)

    names = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(_references(document)) <= names


def test_every_parameter_of_a_path_is_declared() -> None:
    document = openapi_document(ROUTES)

    [parameter] = document["paths"]["/tenants/{tenant}"]["get"]["parameters"]
    assert ("tenant", "path") == (parameter["name"], parameter["in"])
