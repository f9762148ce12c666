"""The OpenAPI document, made of the table of routes."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.native.routing import PREFIX, NativeRoute

_ERROR = {
    "description": "An error, as Microsoft Graph tells errors",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
_ERROR_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "target": {"type": "string"},
                "innerError": {"type": "object"},
            },
        }
    },
}


def openapi_route(routes: Sequence[NativeRoute]) -> Route:
    """Return the route that serves the document; it is public, and made when first asked for."""

    @cache
    def document() -> bytes:
        return msgspec.json.encode(openapi_document(routes))

    async def serve(_request: Request) -> Response:
        return Response(document(), media_type="application/json")

    return Route(f"{PREFIX}/openapi.json", serve, methods=["GET"])


def openapi_document(routes: Sequence[NativeRoute]) -> Mapping[str, Any]:
    """Return the OpenAPI 3.1 document of *routes*."""
    types = [kind for route in routes for kind in (route.body, route.answer) if kind is not None]
    (_, schemas) = msgspec.json.schema_components(types, ref_template=_reference("{name}"))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tenantry", "version": version("tenantry")},
        "servers": [{"url": PREFIX}],
        "security": [{"operator": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": _ERROR_SCHEMA},
            "securitySchemes": {
                "operator": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The operator token: every tenant",
                },
                "tenant": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token for Graph: the caller's own tenant,"
                    " with the permissions that Graph asks for the same thing",
                },
            },
        },
    }


def _operation(route: NativeRoute) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.endpoint.__name__,
        "summary": route.summary,
        "responses": {
            str(route.status.value): _success(route),
            "default": _ERROR,
        },
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(route.body)}
    if route.takes_file:
        content = {"text/csv": {"schema": {"type": "string"}}}
        operation["requestBody"] = {"required": True, "content": content}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in route.parameters
    ]
    parameters += [
        {"name": name, "in": "query", "description": told, "schema": {"type": "string"}}
        for name, told in route.query.items()
    ]
    if parameters:
        operation["parameters"] = parameters
    if route.is_for_tenants:
        operation["security"] = [{"operator": []}, {"tenant": []}]
    return operation


def _success(route: NativeRoute) -> dict[str, Any]:
    if route.answer is None:
        return {"description": "Done"}
    return {"description": "Done", "content": _content(route.answer)}


def _content(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _reference(kind.__name__)}}}


def _reference(name: str) -> str:
    return f"#/components/schemas/{name}"
