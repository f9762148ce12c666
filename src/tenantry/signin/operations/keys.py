"""Signing keys: RSA 2048 for RS256, one per tenant, made when the tenant first needs it.

Private parts are sealed in the database (ADR 0010) and parsed once per process; which key
signs is asked of the database each time, so that all processes agree at once.
"""

from functools import lru_cache
from typing import Any

import msgspec
from joserfc import jws
from joserfc.jwk import RSAKey

from tenantry.signin import store
from tenantry.signin.claims import AccessToken
from tenantry.signin.issuers import TENANT_ALIASES, issuer
from tenantry.signin.store import StoredKey
from tenantry.signin.user_claims import ApplicationAccessToken, IdToken
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox

ALGORITHM = "RS256"

Token = AccessToken | ApplicationAccessToken | IdToken
"""What is signed, for the tenant that it names."""

_KEYS_KEPT = 1024


class SigningKeys:
    """The keys of all tenants.  One per process; safe to share between threads."""

    def __init__(self, database: Database, secret_box: SecretBox) -> None:
        self._database = database
        self._secret_box = secret_box
        self._parsed = lru_cache(_KEYS_KEPT)(self._parse)

    def sign(self, token: Token, stored: StoredKey | None = None) -> str:
        """Return *token* as a JWT signed for its tenant, by *stored* if the caller has read it."""
        stored = stored or self._current(token.tid)
        header = {"typ": "JWT", "alg": ALGORITHM, "kid": stored.kid}
        key = self._parsed(stored.private_key_encrypted)
        return jws.serialize_compact(header, msgspec.json.encode(token), key, [ALGORITHM])

    def list_published(self, base_url: str, tenant_id: str) -> list[dict[str, Any]]:
        """Return the JWKs of a tenant or, for an alias, of all tenants that have any.

        Each names its issuer, so that a client of `common` can tell the tenants' keys apart.
        """
        if tenant_id in TENANT_ALIASES:
            with self._database.read() as reading:
                keys = store.list_public_keys_of_all_tenants(reading)
        else:
            self._current(tenant_id)
            with self._database.read() as reading:
                keys = [(tenant_id, key) for key in store.list_public_keys(reading, tenant_id)]
        return [
            {**msgspec.json.decode(jwk), "issuer": issuer(base_url, owner)} for owner, jwk in keys
        ]

    def _current(self, tenant_id: str) -> StoredKey:
        with self._database.read() as reading:
            found = store.find_signing_key(reading, tenant_id)
        return found or self._make_first(tenant_id)

    def _make_first(self, tenant_id: str) -> StoredKey:
        key = new_key(
            self._secret_box
        )  # takes a tenth of a second: nobody waits for a lock meanwhile
        with self._database.write() as work:
            # Another process may have been first.  Where the database lets both in, both keys
            # are published and the newer one signs.
            found = store.find_signing_key(work, tenant_id)
            if found is None:
                store.add_signing_key(work, tenant_id, key)
        return found or key

    def _parse(self, sealed: str) -> RSAKey:
        return RSAKey.import_key(msgspec.json.decode(self._secret_box.decrypt(sealed)))


def new_key(secret_box: SecretBox) -> StoredKey:
    """Return a new key, which nobody has yet."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    private = msgspec.json.encode(key.as_dict(private=True)).decode()
    return StoredKey(
        kid=key.thumbprint(),
        algorithm=ALGORITHM,
        private_key_encrypted=secret_box.encrypt(private),
        public_jwk=msgspec.json.encode(key.as_dict(private=False)).decode(),
    )
