"""The password of the caller: what people may always change about themselves."""

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores.objects import USERS
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork


def save_own_password(work: UnitOfWork, actor: Actor, password_hash: str) -> None:
    """Keep a new password of the user who calls; sessions from before end.

    The caller has shown the old one.
    """
    user = require_user(work, actor.tenant_id, actor.actor_id)
    changes = {
        "password_hash": password_hash,
        "password_changed_at": work.instant,
        "sign_in_sessions_valid_from": work.instant,
        "force_change_password": False,
        "force_change_password_with_mfa": False,
    }
    USERS.change(work, actor.tenant_id, user, changes)
    record_change(
        work,
        actor,
        activities.CHANGE_PASSWORD,
        object_type="user",
        target=user,
        kind=feed.UPDATED,
        changes=changes,
        before=user,
    )
