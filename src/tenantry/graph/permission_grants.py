"""`/oauth2PermissionGrants`: what applications may do for users (contract §6.9)."""

from tenantry.directory import rights
from tenantry.directory.operations import permission_grants as operations
from tenantry.directory.operations.lookups import ObjectKey
from tenantry.graph.answers import Answer, created, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import application_key, object_key, user_key
from tenantry.graph.listing import answer_count, answer_one, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.permission_grants import PERMISSION_GRANT

_GRANTS = "oauth2PermissionGrants"
_GRANT = f"{_GRANTS}/{{grant}}"
_OWNERS = ("users/{user}", "servicePrincipals/{servicePrincipal}")


def list_grants(request: GraphRequest) -> Answer:
    """Answer a page of the grants."""
    return answer_page(
        request,
        PERMISSION_GRANT,
        operations.list_grants,
        operations.count_grants,
        shower(request, PERMISSION_GRANT),
    )


def count_grants(request: GraphRequest) -> Answer:
    """Answer how many grants there are, as text."""
    return answer_count(request, PERMISSION_GRANT, operations.count_grants)


def list_grants_of(request: GraphRequest) -> Answer:
    """Answer a page of the grants for the user, or to the service principal, in the path."""
    kind, key = _owner(request)
    return answer_page(
        request,
        PERMISSION_GRANT,
        lambda reading, actor, query: operations.list_grants_of(
            reading, actor, key, query, kind=kind
        ),
        lambda reading, actor, query: operations.count_grants_of(
            reading, actor, key, query, kind=kind
        ),
        shower(request, PERMISSION_GRANT),
    )


def count_grants_of(request: GraphRequest) -> Answer:
    """Answer how many grants the object in the path has, as text."""
    kind, key = _owner(request)
    return answer_count(
        request,
        PERMISSION_GRANT,
        lambda reading, actor, query: operations.count_grants_of(
            reading, actor, key, query, kind=kind
        ),
    )


def get_grant(request: GraphRequest) -> Answer:
    """Answer one grant."""
    return answer_one(
        request,
        PERMISSION_GRANT,
        lambda reading, actor: operations.get_grant(reading, actor, _key(request)),
    )


def create_grant(request: GraphRequest) -> Answer:
    """Grant an application permissions for one user, or for all."""
    values = PERMISSION_GRANT.body.read_new(request.body)
    with request.write() as work:
        record = operations.create_grant(work, request.actor, values)
    return created(
        request,
        PERMISSION_GRANT.shown(record),
        context=f"{_GRANTS}/$entity",
        path=f"{_GRANTS}/{record['id']}",
    )


def update_grant(request: GraphRequest) -> Answer:
    """Replace the permissions of a grant."""
    values = PERMISSION_GRANT.body.read(request.body)
    with request.write() as work:
        operations.update_grant(work, request.actor, _key(request), values)
    return no_content()


def delete_grant(request: GraphRequest) -> Answer:
    """Take a grant away."""
    with request.write() as work:
        operations.delete_grant(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "grant", "id")


def _owner(request: GraphRequest) -> tuple[str, ObjectKey]:
    if "user" in request.keys:
        return "user", user_key(request)
    return "servicePrincipal", application_key(request, "servicePrincipal")


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.GRANTS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (_GRANTS, list_grants, PAGE_OPTIONS),
            (f"{_GRANTS}/$count", count_grants, COUNT_OPTIONS),
            (_GRANT, get_grant, ITEM_OPTIONS),
            *(
                route
                for owner in _OWNERS
                for route in (
                    (f"{owner}/{_GRANTS}", list_grants_of, PAGE_OPTIONS),
                    (f"{owner}/{_GRANTS}/$count", count_grants_of, COUNT_OPTIONS),
                )
            ),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.GRANTS_WRITE)
        for method, pattern, endpoint in (
            ("POST", _GRANTS, create_grant),
            ("PATCH", _GRANT, update_grant),
            ("DELETE", _GRANT, delete_grant),
        )
    ),
)
