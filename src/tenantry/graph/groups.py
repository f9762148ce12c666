"""`/groups` (contract §6.2)."""

from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import groups
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import group_key
from tenantry.graph.listing import answer_count, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS, check_expand
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.groups import GROUP

_GROUP = "groups/{group}"
_RELATIONSHIPS_NOT_BUILT = (
    "createdOnBehalfOf",
    "memberOf",
    "members",
    "owners",
    "transitiveMemberOf",
    "transitiveMembers",
)


def list_groups(request: GraphRequest) -> Answer:
    """Answer a page of groups."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    return answer_page(
        request, GROUP, groups.list_groups, groups.count_groups, shower(request, GROUP)
    )


def count_groups(request: GraphRequest) -> Answer:
    """Answer how many groups there are, as text."""
    return answer_count(request, GROUP, groups.count_groups)


def get_group(request: GraphRequest) -> Answer:
    """Answer one group."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    selected = GROUP.select(request.options)
    with request.read() as reading:
        group = groups.get_group(reading, request.actor, group_key(request))
    return entity(GROUP.shown(group, selected), context=f"{context_of('groups', selected)}/$entity")


def create_group(request: GraphRequest) -> Answer:
    """Add a group with its first members and owners."""
    values: dict[str, Any] = GROUP.body.read_new(request.body)
    member_ids, owner_ids = values.pop("member_ids", ()), values.pop("owner_ids", ())
    with request.write() as work:
        group = groups.create_group(
            work, request.actor, values, member_ids=member_ids, owner_ids=owner_ids
        )
    return created(
        request, GROUP.shown(group), context="groups/$entity", path=f"groups/{group['id']}"
    )


def update_group(request: GraphRequest) -> Answer:
    """Change what the body names, and add the members it binds."""
    values: dict[str, Any] = GROUP.body.read(request.body)
    member_ids = values.pop("member_ids", ())
    if "owner_ids" in values:
        message = "owners are bound where a group is made; later `/owners/$ref` adds them"
        raise InvalidValueError("owners@odata.bind", message)
    with request.write() as work:
        groups.update_group(work, request.actor, group_key(request), values, member_ids=member_ids)
    return no_content()


def delete_group(request: GraphRequest) -> Answer:
    """Move a group to the recycle bin."""
    with request.write() as work:
        groups.delete_group(work, request.actor, group_key(request))
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.GROUPS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            ("groups", list_groups, (*PAGE_OPTIONS, "$expand")),
            ("groups/$count", count_groups, COUNT_OPTIONS),
            (_GROUP, get_group, (*ITEM_OPTIONS, "$expand")),
        )
    ),
    Route(method="POST", pattern="groups", endpoint=create_group, permissions=rights.GROUPS_CREATE),
    *(
        Route(method=method, pattern=_GROUP, endpoint=endpoint, permissions=rights.GROUPS_WRITE)
        for method, endpoint in (("PATCH", update_group), ("DELETE", delete_group))
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_GROUP}/{name}")
        for method, name in (
            ("POST", "assignLicense"),
            ("POST", "retryServiceProvisioning"),
            ("POST", "validateProperties"),
            ("GET", "createdOnBehalfOf/**"),
            ("GET", "membersWithLicenseErrors/**"),
        )
    ),
)
