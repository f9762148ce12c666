"""`/users/{id}/authentication`: what people prove themselves with."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.operations.lookups import not_found
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.keys import object_key, user_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Endpoint, NotBuiltRoute, Route
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.authentication_methods import (
    CODE_METHOD,
    KEY_METHOD,
    PASSWORD_ID,
    PASSWORD_METHOD,
    method_item,
)
from tenantry.graph.wire.entities import Entity
from tenantry.signin.authentication.methods import CODES, KEYS
from tenantry.signin.authentication.operations.methods import (
    delete_method,
    find_password,
    list_methods,
)
from tenantry.storage.unit_of_work import Reading

_AUTHENTICATION = "users/{user}/authentication"
_ENTITIES: Mapping[str, Entity] = {CODES: CODE_METHOD, KEYS: KEY_METHOD}
_PASSWORD = ""  # the kind of what is no registered method


def list_all(request: GraphRequest) -> Answer:
    """Answer the methods of every kind."""
    with request.read() as reading:
        items = [item for _, item in _every(reading, request.actor, user_key(request))]
    return collection(request, items, context=_context(request, "methods"))


def get_any(request: GraphRequest) -> Answer:
    """Answer one method of any kind."""
    method_id = object_key(request, "method", "id").lower()
    with request.read() as reading:
        found = dict(_every(reading, request.actor, user_key(request)))
    if method_id not in found:
        raise not_found(method_id)
    return entity(found[method_id], context=f"{_context(request, 'methods')}/$entity")


def list_of_kind(request: GraphRequest, *, kind: str) -> Answer:
    """Answer the methods of one kind."""
    shown = _entity(kind)
    selected = shown.select(request.options)
    with request.read() as reading:
        records = _records(reading, request.actor, user_key(request), kind)
    items = [shown.shown(record, selected) for record in records]
    context = context_of(_context(request, shown.collection), selected)
    return collection(request, items, context=context)


def get_of_kind(request: GraphRequest, *, kind: str) -> Answer:
    """Answer one method of a kind."""
    shown = _entity(kind)
    selected = shown.select(request.options)
    method_id = object_key(request, "method", "id").lower()
    with request.read() as reading:
        records = _records(reading, request.actor, user_key(request), kind)
    for record in records:
        if _id_of(record) == method_id:
            context = context_of(_context(request, shown.collection), selected)
            return entity(shown.shown(record, selected), context=f"{context}/$entity")
    raise not_found(method_id)


def delete_of_kind(request: GraphRequest, *, kind: str) -> Answer:
    """Take a method away."""
    method_id = object_key(request, "method", "id")
    with request.write() as work:
        delete_method(work, request.actor, user_key(request), kind, method_id)
    return no_content()


def _every(reading: Reading, actor: Actor, key: str) -> Iterator[tuple[str, JsonObject]]:
    """Yield id and item of each method, the password first."""
    for kind in (_PASSWORD, *_ENTITIES):
        for record in _records(reading, actor, key, kind):
            yield _id_of(record), method_item(_entity(kind), record)


def _records(reading: Reading, actor: Actor, key: str, kind: str) -> list[dict[str, Any]]:
    if kind != _PASSWORD:
        return [asdict(method) for method in list_methods(reading, actor, key, kind)]
    user = find_password(reading, actor, key)
    return [] if user is None else [{"password_changed_at": user["password_changed_at"]}]


def _id_of(record: Mapping[str, Any]) -> str:
    return str(record.get("id", PASSWORD_ID))


def _entity(kind: str) -> Entity:
    return _ENTITIES.get(kind, PASSWORD_METHOD)


def _context(request: GraphRequest, name: str) -> str:
    return f"users('{user_key(request)}')/authentication/{name}"


def _reading(path: str, endpoint: Endpoint, *, options: tuple[str, ...] = ITEM_OPTIONS) -> Route:
    return Route(
        method="GET",
        pattern=f"{_AUTHENTICATION}/{path}",
        endpoint=endpoint,
        permissions=rights.METHODS_READ,
        query_options=options,
    )


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    _reading("methods", list_all, options=()),
    _reading("methods/{method}", get_any, options=()),
    *(
        route
        for kind in (_PASSWORD, *_ENTITIES)
        for path in (_entity(kind).collection,)
        for route in (
            _reading(path, partial(list_of_kind, kind=kind)),
            _reading(f"{path}/{{method}}", partial(get_of_kind, kind=kind)),
        )
    ),
    *(
        Route(
            method="DELETE",
            pattern=f"{_AUTHENTICATION}/{shown.collection}/{{method}}",
            endpoint=partial(delete_of_kind, kind=kind),
            permissions=rights.METHODS_WRITE,
        )
        for kind, shown in _ENTITIES.items()
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_AUTHENTICATION}/{path}")
        for method, path in (
            ("POST", "methods/{method}/resetPassword"),
            ("GET", "fido2Methods/creationOptions"),
            ("POST", "fido2Methods"),
            ("POST", "softwareOathMethods"),
            *(
                ("GET", f"{name}/**")
                for name in (
                    "emailMethods",
                    "externalAuthenticationMethods",
                    "microsoftAuthenticatorMethods",
                    "operations",
                    "phoneMethods",
                    "platformCredentialMethods",
                    "temporaryAccessPassMethods",
                    "windowsHelloForBusinessMethods",
                )
            ),
        )
    ),
)
