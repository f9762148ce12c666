"""The accounts of a browser: who is signed in, signing in with a password, signing out.

The home tenant authenticates; nothing here knows which application or tenant is visited.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tenantry.clock import add_seconds, parse_instant
from tenantry.collaboration.operations.outside_identities import is_still_theirs
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.directory.stores import tenants
from tenantry.directory.stores.objects import USERS
from tenantry.directory.stores.users import find_by_principal_name
from tenantry.directory.tenants import FEDERATED
from tenantry.directory.users import is_external
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.signin.authentication.accounts import PasswordRefusal
from tenantry.signin.authentication.operations.passwords import check_user_password
from tenantry.signin.dispatching import Account
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.proofs import Proof
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import LIFETIME, Session, is_live
from tenantry.signin.stores import sessions as store
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

PASSWORD_REFUSALS: Mapping[PasswordRefusal, Refusal] = {
    PasswordRefusal.WRONG: Refusal.WRONG_CREDENTIALS,
    PasswordRefusal.LOCKED: Refusal.ACCOUNT_LOCKED,
    PasswordRefusal.DISABLED: Refusal.DISABLED_USER,
    PasswordRefusal.MUST_CHANGE: Refusal.PASSWORD_EXPIRED,
}
_COOKIE_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session, and the user that it is of."""

    session: Session
    user: Record

    def counts_in(self, tenant: str) -> bool:
        """Return whether the session is worth something at the tenant with this id or alias.

        A guest of no tenant here is signed in to the one tenant that they are a guest of.
        """
        return not is_external(self.user) or self.session.tenant_id == tenant


def renewed(reading: Reading, signed_in: SignedIn) -> SignedIn:
    """Return who is signed in, as their user object is by now."""
    user = USERS.find(reading, signed_in.session.tenant_id, signed_in.session.user_id)
    return replace(signed_in, user=user or signed_in.user)


def list_signed_in(reading: Reading, cookie: str) -> list[SignedIn]:
    """Return who is signed in with the browser that has this session *cookie*."""
    if not cookie:
        return []
    found = []
    for session in store.list_of_browser(reading, hash_secret(cookie)):
        user = USERS.find(reading, session.tenant_id, session.user_id)
        if user is None or not is_live(session, user, instant=reading.instant):
            continue
        if not is_external(user) or is_still_theirs(reading, session.tenant_id, user):
            found.append(SignedIn(session=session, user=user))
    return found


def find_signed_in(reading: Reading, cookie: str, session_id: str) -> SignedIn | None:
    """Return who has the session of this id with the browser; None where they are gone."""
    people = list_signed_in(reading, cookie)
    return next((each for each in people if each.session.id == session_id), None)


def get_signed_in(reading: Reading, cookie: str, session_id: str) -> SignedIn:
    """Return who has the session of this id; `SigninRefusedError` where they are gone."""
    person = find_signed_in(reading, cookie, session_id)
    if person is None:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return person


def account_of(reading: Reading, signed_in: SignedIn) -> Account:
    """Return the account as the dispatcher sees it."""
    session = signed_in.session
    age = reading.now - parse_instant(session.authenticated_at)
    return Account(
        session_id=session.id,
        home_tenant_id=session.tenant_id,
        user_id=session.user_id,
        user_name=sign_in_name(signed_in.user),
        age=age.total_seconds(),
    )


def sign_in_name(user: Record) -> str:
    """Return what the user types to sign in: guests of no tenant here have their address alone."""
    name = user["mail"] if is_external(user) else None
    return str(name or user["user_principal_name"])


def check_password(
    database: Database,
    tenant_id: str,
    user_name: str,
    password: str,
    *,
    hashing: PasswordHashing,
    secret_box: SecretBox,
) -> Record:
    """Return the user of the home tenant whose name and password these are.

    Raises `SigninRefusedError`, the same and after the same time for a wrong password and for
    nobody of that name; that an account is disabled, or its password to be changed, only who
    knows the password is told.
    """
    user = find_user_at_home(database, tenant_id, user_name)
    outcome = check_user_password(
        database,
        tenant_id,
        user["id"] if user else user_name,
        password,
        hashing=hashing,
        secret_box=secret_box,
    )
    if user is None or outcome.refusal is not None:
        reason = outcome.refusal or PasswordRefusal.WRONG
        raise SigninRefusedError(PASSWORD_REFUSALS[reason])
    return user


def find_user_at_home(database: Database, tenant_id: str, user_name: str) -> Record | None:
    """Return the user with this sign-in name, if the tenant is the one who authenticates them."""
    with database.read() as reading:
        if _is_federated(reading, tenant_id, user_name):
            return None
        user = find_by_principal_name(reading, tenant_id, user_name)
    return user if user is not None and user["external_user_state"] is None else None


def _is_federated(reading: Reading, tenant_id: str, user_name: str) -> bool:
    """Return whether people of the name's domain sign in elsewhere: no password counts here."""
    domain = tenants.find_domain(reading, tenant_id, user_name.rpartition("@")[2].lower())
    return domain is not None and domain["authentication_type"] == FEDERATED


def sign_in(
    work: UnitOfWork, tenant_id: str, user_id: str, method: str, cookie: str
) -> tuple[Session, str]:
    """Return the new session of a user who proved who they are by *method*, and the new cookie.

    The browser's other accounts stay signed in under the new cookie.
    """
    new_cookie = secrets.token_urlsafe(_COOKIE_BYTES)
    if cookie:
        store.move(work, hash_secret(cookie), hash_secret(new_cookie))
    session = Session(
        tenant_id=tenant_id,
        id=new_id(),
        user_id=user_id,
        proofs=(Proof(method=method, at=work.instant, tenant_id=tenant_id),),
        authenticated_at=work.instant,
        expires_at=add_seconds(work.instant, LIFETIME),
    )
    store.save(work, tenant_id, session, hash_secret(new_cookie))
    return session, new_cookie


def add_proof(work: UnitOfWork, session: Session, proof: Proof, cookie: str) -> str:
    """Note another proof of who has *session*, and return the new cookie of the browser.

    An older proof by the same method in the same tenant is over.
    """
    new_cookie = secrets.token_urlsafe(_COOKIE_BYTES)
    store.move(work, hash_secret(cookie), hash_secret(new_cookie))
    kept = [each for each in session.proofs if (each.method, each.tenant_id) != _kind_of(proof)]
    store.set_proofs(work, session.tenant_id, session.id, (*kept, proof))
    return new_cookie


def _kind_of(proof: Proof) -> tuple[str, str]:
    return proof.method, proof.tenant_id


def sign_out(work: UnitOfWork, cookie: str) -> None:
    """End all sessions of the browser."""
    if cookie:
        store.remove_of_browser(work, hash_secret(cookie))
