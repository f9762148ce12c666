"""Authentication of applications by client assertions (RFC 7523): certificates and federation.

`prepare` comes before the transaction of the request and fetches what is elsewhere; `check`
judges inside it; `UsedAssertion` is what is left to write after it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from tenantry.clock import format_instant
from tenantry.signin import store
from tenantry.signin.assertions import (
    ASSERTION_TYPE,
    FederatedCredential,
    check_federated,
    check_own,
    check_times,
    is_of_client,
)
from tenantry.signin.client_authentication import Client, check_enabled
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import Origins, Tenant
from tenantry.signin.operations.assertion_keys import (
    NamedKey,
    SignedAssertion,
    check_signed_by_certificate,
    check_signed_by_issuer,
    keys_in_set,
    read_assertion,
)
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.reasons import Reason
from tenantry.signin.stores.credentials import (
    list_certificates,
    list_federated_credentials,
    use_assertion,
)
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_OWN_ISSUER = re.compile(r".+/([0-9a-f-]{36})/v2\.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedAssertion:
    """An assertion that must not be used again, by its hash, until it expires."""

    tenant_id: str
    assertion_hash: str
    expires_at: str
    jti: str


class ClientAssertions:
    """Judges client assertions.  One per process; safe to share between threads."""

    def __init__(
        self, origins: Origins, issuers: OutsideIssuers, *, may_be_reused: bool = True
    ) -> None:
        self._origins = origins
        self._issuers = issuers
        self._may_be_reused = may_be_reused

    def prepare(self, database: Database, tenant_name: str, form: Mapping[str, str]) -> None:
        """Fetch the keys of the outside issuer whose token *form* shows, if the client trusts it.

        What is wrong with the request is left for `check` to tell.
        """
        try:
            assertion = read_assertion(form.get("client_assertion", ""))
            claims = assertion.claims
            if is_of_client(claims, form.get("client_id", "")) or self._own_tenant(claims.iss):
                return
            with database.read() as reading:
                tenant = store.find_tenant(reading, tenant_name)
                client = tenant and store.find_client(reading, tenant.id, form["client_id"])
                trusted = _trusted(reading, client) if client else []
            check_federated(claims, trusted)
        except (SigninRefusedError, KeyError):
            return
        self._issuers.prepare(claims.iss, assertion.header.kid)

    def check(
        self, reading: Reading, tenant: Tenant, client: Client, form: Mapping[str, str]
    ) -> UsedAssertion | None:
        """Raise `SigninRefusedError` unless the assertion in *form* proves *client*.

        Returns what has to be remembered, if anything has.
        """
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise SigninRefusedError(Reason.ASSERTION_TYPE)
        assertion = read_assertion(form["client_assertion"])
        if not is_of_client(assertion.claims, client.app_id):
            self._check_federated(reading, client, assertion)
            check_enabled(client)
            return None
        now = reading.now.timestamp() - reading.clock_offset
        audiences = self._origins.token_audiences(tenant)
        check_own(assertion.claims, audiences=audiences, now=now)
        certificates = list_certificates(reading, tenant.id, client)
        check_signed_by_certificate(assertion, certificates, now=reading.instant)
        check_enabled(client)
        return None if self._may_be_reused else _used(reading, tenant.id, client, assertion)

    def _check_federated(
        self, reading: Reading, client: Client, assertion: SignedAssertion
    ) -> None:
        claims = assertion.claims
        check_federated(claims, _trusted(reading, client))
        now = reading.now.timestamp() - reading.clock_offset
        if own := self._own_tenant(claims.iss):
            # Decision 34: what the lab clock was moved forward since the issue has passed.
            now += max(0.0, reading.clock_offset - claims.tnt_clk)
            keys: tuple[NamedKey, ...] = _keys_of_tenant(reading, own)
        else:
            keys = self._issuers.get_keys(claims.iss)
        check_times(claims, now=now)
        check_signed_by_issuer(assertion, keys)

    def _own_tenant(self, issuer: str) -> str:
        """Return the tenant of this installation that *issuer* is; empty if it is none."""
        found = _OWN_ISSUER.fullmatch(issuer)
        return found[1] if found and self._origins.is_issuer(issuer, found[1]) else ""


def remember(work: UnitOfWork, used: UsedAssertion) -> None:
    """Keep *used* until it expires; `SigninRefusedError` if it is not the first time."""
    if not use_assertion(work, used.tenant_id, used.assertion_hash, used.expires_at):
        raise SigninRefusedError(Reason.ASSERTION_REPLAYED, jti=used.jti)


def _trusted(reading: Reading, client: Client) -> list[FederatedCredential]:
    return list_federated_credentials(reading, client.home_tenant_id, client.app_id)


def _keys_of_tenant(reading: Reading, tenant_id: str) -> tuple[NamedKey, ...]:
    if store.find_tenant(reading, tenant_id) is None:
        return ()
    keys = store.list_public_keys(reading, tenant_id)
    return tuple(keys_in_set(msgspec.json.decode(key) for key in keys))


def _used(
    reading: Reading, tenant_id: str, client: Client, assertion: SignedAssertion
) -> UsedAssertion:
    claims = assertion.claims
    if not claims.jti:
        raise SigninRefusedError(Reason.ASSERTION_REPLAYED, jti="")
    named = f"{client.app_id}\n{claims.jti}"
    real_now = reading.now.timestamp() - reading.clock_offset
    # Kept for as long as `check_times` would accept it, by the clock that purges.
    remaining = timedelta(seconds=claims.exp - real_now + 600)
    return UsedAssertion(
        tenant_id=tenant_id,
        assertion_hash=hashlib.sha256(named.encode()).hexdigest(),
        expires_at=format_instant(reading.now + remaining),
        jti=claims.jti,
    )
