"""App role assignments, seen from the resource and from the principal (contract §5)."""

from tenantry.directory import rights
from tenantry.directory.operations import assignments
from tenantry.graph.answers import Answer, created, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import application_key, member_key, object_key
from tenantry.graph.listing import answer_count, answer_one, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.app_role_assignments import ASSIGNMENT

_ON_RESOURCE = "servicePrincipals/{servicePrincipal}/appRoleAssignedTo"
_OF_PRINCIPAL = tuple(
    f"{principal}/appRoleAssignments"
    for principal in ("users/{user}", "groups/{group}", "servicePrincipals/{servicePrincipal}")
)


def list_assigned_to(request: GraphRequest) -> Answer:
    """Answer a page of the assignments on a service principal."""
    key = application_key(request, "servicePrincipal")
    return answer_page(
        request,
        ASSIGNMENT,
        lambda reading, actor, query: assignments.list_assigned_to(reading, actor, key, query),
        lambda reading, actor, query: assignments.count_assigned_to(reading, actor, key, query),
        shower(request, ASSIGNMENT),
    )


def count_assigned_to(request: GraphRequest) -> Answer:
    """Answer how many assignments on a service principal there are, as text."""
    key = application_key(request, "servicePrincipal")
    return answer_count(
        request,
        ASSIGNMENT,
        lambda reading, actor, query: assignments.count_assigned_to(reading, actor, key, query),
    )


def list_assignments(request: GraphRequest) -> Answer:
    """Answer a page of what is assigned to the principal in the path."""
    kind, key = member_key(request)
    return answer_page(
        request,
        ASSIGNMENT,
        lambda reading, actor, query: assignments.list_assignments(
            reading, actor, key, query, kind=kind
        ),
        lambda reading, actor, query: assignments.count_assignments(
            reading, actor, key, query, kind=kind
        ),
        shower(request, ASSIGNMENT),
    )


def count_assignments(request: GraphRequest) -> Answer:
    """Answer how much is assigned to the principal in the path, as text."""
    kind, key = member_key(request)
    return answer_count(
        request,
        ASSIGNMENT,
        lambda reading, actor, query: assignments.count_assignments(
            reading, actor, key, query, kind=kind
        ),
    )


def get_assignment(request: GraphRequest) -> Answer:
    """Answer one assignment of, or on, the object in the path."""
    kind, key = member_key(request)
    return answer_one(
        request,
        ASSIGNMENT,
        lambda reading, actor: assignments.get_assignment(
            reading, actor, key, object_key(request, "assignment", "id"), kind=kind
        ),
    )


def create_assigned_to(request: GraphRequest) -> Answer:
    """Assign a role of the service principal in the path."""
    return _created(request, "resource_id", "appRoleAssignedTo")


def create_assignment(request: GraphRequest) -> Answer:
    """Assign a role to the principal in the path."""
    return _created(request, "principal_id", "appRoleAssignments")


def delete_assignment(request: GraphRequest) -> Answer:
    """Take away an assignment of, or on, the object in the path."""
    kind, key = member_key(request)
    with request.write() as work:
        assignments.delete_assignment(
            work, request.actor, key, object_key(request, "assignment", "id"), kind=kind
        )
    return no_content()


def _created(request: GraphRequest, owner_column: str, relationship: str) -> Answer:
    """Answer a new assignment; 404 where it is not about the object in the path."""
    values = ASSIGNMENT.body.read_new(request.body)
    kind, key = member_key(request)
    with request.write() as work:
        record = assignments.create_assignment(work, request.actor, values)
        assignments.get_assignment(work, request.actor, key, record["id"], kind=kind)
    collection = {"user": "users", "group": "groups"}.get(kind or "", "servicePrincipals")
    owner = record[owner_column]
    return created(
        request,
        ASSIGNMENT.shown(record),
        context=f"{collection}('{owner}')/{relationship}/$entity",
        path=f"{collection}/{owner}/{relationship}/{record['id']}",
    )


_WRITE = rights.ASSIGNMENTS_WRITE

ROUTES = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.APPLICATIONS_READ,
            query_options=query_options,
        )
        for path, list_, count in (
            (_ON_RESOURCE, list_assigned_to, count_assigned_to),
            *((path, list_assignments, count_assignments) for path in _OF_PRINCIPAL),
        )
        for pattern, endpoint, query_options in (
            (path, list_, PAGE_OPTIONS),
            (f"{path}/$count", count, COUNT_OPTIONS),
            (f"{path}/{{assignment}}", get_assignment, ITEM_OPTIONS),
        )
    ),
    *(
        Route(method="POST", pattern=path, endpoint=endpoint, permissions=_WRITE)
        for path, endpoint in (
            (_ON_RESOURCE, create_assigned_to),
            *((path, create_assignment) for path in _OF_PRINCIPAL),
        )
    ),
    *(
        Route(
            method="DELETE",
            pattern=f"{path}/{{assignment}}",
            endpoint=delete_assignment,
            permissions=_WRITE,
        )
        for path in (_ON_RESOURCE, *_OF_PRINCIPAL)
    ),
)
