"""The `claims` of a request: authentication contexts that its tokens have to carry, and a factor.

An API that answers with a claims challenge tells the contexts (`acrs`), and the client repeats
them here.  Another installation asks for `mfa` in `amr` (RFC 8176) where it wants to trust a
second factor of its guests' home.  What else can be asked for is given anyway, or never (OpenID
Connect Core §5.5; behaviour §19).
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.proofs import MULTIFACTOR
from tenantry.signin.refusals import Refusal

_CONTEXTS, _METHODS = "acrs", "amr"


def read_contexts(claims: str) -> tuple[str, ...]:
    """Return the ids of the contexts that the parameter asks for, none if it is empty.

    Raises `SigninRefusedError` for what is no JSON object of objects.
    """
    return tuple(sorted(_asked_values(claims, _CONTEXTS)))


def wants_second_factor(claims: str) -> bool:
    """Return whether the parameter asks for `mfa` among the methods.

    Raises `SigninRefusedError` for what is no JSON object of objects.
    """
    return MULTIFACTOR in _asked_values(claims, _METHODS)


def _asked_values(claims: str, name: str) -> frozenset[str]:
    """Return the values that either token is asked to have of the claim *name*."""
    if not claims:
        return frozenset()
    try:
        asked = msgspec.json.decode(claims, type=dict[str, dict[str, Any] | None])
    except (msgspec.DecodeError, RecursionError) as fault:
        problem = 'it is a JSON object such as `{"access_token":{"acrs":{"value":"c1"}}}`'
        refusal = Refusal.INVALID_PARAMETER
        raise SigninRefusedError(refusal, parameter="claims", problem=problem) from fault
    found = (_values((asked.get(token) or {}).get(name)) for token in _TOKENS)
    return frozenset(value for values in found for value in values)


_TOKENS = ("access_token", "id_token")


def _values(asked: object) -> list[str]:
    """Return `value` and `values` of what is asked of a claim."""
    if not isinstance(asked, Mapping):
        return []
    several = asked.get("values")
    given = [asked.get("value"), *(several if isinstance(several, list) else [])]
    return [value for value in given if isinstance(value, str)]
