"""`/users/delta` and its like: everything first, then what changed (contract §1.11).

The first round lists the objects by id and notes where the change feed stood when it began; the
delta link continues from there.  So a change during the first round is told twice, never missed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import msgspec

from tenantry.clock import format_instant
from tenantry.directory import rights
from tenantry.directory.operations import changes
from tenantry.directory.operations.memberships import list_member_references
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer
from tenantry.graph.delta_items import Tracking, changed_items, group_item, whole_items
from tenantry.graph.odata.options import QueryOptions, check_expand
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.applications import APPLICATION, SERVICE_PRINCIPAL
from tenantry.graph.wire.delta_tokens import DeltaState, decode_state, encode_state, tenant_mark
from tenantry.graph.wire.devices import DEVICE
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.groups import GROUP
from tenantry.graph.wire.users import USER
from tenantry.storage.filters.fields import Fields, Kind, Operator, make_field
from tenantry.storage.filters.tree import Comparison, Filter, In, Or
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading

_LIFETIME = timedelta(days=7)
_OBJECTS_PER_PAGE = 200
_MEMBERS_PER_PAGE = 1000
_ENTRIES_PER_PAGE = 1000
_MOST_IDS = 50
_LATEST = "latest"
_OPTIONS = ("$select", "$filter", "$expand", "$skiptoken", "$deltatoken")
_ID = make_field("id", "eq in", kind=Kind.ID)
_RELATIONSHIPS = {"group": "members", "user": "manager"}
"""The relationship that can be tracked; of groups it is unless `$select` leaves it out."""


def delta(request: GraphRequest, *, entity: Entity) -> Answer:
    """Answer a page of a delta query: of the first round, or of the changes since."""
    with request.read() as reading:
        changes.require_changes(request.actor, entity.name)
        state = _state(request, reading, entity)
        tracking = _tracking(entity, state)
        if request.options.delta_token == _LATEST:
            return _answer(request, reading, tracking, [], state)
        if state.position is None:
            return _changes(request, reading, tracking, state)
        if tracking.relationship == "members":
            return _first_groups(request, reading, tracking, state)
        return _first_objects(request, reading, tracking, state)


def _state(request: GraphRequest, reading: Reading, entity: Entity) -> DeltaState:
    """Return where the request goes on, or the start of a delta query as it asks for one."""
    options = request.options
    token = options.skip_token or options.delta_token
    if token and token != _LATEST:
        return decode_state(
            token,
            collection=entity.collection,
            tenant_id=request.tenant_id,
            oldest=format_instant(reading.now - _LIFETIME),
        )
    return DeltaState(
        collection=entity.collection,
        tenant=tenant_mark(request.tenant_id),
        watermark=changes.newest_watermark(reading, request.actor),
        issued_at=reading.instant,
        select=_select(options, entity),
        ids=_ids(options),
        position=None if token == _LATEST else "",
    )


def _select(options: QueryOptions, entity: Entity) -> tuple[str, ...]:
    """Return the selected properties, the relationship among them; empty for the default."""
    relationship = _RELATIONSHIPS.get(entity.name, "")
    known = [relationship] if relationship else []
    expanded = check_expand(options, known)
    asked = [name for name in options.select if name.lower() == relationship]
    others = [name for name in options.select if name.lower() != relationship]
    selected = entity.select(replace(options, select=tuple(others)))
    tracked = [relationship] if asked or expanded else []
    if tracked and not options.select:
        selected = entity.default_names
    return (*selected, *tracked)


def _ids(options: QueryOptions) -> tuple[str, ...]:
    """Return the ids that `$filter` limits the query to; empty for no limit."""
    condition = options.condition(Fields([_ID]))
    if condition is None:
        return ()
    ids = tuple(_ids_in(condition))
    if len(ids) > _MOST_IDS:
        message = f"`$filter` names {len(ids)} ids, at most {_MOST_IDS} can be followed"
        raise InvalidValueError("$filter", message)
    return ids


def _ids_in(condition: Filter) -> Iterable[str]:
    match condition:
        case Or(terms):
            for term in terms:
                yield from _ids_in(term)
        case In(_, values):
            yield from map(str, values)
        case Comparison(_, Operator.EQ, value):
            yield str(value)
        case _:
            message = "a delta query is filtered by `id eq '…' or id eq '…'` only"
            raise InvalidValueError("$filter", message)


def _tracking(entity: Entity, state: DeltaState) -> Tracking:
    relationship = _RELATIONSHIPS.get(entity.name)
    names = [name for name in state.select if name not in {"id", relationship}]
    defaults = [name for name in entity.default_names if name != "id"]
    is_followed = relationship in state.select or (entity is GROUP and not state.select)
    return Tracking(
        entity=entity,
        names=("id", *(names or defaults)),
        relationship=relationship if is_followed else None,
    )


def _first_objects(
    request: GraphRequest, reading: Reading, tracking: Tracking, state: DeltaState
) -> Answer:
    """Answer a page of the objects as they are now."""
    query = _first_query(state)
    page = changes.list_all(reading, request.actor, tracking.entity.name, query)
    items = whole_items(reading, request.actor, tracking, page.records)
    position = str(page.next[-1]) if page.next else None
    return _answer(request, reading, tracking, items, _at(state, position))


def _first_groups(
    request: GraphRequest, reading: Reading, tracking: Tracking, state: DeltaState
) -> Answer:
    """Answer a page of groups with their members; a large group goes on over several pages."""
    page = changes.list_all(reading, request.actor, "group", _first_query(state))
    items: list[JsonObject] = []
    room, position, member = _MEMBERS_PER_PAGE, state.position, state.member
    for record in page.records:
        references = list_member_references(
            reading, request.actor, record["id"], after=member, limit=room + 1
        )
        kept = references[:room]
        items.append(group_item(reading, request.actor, tracking, record, kept))
        if len(references) > room:
            following = _at(state, position, member=kept[-1][1] if kept else member)
            return _answer(request, reading, tracking, items, following)
        room, position, member = room - len(kept), record["id"], ""
    following = _at(state, position if page.next else None)
    return _answer(request, reading, tracking, items, following)


def _changes(
    request: GraphRequest, reading: Reading, tracking: Tracking, state: DeltaState
) -> Answer:
    """Answer a page of what changed."""
    page = changes.list_changes(
        reading, request.actor, tracking.entity.name, state.watermark, limit=_ENTRIES_PER_PAGE
    )
    followed = [one for one in page.changes if not state.ids or one.object_id in state.ids]
    is_minimal = request.prefers("return=minimal")
    items = changed_items(reading, request.actor, tracking, followed, is_minimal=is_minimal)
    following = msgspec.structs.replace(state, watermark=page.watermark)
    return _answer(request, reading, tracking, items, following, is_last=page.is_last)


def _first_query(state: DeltaState) -> PageQuery:
    return PageQuery(
        condition=In(_ID, state.ids) if state.ids else None,
        after=(state.position,) if state.position else None,
        limit=_OBJECTS_PER_PAGE,
    )


def _at(state: DeltaState, position: str | None, *, member: str = "") -> DeltaState:
    return msgspec.structs.replace(state, position=position, member=member)


def _answer(
    request: GraphRequest,
    reading: Reading,
    tracking: Tracking,
    items: list[JsonObject],
    following: DeltaState,
    *,
    is_last: bool = True,
) -> Answer:
    """Answer *items* with the link to what comes next: a page, or later the changes."""
    is_last = is_last and following.position is None
    token = encode_state(msgspec.structs.replace(following, issued_at=reading.instant))
    option = "$deltatoken" if is_last else "$skiptoken"
    collection = tracking.entity.collection
    link = request.link_to(f"{collection}/delta?{option}={token}")
    body = {"@odata.deltaLink" if is_last else "@odata.nextLink": link, "value": items}
    return Answer(body=body, context=context_of(collection, following.select))


ROUTES = tuple(
    Route(
        method="GET",
        pattern=f"{entity.collection}/delta",
        endpoint=partial(delta, entity=entity),
        permissions=permissions,
        query_options=_OPTIONS,
    )
    for entity, permissions in (
        (USER, (*rights.USERS_READ_BASIC, *rights.USERS_READ)),
        (GROUP, rights.GROUPS_READ),
        (APPLICATION, rights.APPLICATIONS_READ),
        (SERVICE_PRINCIPAL, rights.APPLICATIONS_READ),
        (DEVICE, rights.DEVICES_READ),
    )
)
