"""Protected actions: those that take an authentication context, whatever role or application.

Applications that call for themselves cannot satisfy one, and are not asked (ADR 0025).
Source: behaviour §19; claims RBAC-003, RBAC-004.
"""

from collections.abc import Collection

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget, modifications
from tenantry.directory import actions, rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.resource_actions import (
    RESOURCE_ACTIONS,
    ResourceAction,
    find_action_by_id,
)
from tenantry.directory.role_definitions import AUTHENTICATION_CONTEXT
from tenantry.directory.stores import protections as store
from tenantry.errors import ContextRequiredError, InvalidValueError
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_CONTEXT = "authentication_context_id"


def check_protection(reading: Reading, actor: Actor, names: Collection[str]) -> None:
    """Raise `ContextRequiredError` if an action of *names* takes a context that a user lacks."""
    if actor.kind is not ActorKind.USER or not names:
        return
    needed = store.find_contexts(reading, actor.tenant_id, names).values()
    missing = sorted({*needed} - actor.contexts)
    if missing:
        raise ContextRequiredError(missing[0])


def list_actions(reading: Reading, actor: Actor) -> list[tuple[ResourceAction, str | None]]:
    """Return every action with the authentication context that it is bound to, if any."""
    actor.require(*rights.ROLES_READ)
    contexts = store.find_contexts(reading, actor.tenant_id)
    return [(action, contexts.get(action.name)) for action in RESOURCE_ACTIONS]


def get_action(reading: Reading, actor: Actor, action_id: str) -> tuple[ResourceAction, str | None]:
    """Return the action with this id and its context; `NotFoundError` if there is none."""
    actor.require(*rights.ROLES_READ)
    action = _require_action(action_id)
    contexts = store.find_contexts(reading, actor.tenant_id, [action.name])
    return action, contexts.get(action.name)


def protect_action(work: UnitOfWork, actor: Actor, action_id: str, context_id: str | None) -> None:
    """Bind an action to an authentication context, or to none.

    Raises:
        InvalidValueError: The action cannot be protected, or there is no such context.
        ContextRequiredError: This itself is a protected action, and the user lacks its context.
    """
    actor.require(*rights.ROLES_WRITE)
    actor.require_actions(actions.PROTECTION_WRITE)
    check_protection(work, actor, [actions.PROTECTION_WRITE])
    action = _require_action(action_id)
    if not action.is_protectable:
        message = f"`{action.name}` cannot be protected: `isAuthenticationContextSettable` is false"
        raise InvalidValueError(_CONTEXT, message)
    if context_id is not None and not AUTHENTICATION_CONTEXT.fullmatch(context_id):
        message = f"`{context_id}` is no authentication context; give an id from `c1` to `c99`"
        raise InvalidValueError(_CONTEXT, message)
    before = store.find_contexts(work, actor.tenant_id, [action.name]).get(action.name)
    if before == context_id:
        return
    store.save_context(work, actor.tenant_id, action.name, context_id)
    entry = AuditEntry(
        activity=activities.UPDATE_PROTECTED_ACTION,
        target=AuditTarget(type="ResourceAction", id=action.id, name=action.name),
        modified=modifications({_CONTEXT: context_id}, {_CONTEXT: before}),
    )
    audit.add(work, actor, actor.tenant_id, entry)


def _require_action(action_id: str) -> ResourceAction:
    action = find_action_by_id(action_id)
    if action is None:
        raise not_found(action_id)
    return action
