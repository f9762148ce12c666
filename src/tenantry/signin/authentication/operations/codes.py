"""One-time codes: registered with a first code, then given once each."""

from dataclasses import dataclass

import pyotp

from tenantry.actor import Actor
from tenantry.directory.operations.lookups import require_user
from tenantry.identifiers import new_id
from tenantry.signin.authentication import lockout, totp
from tenantry.signin.authentication.methods import CODES, Method, ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.registering import own_account, register
from tenantry.signin.authentication.stores.accounts import find_cloud, find_tenant_name
from tenantry.signin.authentication.stores.challenges import (
    add_challenge,
    end_challenge,
    find_challenge,
)
from tenantry.signin.authentication.stores.failures import (
    CODE,
    clear_failures,
    lock_failures,
    save_failures,
)
from tenantry.signin.authentication.stores.methods import list_methods, use_step
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_PURPOSE = "register softwareOath"
_WRONG = ProofOutcome(refusal=ProofRefusal.WRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What an authenticator app is set up with, shown once.

    ``secret`` is in Base32.  ``id`` is that of the registration, or of the method where it is
    registered already.
    """

    id: str
    secret: str
    uri: str


def begin_codes(database: Database, tenant_id: str, user_id: str, *, secret_box: SecretBox) -> Seed:
    """Return a seed for the user's app; it counts from the first right code on."""
    with database.write() as work:
        actor, user = own_account(work, tenant_id, user_id)
        seed = _new_seed(work, actor.tenant_id, user["user_principal_name"])
        add_challenge(
            work,
            tenant_id,
            user["id"],
            challenge_id=seed.id,
            purpose=_PURPOSE,
            content_encrypted=secret_box.encrypt(seed.secret),
        )
    return seed


def find_seed(
    reading: Reading, tenant_id: str, user_id: str, challenge_id: str, *, secret_box: SecretBox
) -> Seed | None:
    """Return the seed that `begin_codes` gave, while it waits for its first code."""
    sealed = find_challenge(reading, tenant_id, user_id, challenge_id, _PURPOSE)
    if sealed is None:
        return None
    user = require_user(reading, tenant_id, user_id)
    return _seed(
        reading,
        tenant_id,
        user["user_principal_name"],
        seed_id=challenge_id,
        secret=secret_box.decrypt(sealed),
    )


def finish_codes(
    database: Database,
    tenant_id: str,
    user_id: str,
    challenge_id: str,
    code: str,
    *,
    secret_box: SecretBox,
    display_name: str | None = None,
    ip_address: str = "",
) -> ProofOutcome:
    """Register the app whose seed `begin_codes` gave, if *code* is of it.

    A wrong code may be followed by another one for ten minutes.
    """
    with database.write() as work:
        sealed = find_challenge(work, tenant_id, user_id, challenge_id, _PURPOSE)
        if sealed is None:
            return ProofOutcome(refusal=ProofRefusal.EXPIRED)
        step = totp.find_step(secret_box.decrypt(sealed), code, epoch=_real_time(work))
        if step is None:
            return _WRONG
        actor, user = own_account(work, tenant_id, user_id, ip_address)
        end_challenge(work, tenant_id, user_id, challenge_id)
        method = Method(
            id=new_id(),
            kind=CODES,
            display_name=display_name,
            created_at=work.instant,
            secret_encrypted=sealed,
            last_step=step,
        )
        register(work, actor, user, method)
    return ProofOutcome(method_id=method.id)


def give_codes(work: UnitOfWork, actor: Actor, user_key: str, *, secret_box: SecretBox) -> Seed:
    """Register a seed for somebody else, without a first code, and return it.

    For automation of the lab and of CI; the operator's alone.
    """
    user = require_user(work, actor.tenant_id, user_key)
    seed = _new_seed(work, actor.tenant_id, user["user_principal_name"])
    method = Method(
        id=seed.id,
        kind=CODES,
        display_name=None,
        created_at=work.instant,
        secret_encrypted=secret_box.encrypt(seed.secret),
    )
    register(work, actor, user, method)
    return seed


def check_code(
    database: Database, tenant_id: str, user_id: str, code: str, *, secret_box: SecretBox
) -> ProofOutcome:
    """Return whether *code* is one of the user's apps, and count it if it is not.

    A code counts once.  Ten wrong ones lock, as wrong passwords do.
    """
    with database.write() as work:
        failures = lock_failures(work, tenant_id, user_id, CODE)
        if lockout.is_locked(failures, instant=work.instant):
            return ProofOutcome(refusal=ProofRefusal.LOCKED)
        outcome = _matched(work, tenant_id, user_id, code, secret_box)
        if outcome.refusal is None:
            clear_failures(work, tenant_id, user_id, CODE)
        else:
            threshold = lockout.threshold_of(find_cloud(work, tenant_id))
            failures = lockout.advance(failures, instant=work.instant, threshold=threshold)
            save_failures(work, tenant_id, user_id, CODE, failures)
    return outcome


def _matched(
    work: UnitOfWork, tenant_id: str, user_id: str, code: str, secret_box: SecretBox
) -> ProofOutcome:
    outcome = _WRONG
    for method in list_methods(work, tenant_id, user_id, CODES):
        secret = secret_box.decrypt(method.secret_encrypted or "")
        step = totp.find_step(secret, code, epoch=_real_time(work))
        if step is None:
            continue
        is_first = totp.is_fresh(step, method.last_step)
        if is_first and use_step(work, tenant_id, user_id, method, step):
            return ProofOutcome(method_id=method.id)
        outcome = ProofOutcome(refusal=ProofRefusal.USED)
    return outcome


def _new_seed(reading: Reading, tenant_id: str, account: str) -> Seed:
    secret = pyotp.random_base32()
    return _seed(reading, tenant_id, account, seed_id=new_id(), secret=secret)


def _seed(reading: Reading, tenant_id: str, account: str, *, seed_id: str, secret: str) -> Seed:
    issuer = find_tenant_name(reading, tenant_id)
    uri = totp.setup_uri(secret, issuer=issuer, account=account)
    return Seed(id=seed_id, secret=secret, uri=uri)


def _real_time(reading: Reading) -> float:
    """Return the seconds of the epoch by the real clock: apps do not know the lab's."""
    return reading.now.timestamp() - reading.clock_offset
