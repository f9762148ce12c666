"""The methods of a user as the API shows and deletes them."""

from tenantry.actor import Actor, ActorKind
from tenantry.directory import rights
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.operations.password_hashing import NO_PASSWORD
from tenantry.directory.operations.privileges import check_user_change
from tenantry.directory.operations.visibility import require_own
from tenantry.directory.values import Record
from tenantry.signin.authentication.methods import Method
from tenantry.signin.authentication.operations.registering import record_method
from tenantry.signin.authentication.stores.methods import list_methods as list_stored, remove_method
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_methods(reading: Reading, actor: Actor, user_key: str, kind: str) -> list[Method]:
    """Return the methods of *kind* that a user has registered, the oldest first."""
    user = _authorized(reading, actor, user_key, _READ, _OWN_READ)
    return list_stored(reading, actor.tenant_id, user["id"], kind)


def find_password(reading: Reading, actor: Actor, user_key: str) -> Record | None:
    """Return the user if there is a password: `password_changed_at` is its age."""
    user = _authorized(reading, actor, user_key, _READ, _OWN_READ)
    return user if user["password_hash"] not in {None, NO_PASSWORD} else None


def delete_method(work: UnitOfWork, actor: Actor, user_key: str, kind: str, method_id: str) -> None:
    """Take a method away; `NotFoundError` if the user has none with this id."""
    user = _authorized(work, actor, user_key, _WRITE, _OWN_WRITE)
    check_user_change(work, actor, user)
    if not remove_method(work, actor.tenant_id, user["id"], method_id.lower(), kind):
        raise not_found(method_id)
    record_method(work, actor, user, kind, is_new=False)


_READ, _OWN_READ = rights.METHODS_READ, rights.OWN_METHODS_READ
_WRITE, _OWN_WRITE = rights.METHODS_WRITE, rights.OWN_METHODS_WRITE


def _authorized(
    reading: Reading,
    actor: Actor,
    user_key: str,
    everybody: tuple[str, ...],
    own: tuple[str, ...],
) -> Record:
    """Return the user, whom the caller may be itself with fewer permissions."""
    is_own = actor.kind is ActorKind.USER and actor.may(*own)
    if not is_own:
        actor.require(*everybody)
    require_own(reading, actor, user_key)
    user = require_user(reading, actor.tenant_id, user_key)
    if user["id"] != actor.actor_id:
        actor.require(*everybody)
    return user
