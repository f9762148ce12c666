"""`/users` (contract §6.1)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import managers, users
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.items import fields_of, show, show_one
from tenantry.graph.keys import user_key
from tenantry.graph.listing import answer_count, answer_page
from tenantry.graph.odata.expand import Expand
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS, check_expand
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import JsonObject, context_of, typed
from tenantry.graph.wire.showing import Record
from tenantry.graph.wire.user_bodies import separate_extensions, separate_password
from tenantry.graph.wire.users import USER
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_USER = "users/{user}"
_RELATIONSHIPS = ("manager",)
_RELATIONSHIPS_NOT_BUILT = (
    "createdObjects",
    "directReports",
    "licenseDetails",
    "memberOf",
    "oauth2PermissionGrants",
    "ownedDevices",
    "ownedObjects",
    "registeredDevices",
    "sponsors",
    "transitiveMemberOf",
)
_MOST_LEVELS = 1000
_STRONG_PASSWORDS_OFF = "DisableStrongPassword"


def list_users(request: GraphRequest) -> Answer:
    """Answer a page of users, each with its manager if that is expanded."""
    expanded = _expanded(request)

    def with_managers(
        reading: Reading, records: Sequence[Record], selected: Sequence[str]
    ) -> list[JsonObject]:
        items = show(reading, request.actor, USER, records, selected)
        if expanded is None:
            return items
        found = managers.list_managers(reading, request.actor, records)
        return [
            {**item, **_manager(found.get(record["id"]), expanded)}
            for item, record in zip(items, records, strict=True)
        ]

    return answer_page(
        request,
        USER,
        users.list_users,
        users.count_users,
        with_managers,
        fields=fields_of(request, USER),
        also_read=["id", "manager_id"] if expanded else (),
    )


def count_users(request: GraphRequest) -> Answer:
    """Answer how many users there are, as text."""
    return answer_count(request, USER, users.count_users, fields=fields_of(request, USER))


def get_user(request: GraphRequest) -> Answer:
    """Answer one user, with the chain of managers if that is expanded with `$levels`."""
    key = user_key(request)
    expanded = _expanded(request)
    selected = USER.select(request.options)
    with request.read() as reading:
        user = users.get_user(reading, request.actor, key)
        item = show_one(reading, request.actor, USER, user, selected)
        if expanded is not None:
            levels = _levels(expanded)
            chain = managers.list_managers_above(reading, request.actor, user["id"], levels)
            item = {**item, **_chain(chain, expanded)}
    return entity(item, context=f"{context_of('users', selected)}/$entity")


def create_user(request: GraphRequest) -> Answer:
    """Add a user; the password is hashed before the transaction."""
    values = _given(request, USER.body.read_new)
    manager = values.pop("manager", None)
    with request.write() as work:
        user = users.create_user(work, request.actor, values)
        _bind_manager(work, request, user["id"], manager)
        item = show_one(work, request.actor, USER, user)
    return created(request, item, context="users/$entity", path=f"users/{user['id']}")


def update_user(request: GraphRequest) -> Answer:
    """Change what the body names; null clears."""
    values = _given(request, USER.body.read)
    manager = values.pop("manager", None)
    with request.write() as work:
        users.update_user(work, request.actor, user_key(request), values)
        _bind_manager(work, request, user_key(request), manager)
    return no_content()


def delete_user(request: GraphRequest) -> Answer:
    """Move a user to the recycle bin."""
    with request.write() as work:
        users.delete_user(work, request.actor, user_key(request))
    return no_content()


def revoke_sign_in_sessions(request: GraphRequest) -> Answer:
    """End every session of a user."""
    with request.write() as work:
        users.revoke_sign_in_sessions(work, request.actor, user_key(request))
    return entity({"value": True}, context="Edm.Boolean")


def _given(request: GraphRequest, read: Callable[[object], Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the body gives, *read* by the user's own properties, the password hashed."""
    plain, extensions = separate_extensions(request.body)
    values, password = separate_password(read(plain))
    given = {**values, **_hashed(request, values, password)}
    return {**given, "extensions": extensions} if extensions else given


def _hashed(request: GraphRequest, values: Mapping[str, Any], password: str | None) -> Record:
    if password is None:
        return {}
    strong = _STRONG_PASSWORDS_OFF not in (values.get("password_policies") or "")
    return {"password_hash": request.services.hashing.hash(password, strong=strong)}


def _bind_manager(work: UnitOfWork, request: GraphRequest, user_key: str, bound: object) -> None:
    if bound is not None:
        managers.set_manager(work, request.actor, user_key, str(bound))


def _expanded(request: GraphRequest) -> Expand | None:
    return check_expand(request.options, _RELATIONSHIPS, _RELATIONSHIPS_NOT_BUILT)


def _levels(expanded: Expand) -> int:
    levels = expanded.levels or 1
    return levels if isinstance(levels, int) else _MOST_LEVELS


def _manager(manager: Record | None, expanded: Expand) -> JsonObject:
    if manager is None:
        return {}
    return {"manager": typed("user", USER.shown(manager, expanded.select))}


def _chain(chain: Sequence[Record], expanded: Expand) -> JsonObject:
    """Return each manager inside the one below, the nearest outermost."""
    nested: JsonObject = {}
    for manager in reversed(chain):
        item = typed("user", USER.shown(manager, expanded.select))
        nested = {"manager": {**item, **nested}}
    return nested


_READ = (*rights.USERS_READ_BASIC, *rights.USERS_READ)

ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            ("users", list_users, (*PAGE_OPTIONS, "$expand")),
            ("users/$count", count_users, COUNT_OPTIONS),
            (_USER, get_user, (*ITEM_OPTIONS, "$expand")),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.USERS_WRITE)
        for method, pattern, endpoint in (
            ("POST", "users", create_user),
            ("PATCH", _USER, update_user),
            ("DELETE", _USER, delete_user),
            ("POST", f"{_USER}/revokeSignInSessions", revoke_sign_in_sessions),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_USER}/{name}")
        for method, name in (
            ("POST", "retryServiceProvisioning"),
            ("GET", "createdObjects/**"),
            ("GET", "joinedTeams/**"),
            ("GET", "sponsorOf/**"),
            ("GET", "teamwork/**"),
        )
    ),
)
