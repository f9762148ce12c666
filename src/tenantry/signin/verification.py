"""Access tokens that come back: from the Authorization header to the actor."""

from functools import lru_cache

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from tenantry.actor import Actor, ActorKind
from tenantry.errors import NotAuthenticatedError
from tenantry.identifiers import is_id
from tenantry.signin import store
from tenantry.signin.claims import AccessToken, find_fault
from tenantry.signin.issuers import Origins
from tenantry.signin.keys import ALGORITHM
from tenantry.storage.database import Database

_KEYS_KEPT = 1024
_MALFORMED = "JWT is not well formed."


def bearer_of(authorization: str) -> str:
    """Return the token of an Authorization header; empty for another scheme or none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class TokenVerifier:
    """Tells who a bearer token stands for.  One per process; safe to share between threads."""

    def __init__(self, database: Database, origins: Origins) -> None:
        self._database = database
        self._origins = origins

    def verify(self, bearer: str, *, ip_address: str = "") -> Actor:
        """Return the caller, whose permissions are the roles of the token.

        Raises `NotAuthenticatedError`, with Graph's message, for a token that is empty, not
        ours, not for Graph, tampered with or expired, and for one whose tenant or application
        is gone or disabled by now.
        """
        if not bearer:
            raise NotAuthenticatedError("Access token is empty.")
        signed, kid, token = _read(bearer)
        with self._database.read() as reading:
            subject = store.find_token_subject(reading, token.tid, kid, token.oid)
        # The claims named a tenant and a key; nothing else of them counts before this check.
        if subject is None or not _is_signed_by(signed, _public_key(subject.public_jwk)):
            raise NotAuthenticatedError("Access token validation failure. Invalid signature.")
        fault = find_fault(
            token,
            origins=self._origins,
            now=reading.now.timestamp() - reading.clock_offset,
            clock_offset=reading.clock_offset,
        )
        if fault:
            raise NotAuthenticatedError(fault)
        if not subject.is_active:
            raise NotAuthenticatedError(
                "The identity of the calling application could not be established."
            )
        return _actor_of(token, ip_address)


def _read(bearer: str) -> tuple[jws.CompactSignature, str, AccessToken]:
    try:
        signed = jws.extract_compact(bearer.encode())
        token = msgspec.json.decode(signed.payload, type=AccessToken)
    except (JoseError, ValueError, msgspec.DecodeError) as fault:
        raise NotAuthenticatedError(_MALFORMED) from fault
    kid = str(signed.headers().get("kid", ""))
    if not (is_id(token.tid) and is_id(token.oid) and kid.isprintable()):
        raise NotAuthenticatedError(_MALFORMED)
    return signed, kid, token


def _is_signed_by(signed: jws.CompactSignature, key: RSAKey) -> bool:
    try:
        return jws.validate_compact(signed, key, [ALGORITHM])
    except JoseError:  # another algorithm than ours, or a header that joserfc does not know
        return False


@lru_cache(_KEYS_KEPT)
def _public_key(jwk: str) -> RSAKey:
    return RSAKey.import_key(msgspec.json.decode(jwk))


def _actor_of(token: AccessToken, ip_address: str) -> Actor:
    return Actor(
        tenant_id=token.tid,
        kind=ActorKind.APPLICATION,
        actor_id=token.oid,
        app_id=token.appid,
        display_name=token.app_displayname,
        ip_address=ip_address,
        permissions=frozenset(token.roles),
    )
