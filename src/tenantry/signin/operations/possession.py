"""Proof that an application has the key of one of its certificates, for rolling them over Graph.

Source: contract §6.9 (`addKey`, `removeKey`).  The proof is a JWT with `iss` the id of the
application or service principal, `aud` the one below, and at most ten minutes to live.
"""

from collections.abc import Iterable

from tenantry.errors import InvalidValueError
from tenantry.signin.assertions import Assertion, Certificate, check_times
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.assertion_keys import check_signed_by_certificate, read_assertion
from tenantry.storage.unit_of_work import Reading

AUDIENCE = "00000002-0000-0000-c000-000000000000"
_LONGEST = 600  # seconds
_CLOCK_SKEW = 300


def check_possession(
    reading: Reading, proof: str, *, owner_id: str, certificates: Iterable[Certificate]
) -> None:
    """Raise `InvalidValueError` unless *proof* was signed with the key of a certificate."""
    now = reading.now.timestamp() - reading.clock_offset
    try:
        assertion = read_assertion(proof)
        _check_claims(assertion.claims, owner_id, now)
        check_signed_by_certificate(assertion, certificates, now=reading.instant)
    except SigninRefusedError as fault:
        raise InvalidValueError("proof", f"`proof` is not believed: {fault.message}") from fault


def _check_claims(claims: Assertion, owner_id: str, now: float) -> None:
    check_times(claims, now=now)
    if claims.audience != AUDIENCE or claims.iss.lower() != owner_id:
        message = f"`proof` needs the `aud` `{AUDIENCE}` and the `iss` `{owner_id}`"
        raise InvalidValueError("proof", message)
    if claims.exp > now + _LONGEST + _CLOCK_SKEW:
        raise InvalidValueError("proof", "`proof` is good for more than ten minutes; shorten it")
