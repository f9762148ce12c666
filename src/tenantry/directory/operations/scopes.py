"""What a role over an administrative unit lets its holder do to the members of the unit.

What the role does to single users or groups, it does to them; a group that is a member brings
itself, not those who are in it.
"""

from tenantry.actor import Actor, ActorKind
from tenantry.directory import units
from tenantry.directory.relations import Relation
from tenantry.directory.role_actions import actions_of
from tenantry.directory.stores import relations, roles
from tenantry.storage.unit_of_work import Reading


def require_over(reading: Reading, actor: Actor, object_id: str, action: str, *any_of: str) -> None:
    """Raise `NotPermittedError` unless the actor holds one of *any_of* for the object.

    A user holds it by a role over the tenant, or by one with *action* over a unit that the
    object is in.
    """
    if not actor.may(*any_of) and action in actions_over(reading, actor, object_id):
        actor.require_as_owner(*any_of)
    else:
        actor.require(*any_of)


def actions_over(reading: Reading, actor: Actor, object_id: str) -> frozenset[str]:
    """Return what the roles of a user over units let them do to an object."""
    if actor.kind is not ActorKind.USER:
        return frozenset()
    held = roles.list_scoped(reading, actor.tenant_id, actor.actor_id)
    if not held:
        return frozenset()
    around = relations.list_object_ids(reading, actor.tenant_id, Relation.UNIT_MEMBER, object_id)
    role_ids = [role_id for role_id, scope in held if units.unit_in(scope) in around]
    return actions_of(role_ids) & units.SCOPED_ACTIONS
