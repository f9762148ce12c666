"""Leaving: an external user gives an organization up (behaviour §14.3, decision 12)."""

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import is_external
from tenantry.errors import ConflictError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

EXTERNAL_USER = "externalUser"
"""What the home tenant's feed calls a user of its own as other tenants have it."""


def leave(work: UnitOfWork, actor: Actor, key: str) -> None:
    """Delete the external user *key* of the actor's tenant, as one who left by their own will.

    The account lies in the recycle bin for 30 days.  The home tenant's feed tells of it: whoever
    synchronizes the person into this tenant has to look again (behaviour §7).
    """
    user = require_user(work, actor.tenant_id, key)
    if not is_external(user):
        raise ConflictError(f"`{key}` belongs to this organization; only external users leave")
    USERS.change(work, actor.tenant_id, user, {"left_at": work.instant})
    USERS.set_deleted(work, actor.tenant_id, user["id"], work.instant)
    record_change(
        work,
        actor,
        activities.DELETE_USER,
        object_type="user",
        target=user,
        kind=feed.DELETED,
        details={"Reason": "the user left the organization"},
    )
    if user["home_tenant_id"] and user["home_user_id"]:
        work.record(
            user["home_tenant_id"],
            EXTERNAL_USER,
            user["home_user_id"],
            feed.LEFT,
            related_id=actor.tenant_id,
        )
