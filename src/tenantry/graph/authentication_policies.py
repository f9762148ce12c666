"""Authentication strengths and contexts, which only beta has (contract §6.11)."""

from collections.abc import Iterable

from tenantry.access.operations import authentication
from tenantry.access.operations.conditional_access import READ, WRITE
from tenantry.directory.values import Record
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_one
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.authentication_contexts import CONTEXT, CONTEXT_BODY, NEW_CONTEXT_BODY
from tenantry.graph.wire.authentication_strengths import (
    COMBINATIONS_BODY,
    STRENGTH,
    STRENGTH_BODY,
    STRENGTH_CHANGES,
)
from tenantry.graph.wire.entities import Entity

_STRENGTHS = STRENGTH.collection
_STRENGTH = f"{_STRENGTHS}/{{strength}}"
_CONTEXTS = CONTEXT.collection
_CONTEXT = f"{_CONTEXTS}/{{context}}"
_BETA = ("beta",)


def list_strengths(request: GraphRequest) -> Answer:
    """Answer the built-in strengths and the tenant's own."""
    with request.read() as reading:
        found = authentication.list_strengths(reading, request.actor)
    return _all(request, STRENGTH, found)


def get_strength(request: GraphRequest) -> Answer:
    """Answer one strength."""
    return answer_one(
        request,
        STRENGTH,
        lambda reading, actor: authentication.get_strength(reading, actor, _strength(request)),
    )


def create_strength(request: GraphRequest) -> Answer:
    """Make a strength."""
    values = {"description": None, **STRENGTH_BODY.read_new(request.body)}
    with request.write() as work:
        made = authentication.create_strength(work, request.actor, values)
    return created(
        request,
        STRENGTH.shown(made),
        context=f"{_STRENGTHS}/$entity",
        path=f"{_STRENGTHS}/{made['id']}",
    )


def update_strength(request: GraphRequest) -> Answer:
    """Change the name or the description of a strength."""
    changes = STRENGTH_CHANGES.read(request.body)
    with request.write() as work:
        authentication.update_strength(work, request.actor, _strength(request), changes)
    return no_content()


def update_combinations(request: GraphRequest) -> Answer:
    """Replace what a strength allows, and say what it was."""
    changes = COMBINATIONS_BODY.read_new(request.body)
    with request.write() as work:
        key = _strength(request)
        before = authentication.get_strength(work, request.actor, key)
        after = authentication.update_strength(work, request.actor, key, changes)
    body = {
        "previousCombinations": before["combinations"],
        "currentCombinations": after["combinations"],
        "additionalInformation": "",
    }
    return entity(body, context="microsoft.graph.updateAllowedCombinationsResult")


def delete_strength(request: GraphRequest) -> Answer:
    """Take a strength away."""
    with request.write() as work:
        authentication.delete_strength(work, request.actor, _strength(request))
    return no_content()


def list_contexts(request: GraphRequest) -> Answer:
    """Answer the tenant's authentication contexts."""
    with request.read() as reading:
        found = authentication.list_contexts(reading, request.actor)
    return _all(request, CONTEXT, found)


def get_context(request: GraphRequest) -> Answer:
    """Answer one context."""
    return answer_one(
        request,
        CONTEXT,
        lambda reading, actor: authentication.get_context(reading, actor, _context(request)),
    )


def create_context(request: GraphRequest) -> Answer:
    """Make a context under the id that the body names."""
    values = NEW_CONTEXT_BODY.read_new(request.body)
    context_id = str(values.pop("id"))
    with request.write() as work:
        made = authentication.save_context(work, request.actor, context_id, values)
    return created(
        request,
        CONTEXT.shown(made),
        context=f"{_CONTEXTS}/$entity",
        path=f"{_CONTEXTS}/{context_id}",
    )


def update_context(request: GraphRequest) -> Answer:
    """Change a context, or make it."""
    changes = CONTEXT_BODY.read(request.body)
    with request.write() as work:
        authentication.save_context(work, request.actor, _context(request), changes)
    return no_content()


def delete_context(request: GraphRequest) -> Answer:
    """Take a context away."""
    with request.write() as work:
        authentication.delete_context(work, request.actor, _context(request))
    return no_content()


def _all(request: GraphRequest, shown_as: Entity, records: Iterable[Record]) -> Answer:
    selected = shown_as.select(request.options)
    items = [shown_as.shown(record, selected) for record in records]
    return collection(request, items, context=context_of(shown_as.collection, selected))


def _strength(request: GraphRequest) -> str:
    return object_key(request, "strength")


def _context(request: GraphRequest) -> str:
    return object_key(request, "context")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=READ,
            versions=_BETA,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in (
            (_STRENGTHS, list_strengths),
            (_STRENGTH, get_strength),
            (_CONTEXTS, list_contexts),
            (_CONTEXT, get_context),
        )
    ),
    *(
        Route(
            method=method,
            pattern=pattern,
            endpoint=endpoint,
            permissions=WRITE,
            versions=_BETA,
        )
        for method, pattern, endpoint in (
            ("POST", _STRENGTHS, create_strength),
            ("PATCH", _STRENGTH, update_strength),
            ("DELETE", _STRENGTH, delete_strength),
            ("POST", f"{_STRENGTH}/updateAllowedCombinations", update_combinations),
            ("POST", _CONTEXTS, create_context),
            ("PATCH", _CONTEXT, update_context),
            ("DELETE", _CONTEXT, delete_context),
        )
    ),
)
