"""Passcodes by mail: sent to who may be a guest, and checked.

Whether the address is a guest's does not show: who types another one sees the same page.
"""

import hmac
import secrets

from tenantry.clock import add_seconds
from tenantry.collaboration.operations.outside_identities import find_guest
from tenantry.collaboration.outside_identities import OutsideIdentity, mailbox
from tenantry.collaboration.stores import outside_identities
from tenantry.directory.stores import tenants
from tenantry.identifiers import new_id
from tenantry.mail import store as outbox
from tenantry.signin.authentication import passcodes as rules
from tenantry.signin.authentication.stores import passcodes as store
from tenantry.signin.authentication.stores.passcodes import StoredPasscode
from tenantry.signin.operations.provider import OpenIdProvider


def send_passcode(provider: OpenIdProvider, tenant_id: str, address: str, language: str) -> str:
    """Return the id of a new code, which was mailed if the address is one of a guest.

    It goes to the guest's address as it is kept, since what was typed may only compare alike.
    No mail goes out where the guest has too many codes that are good.
    """
    passcode_id = new_id()
    code = rules.passcode_of(secrets.randbelow(10**rules.DIGITS))
    with provider.database.write() as work:
        guest = find_guest(work, tenant_id, mailbox(address))
        tenant = tenants.find(work, tenant_id)
        if guest is None or tenant is None or not guest["account_enabled"]:
            return passcode_id
        if store.count_good(work, tenant_id, guest["id"]) >= rules.MOST_AT_ONCE:
            return passcode_id
        redeemed = outside_identities.find_redeemed(work, tenant_id, guest["id"])
        kept = guest["mail"] if redeemed is None else redeemed.email
        passcode = StoredPasscode(
            id=passcode_id,
            user_id=guest["id"],
            email=kept,
            code_encrypted=provider.secret_box.encrypt(code),
            expires_at=add_seconds(work.instant, rules.LIFETIME_SECONDS),
            tries_left=rules.TRIES,
        )
        store.add(work, tenant_id, passcode)
        outbox.add(work, tenant_id, rules.letter(code, kept, tenant["display_name"], language))
    return passcode_id


def check_passcode(
    provider: OpenIdProvider, tenant_id: str, passcode_id: str, code: str
) -> OutsideIdentity | None:
    """Return whose mailbox the code was sent to; it counts once, and may be tried five times."""
    with provider.database.write() as work:
        passcode = store.take_try(work, tenant_id, passcode_id)
        if passcode is None:
            return None
        expected = provider.secret_box.decrypt(passcode.code_encrypted)
        if not hmac.compare_digest(expected.encode(), rules.typed(code).encode()):
            return None
        store.remove(work, tenant_id, passcode_id)
    return mailbox(passcode.email)
