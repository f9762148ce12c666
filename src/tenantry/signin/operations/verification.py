"""Access tokens that come back: from the Authorization header to the actor."""

from dataclasses import replace
from functools import lru_cache

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from tenantry.actor import Actor, ActorKind
from tenantry.directory.operations.delegation import Delegation, user_permissions
from tenantry.errors import NotAuthenticatedError
from tenantry.identifiers import is_id
from tenantry.signin.claims import OF_USER, AccessToken, find_fault
from tenantry.signin.issuers import Origins
from tenantry.signin.operations.keys import ALGORITHM
from tenantry.signin.store import (
    TokenSubject,
    find_token_subject,
    find_user_token_subject,
)
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading

_KEYS_KEPT = 1024
_TOKENS_KEPT = 1024  # a client sends its token with each request for an hour
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
        """Return the caller, as `verify_in` does, by what the database says now."""
        with self._database.read() as reading:
            return self.verify_in(reading, bearer, ip_address)

    def verify_in(self, reading: Reading, bearer: str, ip_address: str) -> Actor:
        """Return the caller, whose permissions are the roles of the token.

        A user's are the token's scopes, limited to what the user may do by now.

        Raises `NotAuthenticatedError`, with Graph's message, for a token that is empty, not
        ours, not for Graph, tampered with or expired, for one whose tenant, application or
        user is gone or disabled by now, and where the user's sessions were ended.
        """
        if not bearer:
            raise NotAuthenticatedError("Access token is empty.")
        _, kid, token = _read(bearer)
        find = find_user_token_subject if _is_of_user(token) else find_token_subject
        subject = find(reading, token.tid, kid, token.oid)
        # The claims named a tenant and a key; nothing else of them counts before this check.
        if subject is None or not is_signed_by(bearer, subject.public_jwk):
            raise NotAuthenticatedError("Access token validation failure. Invalid signature.")
        self._check(reading, token, subject)
        actor = _actor_of(token, ip_address)
        delegation = _delegation(reading, token)
        if delegation is None:
            return actor
        if not delegation.is_active:
            raise _unknown(token)
        return _delegated(actor, delegation)

    def _check(self, reading: Reading, token: AccessToken, subject: TokenSubject) -> None:
        fault = find_fault(
            token,
            origins=self._origins,
            now=reading.now.timestamp() - reading.clock_offset,
            clock_offset=reading.clock_offset,
        )
        if fault:
            raise NotAuthenticatedError(fault)
        if token.tnt_at < subject.valid_from:
            raise NotAuthenticatedError("The user's sessions were ended after the token's issue.")
        if not subject.is_active:
            raise _unknown(token)


def _unknown(token: AccessToken) -> NotAuthenticatedError:
    who = "user" if _is_of_user(token) else "calling application"
    return NotAuthenticatedError(f"The identity of the {who} could not be established.")


def _is_of_user(token: AccessToken) -> bool:
    return token.idtyp == OF_USER


def _delegation(reading: Reading, token: AccessToken) -> Delegation | None:
    """Return what the user of the token may do now; None where it is an application's."""
    if not _is_of_user(token):
        return None
    return user_permissions(reading, token.tid, token.oid, frozenset(token.scp.split()))


def _delegated(actor: Actor, delegation: Delegation) -> Actor:
    """Return the actor as the user that they are, with no more than the user may do."""
    return replace(
        actor,
        kind=ActorKind.USER,
        display_name=delegation.display_name,
        user_principal_name=delegation.user_principal_name,
        permissions=delegation.permissions,
        granted=delegation.granted,
        role_actions=delegation.role_actions,
        standing=delegation.standing,
    )


@lru_cache(_TOKENS_KEPT)
def _read(bearer: str) -> tuple[jws.CompactSignature, str, AccessToken]:
    try:
        signed = jws.extract_compact(bearer.encode())
        token = msgspec.json.decode(signed.payload, type=AccessToken)
    except (JoseError, ValueError, RecursionError) as fault:
        raise NotAuthenticatedError(_MALFORMED) from fault
    kid = str(signed.headers().get("kid", ""))
    if not (is_id(token.tid) and is_id(token.oid) and kid.isprintable()):
        raise NotAuthenticatedError(_MALFORMED)
    return signed, kid, token


@lru_cache(_TOKENS_KEPT)
def is_signed_by(bearer: str, public_jwk: str) -> bool:
    """Return whether this very text was signed with this very key, which never changes."""
    signed, _, _ = _read(bearer)
    try:
        return jws.validate_compact(signed, public_key_of(public_jwk), [ALGORITHM])
    except JoseError:  # another algorithm than ours, or a header that joserfc does not know
        return False


@lru_cache(_KEYS_KEPT)
def public_key_of(jwk: str) -> RSAKey:
    """Return the key of a stored JWK."""
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
        contexts=frozenset(token.acrs),
    )
