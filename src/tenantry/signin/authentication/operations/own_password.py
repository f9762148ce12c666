"""People who change their own password by a program: who may, and what is told where it fails."""

from tenantry.actor import Actor, ActorKind
from tenantry.directory import rights
from tenantry.directory.operations.lookups import find_user
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.signin.authentication.accounts import PasswordOutcome, PasswordRefusal
from tenantry.signin.authentication.operations.passwords import change_own_password
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox


def change_password_of_caller(
    database: Database,
    actor: Actor,
    user_key: str,
    *,
    current: str,
    new: str,
    hashing: PasswordHashing,
    secret_box: SecretBox,
) -> None:
    """Replace the password of the user who calls; sessions and tokens from before end.

    Raises:
        NotPermittedError: *user_key* names another or nobody, which is told alike; or the change
            takes a second factor, which only the sign-in page can ask for.
        InvalidValueError: *current* is wrong, which counts for the lockout, or the account is
            locked; or *new* cannot be a password.
    """
    _require_own(database, actor, user_key)
    try:
        outcome = change_own_password(
            database,
            actor.tenant_id,
            actor.actor_id,
            old=current,
            new=new,
            has_mfa=False,
            hashing=hashing,
            secret_box=secret_box,
            ip_address=actor.ip_address,
        )
    except InvalidValueError as fault:
        raise InvalidValueError("new_password", fault.message) from None
    _check(outcome)


def _require_own(database: Database, actor: Actor, user_key: str) -> None:
    if actor.kind is not ActorKind.USER:
        message = "a password is changed by the user whose it is; others set `passwordProfile`"
        raise NotPermittedError(rights.PASSWORDS_WRITE, message)
    actor.require_as_owner(*rights.PASSWORDS_WRITE)
    with database.read() as reading:
        user = find_user(reading, actor.tenant_id, user_key)
    if user is None or user["id"] != actor.actor_id:
        raise NotPermittedError(rights.PASSWORDS_WRITE)


def _check(outcome: PasswordOutcome) -> None:
    match outcome.refusal:
        case None:
            return
        case PasswordRefusal.LOCKED:
            message = (
                "the account is locked after too many wrong passwords; wait, then try again with"
                " the right `current_password`"
            )
            raise InvalidValueError("current_password", message)
        case PasswordRefusal.MUST_CHANGE:
            message = "the change takes a second factor; sign in, and change it on the page"
            raise NotPermittedError(rights.PASSWORDS_WRITE, message)
        case _:
            message = "`current_password` is not the password of the account; correct it"
            raise InvalidValueError("current_password", message)
