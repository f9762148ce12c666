"""A change of one user that was decided already: written, and told in the feed and the audit."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit.activities import Activity
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork


def change_user(
    work: UnitOfWork, actor: Actor, activity: Activity, user: Record, changes: Mapping[str, Any]
) -> Record:
    """Write *changes* of the user as *activity*, for callers that were authorized; return it."""
    USERS.change(work, actor.tenant_id, user, changes)
    after = {**user, **changes}
    record_change(
        work,
        actor,
        activity,
        object_type="user",
        target=after,
        kind=feed.UPDATED,
        changes=changes,
        before=user,
    )
    return after
