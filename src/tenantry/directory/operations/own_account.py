"""What people may always do to their own account: change the password, end their sessions.

Whoever calls has let them prove who they are.
"""

from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.user_changes import change_user
from tenantry.storage.unit_of_work import UnitOfWork


def save_own_password(work: UnitOfWork, actor: Actor, password_hash: str) -> None:
    """Keep a new password of the user who calls; sessions from before end."""
    changes = {
        "password_hash": password_hash,
        "password_changed_at": work.instant,
        "sign_in_sessions_valid_from": work.instant,
        "force_change_password": False,
        "force_change_password_with_mfa": False,
    }
    _change(work, actor, activities.CHANGE_PASSWORD, changes)


def end_own_sessions(work: UnitOfWork, actor: Actor) -> None:
    """End every session of the user who calls, in every browser and application."""
    changes = {"sign_in_sessions_valid_from": work.instant}
    _change(work, actor, activities.REVOKE_SESSIONS, changes)


def _change(work: UnitOfWork, actor: Actor, activity: Activity, changes: dict[str, Any]) -> None:
    change_user(work, actor, activity, require_user(work, actor.tenant_id, actor.actor_id), changes)
