"""Named locations: ranges of addresses that Conditional Access policies name (contract §6.11)."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.access.conditional.locations import MOST_RANGES, NamedLocation, read_range
from tenantry.access.operations.conditional_access import READ, WRITE
from tenantry.access.recording import record_named
from tenantry.access.stores import conditional_access, named_locations as store
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions
from tenantry.directory.operations.protection import check_protection
from tenantry.directory.values import Record
from tenantry.errors import ConflictError, InvalidValueError, NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

MOST_LOCATIONS = 195
_TOLD = ("display_name", "ip_ranges", "is_trusted")


def load_locations(reading: Reading, tenant_id: str) -> Mapping[str, NamedLocation]:
    """Return every location of the tenant by id, for callers that were authorized."""
    return {
        record["id"]: NamedLocation(
            ranges=tuple(read_range(each, "ipRanges") for each in record["ip_ranges"]),
            is_trusted=bool(record["is_trusted"]),
        )
        for record in store.list_all(reading, tenant_id)
    }


def list_locations(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the locations."""
    _authorize_reading(actor)
    return store.list_page(reading, actor.tenant_id, query)


def count_locations(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many locations meet the condition of *query*."""
    _authorize_reading(actor)
    return store.count(reading, actor.tenant_id, query)


def get_location(reading: Reading, actor: Actor, location_id: str) -> Record:
    """Return one location; `NotFoundError` if there is none."""
    _authorize_reading(actor)
    return _require(reading, actor, location_id)


def create_location(work: UnitOfWork, actor: Actor, values: Record) -> Record:
    """Make a location of its `display_name`, `ip_ranges` and `is_trusted`, and return it."""
    _authorize_writing(work, actor, actions.LOCATIONS_CREATE)
    if store.count(work, actor.tenant_id, PageQuery()) >= MOST_LOCATIONS:
        message = f"a tenant has at most {MOST_LOCATIONS} named locations; delete one first"
        raise InvalidValueError("namedLocations", message)
    _check_ranges(values["ip_ranges"])
    location_id = new_id()
    store.add(work, actor.tenant_id, location_id, {"is_trusted": False, **values})
    made = _require(work, actor, location_id)
    record_named(work, actor, activities.ADD_NAMED_LOCATION, None, made, told=_told)
    return made


def update_location(work: UnitOfWork, actor: Actor, location_id: str, changes: Record) -> None:
    """Change what *changes* names; the ranges are replaced as a whole."""
    _authorize_writing(work, actor, actions.LOCATIONS_UPDATE)
    before = _require(work, actor, location_id)
    if "ip_ranges" in changes:
        _check_ranges(changes["ip_ranges"])
    if not changes:
        return
    store.save(work, actor.tenant_id, before["id"], changes)
    after = _require(work, actor, location_id)
    record_named(work, actor, activities.UPDATE_NAMED_LOCATION, before, after, told=_told)


def delete_location(work: UnitOfWork, actor: Actor, location_id: str) -> None:
    """Take a location away that is not trusted and that no policy names."""
    _authorize_writing(work, actor, actions.LOCATIONS_DELETE)
    before = _require(work, actor, location_id)
    if before["is_trusted"]:
        raise ConflictError("the location is trusted; set `isTrusted` to false first")
    for policy_id, policy in conditional_access.list_all(work, actor.tenant_id):
        locations = policy.conditions.locations
        if locations is not None and before["id"] in {
            name.lower() for name in (*locations.include_locations, *locations.exclude_locations)
        }:
            raise ConflictError(f"policy `{policy_id}` names the location; change that first")
    store.remove(work, actor.tenant_id, before["id"])
    record_named(work, actor, activities.DELETE_NAMED_LOCATION, before, None, told=_told)


def _authorize_reading(actor: Actor) -> None:
    actor.require(*READ)
    actor.require_actions(actions.LOCATIONS_READ)


def _authorize_writing(reading: Reading, actor: Actor, action: str) -> None:
    actor.require(*WRITE)
    actor.require_actions(action)
    check_protection(reading, actor, [action])


def _check_ranges(ranges: Sequence[Mapping[str, Any]]) -> None:
    if not 1 <= len(ranges) <= MOST_RANGES:
        message = f"`ipRanges` must have 1 to {MOST_RANGES} ranges, not {len(ranges)}"
        raise InvalidValueError("ipRanges", message)
    for index, written in enumerate(ranges):
        read_range(written, f"ipRanges[{index}]")


def _require(reading: Reading, actor: Actor, location_id: str) -> Record:
    found = store.find(reading, actor.tenant_id, location_id.lower())
    if found is None:
        message = f"named location `{location_id}` does not exist"
        raise NotFoundError(message, object_id=location_id)
    return found


def _told(location: Record) -> Mapping[str, Any]:
    return {name: location[name] for name in _TOLD}
