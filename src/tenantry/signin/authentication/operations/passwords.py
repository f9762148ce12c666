"""Passwords at home: checked, and changed by those whose they are.

Hashing takes its time on purpose, so it runs between transactions; whatever was read before it
is read again after it.
"""

from tenantry.actor import Actor, ActorKind
from tenantry.directory.operations.own_account import save_own_password
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.directory.passwords import check_password
from tenantry.errors import InvalidValueError
from tenantry.signin.authentication import lockout
from tenantry.signin.authentication.accounts import (
    Account,
    PasswordOutcome,
    PasswordRefusal,
    judge,
)
from tenantry.signin.authentication.lockout import Failures
from tenantry.signin.authentication.stores.accounts import find_account, find_cloud, renew_hash
from tenantry.signin.authentication.stores.failures import (
    PASSWORD,
    clear_failures,
    find_failures,
    lock_failures,
    save_failures,
)
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_STRONG_PASSWORDS_OFF = "DisableStrongPassword"
_STAND_INS = 4096  # rows at most that guesses of names can make in a tenant

_WRONG = PasswordOutcome(refusal=PasswordRefusal.WRONG)
_LOCKED = PasswordOutcome(refusal=PasswordRefusal.LOCKED)


def check_user_password(
    database: Database,
    tenant_id: str,
    user_id: str,
    password: str,
    *,
    hashing: PasswordHashing,
    secret_box: SecretBox,
) -> PasswordOutcome:
    """Return what *password* opens for the user of the tenant, and count it if it is wrong.

    For a sign-in name that nobody has, *user_id* is the name itself: then the same work is done
    and the same lockout follows, so that neither time nor answers tell who exists.
    """
    account, outcome = _Check(database, tenant_id, user_id, hashing, secret_box).run(password)
    if outcome.refusal is None and account and hashing.is_outdated(account.password_hash or ""):
        renewed = hashing.renewed(password)
        with database.write() as work:
            renew_hash(work, tenant_id, account.id, account.password_hash or "", renewed)
    return outcome


def change_own_password(
    database: Database,
    tenant_id: str,
    user_id: str,
    *,
    old: str,
    new: str,
    has_mfa: bool,
    hashing: PasswordHashing,
    secret_box: SecretBox,
    ip_address: str = "",
) -> PasswordOutcome:
    """Replace the password *old* by *new*, which ends every session of the user but the next.

    Nothing is changed unless the outcome has no refusal; *has_mfa* says whether the user gave a
    second factor, which some changes need.  Raises `InvalidValueError` for a new password that
    is too weak or the old one; neither is looked at before the old one was right, and the second
    factor is not asked for before the new one is good.
    """
    account, outcome = _Check(database, tenant_id, user_id, hashing, secret_box).run(old)
    if account is None or not outcome.is_right:
        return outcome
    if old == new:
        raise InvalidValueError("new_password", "the new password is the old one; choose another")
    check_password(new, strong=_STRONG_PASSWORDS_OFF not in (account.password_policies or ""))
    if outcome.needs_mfa and not has_mfa:
        return outcome
    password_hash = hashing.renewed(new)
    with database.write() as work:
        now = find_account(work, tenant_id, account.id)
        if now is None or now.password_hash != account.password_hash:
            return _WRONG
        actor = _actor(tenant_id, account, ip_address)
        save_own_password(work, actor, password_hash)
    return PasswordOutcome()


class _Check:
    """One attempt with a password."""

    def __init__(
        self,
        database: Database,
        tenant_id: str,
        user_id: str,
        hashing: PasswordHashing,
        secret_box: SecretBox,
    ) -> None:
        self._database = database
        self._tenant_id = tenant_id
        self._user_id = user_id
        self._hashing = hashing
        self._secret_box = secret_box

    def run(self, password: str) -> tuple[Account | None, PasswordOutcome]:
        """Return the account, if there is one, and what became of the attempt."""
        with self._database.read() as reading:
            account, failures = self._look(reading)
            if lockout.is_locked(failures, instant=reading.instant):
                return account, _LOCKED
        known_hash = account.password_hash if account else None
        if not self._hashing.is_password(password, known_hash):
            return account, self._failed(password)
        with self._database.read() as reading:
            # Others may have guessed meanwhile; what many do at once counts as one by one.
            account, failures = self._look(reading)
            if lockout.is_locked(failures, instant=reading.instant):
                return account, _LOCKED
        if account is None or account.password_hash != known_hash:
            return account, _WRONG
        outcome = judge(account)
        if failures.count and outcome.is_right:
            with self._database.write() as work:
                clear_failures(work, self._tenant_id, account.id, PASSWORD)
        return account, outcome

    def _failed(self, password: str) -> PasswordOutcome:
        with self._database.write() as work:
            account = find_account(work, self._tenant_id, self._user_id)
            subject = self._subject(account)
            failures = lock_failures(work, self._tenant_id, subject, PASSWORD)
            failures = _current(failures, account)
            if lockout.is_locked(failures, instant=work.instant):
                return _LOCKED
            advanced = lockout.advance(
                failures,
                instant=work.instant,
                threshold=lockout.threshold_of(self._cloud(work, account)),
                digest=self._secret_box.digest(self._tenant_id, subject, password),
            )
            save_failures(work, self._tenant_id, subject, PASSWORD, advanced)
        return _WRONG

    def _look(self, reading: Reading) -> tuple[Account | None, Failures]:
        account = find_account(reading, self._tenant_id, self._user_id)
        subject = self._subject(account)
        failures = find_failures(reading, self._tenant_id, subject, PASSWORD)
        return account, _current(failures, account)

    def _subject(self, account: Account | None) -> str:
        """Return whose failures count: the user's, or those of a stand-in for a free name."""
        if account is not None:
            return account.id
        digest = self._secret_box.digest(self._tenant_id, self._user_id.casefold())
        return f"nobody-{int(digest, 16) % _STAND_INS}"

    def _cloud(self, work: UnitOfWork, account: Account | None) -> str:
        return account.cloud if account else find_cloud(work, self._tenant_id)


def _current(failures: Failures, account: Account | None) -> Failures:
    """Return the failures that count: those before a change of the password are over."""
    return lockout.since_change(failures, account.password_changed_at if account else None)


def _actor(tenant_id: str, account: Account, ip_address: str) -> Actor:
    return Actor(
        tenant_id=tenant_id,
        kind=ActorKind.USER,
        actor_id=account.id,
        display_name=account.display_name,
        user_principal_name=account.user_principal_name,
        ip_address=ip_address,
    )
