"""What every registration has in common: whose it is, the room for it, the audit of it."""

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.recording import record_audit
from tenantry.directory.values import Record
from tenantry.signin.authentication.methods import Method, check_display_name, check_room
from tenantry.signin.authentication.stores.methods import add_method, list_methods
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def register(work: UnitOfWork, actor: Actor, user: Record, method: Method) -> None:
    """Keep a new method of *user*, and say so in the audit.

    Raises `InvalidValueError` for its name, `ConflictError` where there is no room.
    """
    tenant_id, user_id = actor.tenant_id, user["id"]
    check_display_name(method.display_name)
    check_room(method.kind, len(list_methods(work, tenant_id, user_id, method.kind)))
    add_method(work, tenant_id, user_id, method)
    record_method(work, actor, user, method.kind, is_new=True)


def record_method(work: UnitOfWork, actor: Actor, user: Record, kind: str, *, is_new: bool) -> None:
    """Say in the audit that a method of *user* was registered or deleted, by whom."""
    is_own = actor.kind is ActorKind.USER and actor.actor_id == user["id"]
    if is_new:
        own, others = (
            activities.USER_REGISTERED_SECURITY_INFO,
            activities.ADMIN_REGISTERED_SECURITY_INFO,
        )
    else:
        own, others = (
            activities.USER_DELETED_SECURITY_INFO,
            activities.ADMIN_DELETED_SECURITY_INFO,
        )
    record_audit(
        work,
        actor,
        own if is_own else others,
        object_type="user",
        target=user,
        details={"authenticationMethod": kind},
    )


def own_account(
    reading: Reading, tenant_id: str, user_id: str, ip_address: str = ""
) -> tuple[Actor, Record]:
    """Return the user as a caller, and the record; `NotFoundError` for one who is gone."""
    user = require_user(reading, tenant_id, user_id)
    actor = Actor(
        tenant_id=tenant_id,
        kind=ActorKind.USER,
        actor_id=user["id"],
        display_name=user["display_name"],
        user_principal_name=user["user_principal_name"],
        ip_address=ip_address,
    )
    return actor, user
