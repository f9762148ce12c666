"""The groups an object is in: below `/users`, `/groups` and the like (contract §6.1)."""

from functools import partial

from tenantry.directory import rights
from tenantry.directory.operations import member_objects, memberships
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.answers import Answer, entity
from tenantry.graph.items import shower
from tenantry.graph.keys import member_key
from tenantry.graph.listing import answer_count, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, guid, list_of
from tenantry.graph.wire.directory_objects import entity_of
from tenantry.graph.wire.directory_roles import directory_role_id
from tenantry.graph.wire.groups import GROUP

_MEMBERS = (
    "users/{user}",
    "groups/{group}",
    "servicePrincipals/{servicePrincipal}",
    "devices/{device}",
    "directoryObjects/{object}",
)
_MEMBER_GROUPS = BodyShape(
    {"securityEnabledOnly": Property("security_enabled_only", flag, nullable=False)}
)
_CHECKED_GROUPS = BodyShape(
    {"groupIds": Property("group_ids", list_of(guid), nullable=False)}, required=["groupIds"]
)
_CHECKED_OBJECTS = BodyShape(
    {"ids": Property("ids", list_of(guid), nullable=False)}, required=["ids"]
)
_READ = (*rights.USERS_READ, *rights.GROUPS_READ)


def list_groups(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer a page of the groups that the object is in."""
    _check_cast(request)
    kind, key = member_key(request)
    return answer_page(
        request,
        GROUP,
        lambda reading, actor, query: memberships.list_groups_of(
            reading, actor, key, query, kind=kind, transitive=transitive
        ),
        lambda reading, actor, query: memberships.count_groups_of(
            reading, actor, key, query, kind=kind, transitive=transitive
        ),
        shower(request, GROUP, is_typed=True),
        context="directoryObjects",
    )


def count_groups(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer how many groups the object is in, as text."""
    _check_cast(request)
    kind, key = member_key(request)
    return answer_count(
        request,
        GROUP,
        lambda reading, actor, query: memberships.count_groups_of(
            reading, actor, key, query, kind=kind, transitive=transitive
        ),
    )


def get_member_groups(request: GraphRequest) -> Answer:
    """Answer the ids of all groups the object is in, at any depth."""
    given = _MEMBER_GROUPS.read(request.body or {})
    kind, key = member_key(request)
    with request.read() as reading:
        ids = memberships.get_member_groups(
            reading,
            request.actor,
            key,
            kind=kind,
            security_enabled_only=bool(given.get("security_enabled_only")),
        )
    return entity({"value": ids}, context="Collection(Edm.String)")


def check_member_groups(request: GraphRequest) -> Answer:
    """Answer which of the groups in the body the object is in, at any depth."""
    given = _CHECKED_GROUPS.read_new(request.body)
    asked = given["group_ids"]
    kind, key = member_key(request)
    with request.read() as reading:
        ids = memberships.check_member_groups(
            reading, request.actor, key, asked if isinstance(asked, list) else [], kind=kind
        )
    return entity({"value": ids}, context="Collection(Edm.String)")


def get_member_objects(request: GraphRequest) -> Answer:
    """Answer the ids of the groups and the roles that the object is in."""
    given = _MEMBER_GROUPS.read(request.body or {})
    found = _objects(request, security_enabled_only=bool(given.get("security_enabled_only")))
    return entity({"value": found}, context="Collection(Edm.String)")


def check_member_objects(request: GraphRequest) -> Answer:
    """Answer which of the groups and roles in the body the object is in."""
    asked = _CHECKED_OBJECTS.read_new(request.body)["ids"]
    wanted = [str(each) for each in asked] if isinstance(asked, list) else []
    if len(wanted) > memberships.IDS_PER_CHECK:
        most = memberships.IDS_PER_CHECK
        message = f"at most {most} objects can be checked at once, not {len(wanted)}"
        raise InvalidValueError("ids", message)
    found = set(_objects(request, security_enabled_only=False))
    return entity(
        {"value": [each for each in wanted if each in found]}, context="Collection(Edm.String)"
    )


def _objects(request: GraphRequest, *, security_enabled_only: bool) -> list[str]:
    kind, key = member_key(request)
    with request.read() as reading:
        group_ids, roles = member_objects.get_member_objects(
            reading, request.actor, key, kind=kind, security_enabled_only=security_enabled_only
        )
    return [*group_ids, *(directory_role_id(request.tenant_id, role) for role in roles)]


def _check_cast(request: GraphRequest) -> None:
    cast = request.keys.get("cast")
    if cast is not None and entity_of(str(cast)) is not GROUP:
        raise NotBuiltError(f"memberOf/microsoft.graph.{cast}")


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=f"{member}/{name}{cast}{ending}",
            endpoint=partial(endpoint, transitive=transitive),
            permissions=_READ,
            query_options=query_options,
        )
        for member in _MEMBERS
        for name, transitive in (("memberOf", False), ("transitiveMemberOf", True))
        for cast in ("", "/{cast:type}")
        for ending, endpoint, query_options in (
            ("", list_groups, PAGE_OPTIONS),
            ("/$count", count_groups, COUNT_OPTIONS),
        )
    ),
    *(
        Route(
            method="POST",
            pattern=f"{member}/{name}",
            endpoint=endpoint,
            permissions=_READ,
            reads=True,
        )
        for member in _MEMBERS
        for name, endpoint in (
            ("getMemberGroups", get_member_groups),
            ("checkMemberGroups", check_member_groups),
            ("getMemberObjects", get_member_objects),
            ("checkMemberObjects", check_member_objects),
        )
    ),
)
