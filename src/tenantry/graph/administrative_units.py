"""`/directory/administrativeUnits` and their members (contract §6.7)."""

from tenantry.directory import rights
from tenantry.directory.operations import units as operations
from tenantry.directory.units import MEMBER_TYPES
from tenantry.graph.answers import Answer, created, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_one, answer_page
from tenantry.graph.mixed_pages import (
    MIXED_OPTIONS,
    REFERENCE_OPTIONS,
    FindRelated,
    answer_related,
    answer_related_count,
    answer_related_references,
    types_in_path,
)
from tenantry.graph.odata.options import FILTER_OPTIONS, ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.administrative_units import UNIT
from tenantry.graph.wire.references import OBJECT_KEY, referred_key

_UNITS = UNIT.collection
_UNIT = f"{_UNITS}/{{unit}}"
_MEMBERS = f"{_UNIT}/members"


def list_units(request: GraphRequest) -> Answer:
    """Answer a page of units."""
    return answer_page(
        request, UNIT, operations.list_units, operations.count_units, shower(request, UNIT)
    )


def get_unit(request: GraphRequest) -> Answer:
    """Answer one unit."""
    return answer_one(
        request, UNIT, lambda reading, actor: operations.get_unit(reading, actor, _key(request))
    )


def create_unit(request: GraphRequest) -> Answer:
    """Add a unit."""
    values = UNIT.body.read_new(request.body)
    with request.write() as work:
        unit = operations.create_unit(work, request.actor, values)
    path = f"{_UNITS}/{unit['id']}"
    return created(request, UNIT.shown(unit), context=f"{_UNITS}/$entity", path=path)


def update_unit(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = UNIT.body.read(request.body)
    with request.write() as work:
        operations.update_unit(work, request.actor, _key(request), values)
    return no_content()


def delete_unit(request: GraphRequest) -> Answer:
    """Delete a unit."""
    with request.write() as work:
        operations.delete_unit(work, request.actor, _key(request))
    return no_content()


def list_members(request: GraphRequest) -> Answer:
    """Answer a page of the members, of the type in the path if there is one."""
    return answer_related(request, _members(request))


def list_references(request: GraphRequest) -> Answer:
    """Answer a page of references to the members."""
    return answer_related_references(request, _members(request))


def count_members(request: GraphRequest) -> Answer:
    """Answer how many members there are, as text."""
    return answer_related_count(request, _members(request))


def add_member(request: GraphRequest) -> Answer:
    """Bring the object that the body refers to into the unit."""
    member_id = referred_key(request.body, OBJECT_KEY)
    with request.write() as work:
        operations.add_unit_member(work, request.actor, _key(request), member_id)
    return no_content()


def remove_member(request: GraphRequest) -> Answer:
    """Take a member out of the unit."""
    member_id = object_key(request, "member", "id")
    with request.write() as work:
        operations.remove_unit_member(work, request.actor, _key(request), member_id)
    return no_content()


def _members(request: GraphRequest) -> FindRelated:
    key, types = _key(request), types_in_path(request, MEMBER_TYPES)
    return lambda reading, actor: operations.members_of(reading, actor, key, types)


def _key(request: GraphRequest) -> str:
    return object_key(request, "unit", "id")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.UNITS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (_UNITS, list_units, FILTER_OPTIONS),
            (_UNIT, get_unit, ITEM_OPTIONS),
            (_MEMBERS, list_members, MIXED_OPTIONS),
            (f"{_MEMBERS}/$ref", list_references, REFERENCE_OPTIONS),
            (f"{_MEMBERS}/$count", count_members, ()),
            (f"{_MEMBERS}/{{cast:type}}", list_members, MIXED_OPTIONS),
            (f"{_MEMBERS}/{{cast:type}}/$count", count_members, ()),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.UNITS_WRITE)
        for method, pattern, endpoint in (
            ("POST", _UNITS, create_unit),
            ("PATCH", _UNIT, update_unit),
            ("DELETE", _UNIT, delete_unit),
            ("POST", f"{_MEMBERS}/$ref", add_member),
            ("DELETE", f"{_MEMBERS}/{{member}}/$ref", remove_member),
        )
    ),
    NotBuiltRoute(method="GET", pattern=f"{_UNITS}/delta"),
    NotBuiltRoute(method="POST", pattern=_MEMBERS),
)
