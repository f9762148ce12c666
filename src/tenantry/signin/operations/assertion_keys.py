"""Checking the signature of a client assertion, with the key that belongs to it."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from tenantry.signin.assertions import (
    Assertion,
    AssertionHeader,
    Certificate,
    malformed_assertion,
    may_use,
    read_claims,
    read_header,
)
from tenantry.signin.discovery import ASSERTION_ALGORITHMS
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason

AssertionKey = RSAKey | ECKey

_HEADER_LIMIT = 16384  # bytes; with a chain of certificates it takes some thousands
_KEYS_KEPT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedToken:
    """A signed text as it came: nothing in it counts before `is_signed_by` says so."""

    signed: jws.CompactSignature
    header: AssertionHeader

    @property
    def payload(self) -> bytes:
        """What was signed."""
        return self.signed.payload


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAssertion(SignedToken):
    """An assertion as it came, with what it claims."""

    claims: Assertion


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A public key, and the names by which an assertion's header may mean it."""

    key: AssertionKey
    names: frozenset[str]


def read_assertion(text: str) -> SignedAssertion:
    """Return the assertion in *text*; raises `SigninRefusedError` where it is none."""
    token = read_token(text)
    claims = read_claims(token.payload)
    return SignedAssertion(signed=token.signed, header=token.header, claims=claims)


def read_token(text: str) -> SignedToken:
    """Return the signed text; raises `SigninRefusedError` where it is none."""
    try:
        signed = jws.extract_compact(text.encode(), registry=_registry())
        header_json = base64.urlsafe_b64decode(_padded(text.partition(".")[0]))
    except (JoseError, ValueError, binascii.Error) as fault:
        raise malformed_assertion() from fault
    return SignedToken(signed=signed, header=read_header(header_json))


def subject_of(text: str) -> str:
    """Return whom the assertion in *text* claims to speak of, which is not believed yet."""
    return read_assertion(text).claims.sub


def is_signed_by(token: SignedToken, key: AssertionKey) -> bool:
    """Return whether the text was signed with the private part of *key*.

    A key of RSA answers for RS256 and PS256 only, one of P-256 for ES256 only, so that no public
    key is ever taken for a shared secret, and no assertion goes without a signature.
    """
    try:
        return jws.validate_compact(token.signed, key, registry=_registry())
    except JoseError:
        return False


def check_signed_by_certificate(
    assertion: SignedAssertion, certificates: Iterable[Certificate], *, now: str
) -> None:
    """Raise `SigninRefusedError` unless one of *certificates* that holds at *now* signed it."""
    named = list(_meant(assertion.header, certificates))
    if not named:
        names = ", ".join(sorted(assertion.header.key_names)) or "any name"
        problem = f"no certificate of the application has the key id or thumbprint `{names}`"
        raise SigninRefusedError(Reason.ASSERTION_SIGNATURE, problem=problem)
    holding = [key for certificate, key in named if may_use(certificate, now=now)]
    if not holding:
        problem = "the certificate is not within its valid time"
        raise SigninRefusedError(Reason.ASSERTION_SIGNATURE, problem=problem)
    if not any(is_signed_by(assertion, each.key) for each in holding):
        problem = "it is not made with the certificate's key and RS256, PS256 or ES256"
        raise SigninRefusedError(Reason.ASSERTION_SIGNATURE, problem=problem)


def check_signed_by_issuer(assertion: SignedAssertion, keys: Sequence[NamedKey]) -> None:
    """Raise `SigninRefusedError` unless one of an issuer's *keys* signed the assertion."""
    if not is_signed_by_issuer(assertion, keys):
        problem = "it is made with none of the issuer's keys"
        raise SigninRefusedError(Reason.ASSERTION_SIGNATURE, problem=problem)


def is_signed_by_issuer(token: SignedToken, keys: Sequence[NamedKey]) -> bool:
    """Return whether one of an issuer's *keys* signed the text, the one that it names if any."""
    kid = token.header.kid
    meant = [each.key for each in keys if not kid or kid in each.names]
    return any(is_signed_by(token, key) for key in meant)


def keys_in_set(jwks: Iterable[dict[str, Any]]) -> list[NamedKey]:
    """Return the keys of a JSON Web Key Set that can sign assertions; others are passed over."""
    kinds: dict[str, type[RSAKey | ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    found = []
    for jwk in jwks:
        kind = kinds.get(str(jwk.get("kty")))
        if kind is None or jwk.get("use", "sig") != "sig":
            continue
        try:
            found.append(NamedKey(kind.import_key(jwk), frozenset({str(jwk.get("kid", ""))})))
        except (JoseError, ValueError, TypeError):
            continue  # an odd key among good ones is the issuer's business
    return found


def _meant(
    header: AssertionHeader, certificates: Iterable[Certificate]
) -> Iterator[tuple[Certificate, NamedKey]]:
    """Yield the certificates that *header* names; all of them where it names none."""
    wanted = header.key_names
    for certificate in certificates:
        key = _key_of(certificate.certificate)
        if not wanted or wanted & (key.names | {certificate.key_id}):
            yield certificate, key


@lru_cache(_KEYS_KEPT)
def _key_of(certificate: str) -> NamedKey:
    parsed = x509.load_der_x509_certificate(base64.b64decode(certificate))
    public = parsed.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    is_rsa = parsed.public_key_algorithm_oid == x509.PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5
    thumbprints = [
        parsed.fingerprint(SHA1()),  # noqa: S303  # the name `x5t` is made so, and proves nothing
        parsed.fingerprint(SHA256()),
    ]
    in_hexadecimal = {each.hex() for each in thumbprints}
    names = {
        *(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in thumbprints),
        *in_hexadecimal,
        *(each.upper() for each in in_hexadecimal),
    }
    key = RSAKey.import_key(public) if is_rsa else ECKey.import_key(public)
    return NamedKey(key, frozenset(names))


@lru_cache(1)
def _registry() -> jws.JWSRegistry:
    """Return which algorithms and sizes are believed; headers of others' own are passed over."""
    registry = jws.JWSRegistry(algorithms=ASSERTION_ALGORITHMS, strict_check_header=False)
    registry.max_header_length = _HEADER_LIMIT
    return registry


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
