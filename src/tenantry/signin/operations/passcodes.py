"""Passcodes by mail: sent to who may be a guest, and checked.

Whether the address is a guest's does not show: who types another one sees the same page.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace

from tenantry.clock import add_seconds
from tenantry.collaboration.operations.outside_identities import find_guest
from tenantry.collaboration.outside_identities import OutsideIdentity, mailbox
from tenantry.collaboration.stores import outside_identities
from tenantry.directory.stores import tenants
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.mail import store as outbox
from tenantry.signin.authentication import passcodes as rules
from tenantry.signin.authentication.passcodes import Sending
from tenantry.signin.authentication.stores import passcodes as store
from tenantry.signin.authentication.stores.passcodes import StoredPasscode
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading


def send_passcode(
    provider: OpenIdProvider, tenant_id: str, address: str, language: str, *, before: str = ""
) -> str:
    """Return the id of the code that this sign-in waits for; *before* is the one that it had.

    Mail goes out if the address is one of a guest, and not more often than `decide_sending`
    says.  It goes to the guest's address as it is kept, since what was typed may only compare
    alike.
    """
    with provider.database.write() as work:
        guest = find_guest(work, tenant_id, mailbox(address))
        tenant = tenants.find(work, tenant_id)
        if guest is None or tenant is None or not guest["account_enabled"]:
            return new_id()
        good = store.list_good(work, tenant_id, guest["id"])
        had = next((each for each in good if each.id == before and each.tries_left > 0), None)
        sending = _sending(work, provider.secret_box, good, had)
        if sending in {Sending.KEEP, Sending.SHARE}:
            return (had or good[0]).id
        passcode = had or _new(work, tenant_id, guest, provider.secret_box, sending)
        expires_at = add_seconds(work.instant, rules.LIFETIME_SECONDS)
        passcode = replace(passcode, id=new_id(), expires_at=expires_at)
        code = provider.secret_box.decrypt(passcode.code_encrypted)
        mail = rules.letter(code, passcode.email, tenant["display_name"], language)
        store.add(work, tenant_id, passcode)
        outbox.add(work, tenant_id, mail)
    return passcode.id


def _sending(
    reading: Reading, box: SecretBox, good: Sequence[StoredPasscode], had: StoredPasscode | None
) -> Sending:
    newest = good[0] if good else None
    return rules.decide_sending(
        mailed=len(good),
        newest_at=add_seconds(newest.expires_at, -rules.LIFETIME_SECONDS) if newest else "",
        is_newest_shared=newest is not None and rules.is_shared(box.decrypt(newest.code_encrypted)),
        has_code=had is not None,
        instant=reading.instant,
    )


def _new(
    reading: Reading, tenant_id: str, guest: Record, box: SecretBox, sending: Sending
) -> StoredPasscode:
    """Return a code that was not mailed yet: it has no id, and no end."""
    is_shared = sending is Sending.MAIL_SHARED
    digits = rules.SHARED_DIGITS if is_shared else rules.OWN_DIGITS
    redeemed = outside_identities.find_redeemed(reading, tenant_id, guest["id"])
    return StoredPasscode(
        id="",
        user_id=guest["id"],
        email=guest["mail"] if redeemed is None else redeemed.email,
        code_encrypted=box.encrypt(rules.passcode_of(secrets.randbelow(10**digits), digits)),
        expires_at="",
        tries_left=rules.SHARED_TRIES if is_shared else rules.OWN_TRIES,
    )


def check_passcode(
    provider: OpenIdProvider, tenant_id: str, passcode_id: str, code: str
) -> OutsideIdentity | None:
    """Return whose mailbox the code was sent to; it counts once, and has so many tries."""
    with provider.database.write() as work:
        passcode = store.take_try(work, tenant_id, passcode_id)
        if passcode is None:
            return None
        expected = provider.secret_box.decrypt(passcode.code_encrypted)
        if not hmac.compare_digest(expected.encode(), rules.typed(code).encode()):
            return None
        store.remove(work, tenant_id, passcode)
    return mailbox(passcode.email)
