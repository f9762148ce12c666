"""Authentication strengths and contexts: what policies ask for by an id.

The built-in strengths are there in every tenant and cannot be changed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.access.conditional.checking import check_context
from tenantry.access.conditional.strengths import (
    BUILT_IN,
    KNOWN_METHODS,
    Strength,
    combinations_of,
    written_combinations,
)
from tenantry.access.operations.conditional_access import authorize_reading, authorize_writing
from tenantry.access.recording import record_named
from tenantry.access.stores import conditional_access, contexts, strengths
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.actions import CONDITIONS_UPDATE
from tenantry.directory.values import Record
from tenantry.errors import ConflictError, InvalidValueError, NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_TOLD = {
    "display_name": "displayName",
    "description": "description",
    "combinations": "allowedCombinations",
    "is_available": "isAvailable",
}
"""What the audit tells of a strength or a context, by its name there."""


def load_strengths(reading: Reading, tenant_id: str) -> Mapping[str, Strength]:
    """Return every strength that the tenant has, by id, for callers that were authorized."""
    own = {
        record["id"]: Strength(
            id=record["id"],
            display_name=record["display_name"],
            combinations=combinations_of(tuple(record["combinations"])),
        )
        for record in strengths.list_all(reading, tenant_id)
    }
    return {**BUILT_IN, **own}


def list_strengths(reading: Reading, actor: Actor) -> list[Record]:
    """Return the built-in strengths and the tenant's own."""
    authorize_reading(actor)
    return [*_BUILT_IN_RECORDS.values(), *strengths.list_all(reading, actor.tenant_id)]


def get_strength(reading: Reading, actor: Actor, strength_id: str) -> Record:
    """Return one strength; `NotFoundError` if there is none."""
    authorize_reading(actor)
    built_in = _BUILT_IN_RECORDS.get(strength_id.lower())
    return built_in or _own_strength(reading, actor, strength_id)


def create_strength(work: UnitOfWork, actor: Actor, values: Record) -> Record:
    """Make a strength of its `display_name`, `description` and `combinations`."""
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    _check_combinations(values["combinations"])
    strength_id = new_id()
    strengths.add(work, actor.tenant_id, strength_id, values)
    made = _own_strength(work, actor, strength_id)
    record_named(work, actor, activities.ADD_STRENGTH, None, made, told=_told)
    return made


def update_strength(work: UnitOfWork, actor: Actor, strength_id: str, changes: Record) -> Record:
    """Change name, description or combinations of an own strength, and return it."""
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    before = _own_strength(work, actor, strength_id)
    if "combinations" in changes:
        _check_combinations(changes["combinations"])
    if changes:
        strengths.save(work, actor.tenant_id, before["id"], changes)
    after = _own_strength(work, actor, strength_id)
    record_named(work, actor, activities.UPDATE_STRENGTH, before, after, told=_told)
    return after


def delete_strength(work: UnitOfWork, actor: Actor, strength_id: str) -> None:
    """Take an own strength away that no policy asks for; `ConflictError` if one does."""
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    before = _own_strength(work, actor, strength_id)
    for policy_id, policy in conditional_access.list_all(work, actor.tenant_id):
        grant = policy.grant_controls
        asked = grant.authentication_strength if grant is not None else None
        if asked is not None and asked.id.lower() == before["id"]:
            message = f"policy `{policy_id}` asks for the strength; change that first"
            raise ConflictError(message)
    strengths.remove(work, actor.tenant_id, before["id"])
    record_named(work, actor, activities.DELETE_STRENGTH, before, None, told=_told)


def list_contexts(reading: Reading, actor: Actor) -> list[Record]:
    """Return the tenant's authentication contexts."""
    authorize_reading(actor)
    return contexts.list_all(reading, actor.tenant_id)


def get_context(reading: Reading, actor: Actor, context_id: str) -> Record:
    """Return one context; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return _context(reading, actor, context_id)


def save_context(work: UnitOfWork, actor: Actor, context_id: str, changes: Record) -> Record:
    """Make the context `c1` to `c99`, or change it, and return it."""
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    check_context(context_id, "id")
    before = contexts.find(work, actor.tenant_id, context_id)
    start = before or {"id": context_id, "description": None, "is_available": False}
    after = {**start, **changes}
    if not (after.get("display_name") or "").strip():
        raise InvalidValueError("displayName", "`displayName` is required")
    contexts.save(work, actor.tenant_id, after)
    activity = activities.UPDATE_CONTEXT if before else activities.ADD_CONTEXT
    record_named(work, actor, activity, before, after, told=_told)
    return after


def find_guarded_contexts(
    reading: Reading, tenant_id: str, wanted: Iterable[str]
) -> tuple[str, ...]:
    """Return those of the contexts *wanted* that an enforced policy guards, whomever it names.

    Who is let in has satisfied them; a context without a policy can be satisfied by nobody.
    """
    asked = frozenset(wanted)
    if not asked:
        return ()
    named: set[str] = set()
    for _, policy in conditional_access.list_active(reading, tenant_id):
        if policy.state == "enabled":
            applications = policy.conditions.applications
            named.update(applications.include_authentication_context_class_references)
    return tuple(sorted(asked & named))


def delete_context(work: UnitOfWork, actor: Actor, context_id: str) -> None:
    """Take a context away that no application can ask for any more."""
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    before = _context(work, actor, context_id)
    if before["is_available"]:
        message = f"context `{context_id}` is available; set `isAvailable` to false first"
        raise ConflictError(message)
    contexts.remove(work, actor.tenant_id, context_id)
    record_named(work, actor, activities.DELETE_CONTEXT, before, None, told=_told)


_BUILT_IN_RECORDS: Mapping[str, Record] = {
    each.id: {
        "id": each.id,
        "display_name": each.display_name,
        "description": None,
        "combinations": written_combinations(each.combinations),
        "created_at": None,
        "modified_at": None,
    }
    for each in BUILT_IN.values()
}


def _check_combinations(combinations: list[str]) -> None:
    path = "allowedCombinations"
    if not combinations:
        raise InvalidValueError(path, f"`{path}` must name at least one combination")
    for index, combination in enumerate(combinations):
        for method in combination.split(","):
            if method not in KNOWN_METHODS:
                known = ", ".join(f"`{each}`" for each in sorted(KNOWN_METHODS))
                message = f"`{path}[{index}]` names `{method}`; known are {known}"
                raise InvalidValueError(f"{path}[{index}]", message)


def _own_strength(reading: Reading, actor: Actor, strength_id: str) -> Record:
    if strength_id.lower() in BUILT_IN:
        raise InvalidValueError("id", "a built-in strength cannot be changed; make your own")
    found = strengths.find(reading, actor.tenant_id, strength_id.lower())
    if found is None:
        message = f"authentication strength `{strength_id}` does not exist"
        raise NotFoundError(message, object_id=strength_id)
    return found


def _context(reading: Reading, actor: Actor, context_id: str) -> Record:
    found = contexts.find(reading, actor.tenant_id, context_id)
    if found is None:
        message = f"authentication context `{context_id}` does not exist"
        raise NotFoundError(message, object_id=context_id)
    return found


def _told(version: Record) -> Mapping[str, Any]:
    return {shown: version[name] for name, shown in _TOLD.items() if name in version}
