"""Owners of groups, applications and service principals, and what somebody owns (§6.1 … §6.9)."""

from functools import partial

from tenantry.directory import rights
from tenantry.directory.operations import owners
from tenantry.directory.operations.lookups import ObjectKey
from tenantry.directory.operations.ownership import APPLICATION_WRITE
from tenantry.graph.answers import Answer, no_content
from tenantry.graph.keys import application_key, member_key, object_key
from tenantry.graph.mixed_pages import (
    MIXED_OPTIONS,
    REFERENCE_OPTIONS,
    FindRelated,
    answer_related,
    answer_related_count,
    answer_related_references,
    types_in_path,
)
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.references import OBJECT_KEY, referred_key

_OWNED = (
    ("group", "groups/{group}", rights.GROUPS_READ, rights.GROUPS_WRITE),
    ("application", "applications/{application}", rights.APPLICATIONS_READ, APPLICATION_WRITE),
    (
        "servicePrincipal",
        "servicePrincipals/{servicePrincipal}",
        rights.APPLICATIONS_READ,
        APPLICATION_WRITE,
    ),
)
_OWNERS = (
    ("user", "users/{user}", rights.USERS_READ),
    ("servicePrincipal", "servicePrincipals/{servicePrincipal}", rights.APPLICATIONS_READ),
)


def list_owners(request: GraphRequest, *, kind: str) -> Answer:
    """Answer a page of the owners, of the type in the path if there is one."""
    return answer_related(request, _owners(request, kind))


def list_references(request: GraphRequest, *, kind: str) -> Answer:
    """Answer a page of references to the owners."""
    return answer_related_references(request, _owners(request, kind))


def count_owners(request: GraphRequest, *, kind: str) -> Answer:
    """Answer how many owners there are, as text."""
    return answer_related_count(request, _owners(request, kind))


def add_owner(request: GraphRequest, *, kind: str) -> Answer:
    """Make the object that the body refers to an owner."""
    owner_id = referred_key(request.body, OBJECT_KEY)
    with request.write() as work:
        owners.add_owner(work, request.actor, kind, _key(request, kind), owner_id)
    return no_content()


def remove_owner(request: GraphRequest, *, kind: str) -> Answer:
    """End an ownership."""
    owner_id = object_key(request, "owner", "id")
    with request.write() as work:
        owners.remove_owner(work, request.actor, kind, _key(request, kind), owner_id)
    return no_content()


def list_owned(request: GraphRequest) -> Answer:
    """Answer a page of what somebody owns, of the type in the path if there is one."""
    return answer_related(request, _owned(request))


def count_owned(request: GraphRequest) -> Answer:
    """Answer how many objects somebody owns, as text."""
    return answer_related_count(request, _owned(request))


def _owners(request: GraphRequest, kind: str) -> FindRelated:
    key, types = _key(request, kind), types_in_path(request, owners.OWNER_TYPES)
    return lambda reading, actor: owners.owners_of(reading, actor, kind, key, types)


def _owned(request: GraphRequest) -> FindRelated:
    types, (kind, key) = types_in_path(request, owners.OWNED_TYPES), member_key(request)
    return lambda reading, actor: owners.owned_by(reading, actor, str(kind), key, types)


def _key(request: GraphRequest, kind: str) -> ObjectKey:
    return object_key(request, kind, "id") if kind == "group" else application_key(request, kind)


_LISTS = (("", False), ("/$count", True), ("/{cast:type}", False), ("/{cast:type}/$count", True))

ROUTES: tuple[Route, ...] = (
    *(
        Route(
            method="GET",
            pattern=f"{path}/owners{ending}",
            endpoint=partial(count_owners if is_count else list_owners, kind=kind),
            permissions=read,
            query_options=() if is_count else MIXED_OPTIONS,
        )
        for kind, path, read, _ in _OWNED
        for ending, is_count in _LISTS
    ),
    *(
        Route(
            method=method,
            pattern=f"{path}/owners{ending}",
            endpoint=partial(endpoint, kind=kind),
            permissions=write,
        )
        for kind, path, _, write in _OWNED
        for method, ending, endpoint in (
            ("POST", "/$ref", add_owner),
            ("DELETE", "/{owner}/$ref", remove_owner),
        )
    ),
    *(
        Route(
            method="GET",
            pattern=f"{path}/ownedObjects{ending}",
            endpoint=count_owned if is_count else list_owned,
            permissions=read,
            query_options=() if is_count else MIXED_OPTIONS,
        )
        for _, path, read in _OWNERS
        for ending, is_count in _LISTS
    ),
    *(
        Route(
            method="GET",
            pattern=f"{path}/owners/$ref",
            endpoint=partial(list_references, kind=kind),
            permissions=read,
            query_options=REFERENCE_OPTIONS,
        )
        for kind, path, read, _ in _OWNED
    ),
)
