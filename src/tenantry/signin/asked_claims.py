"""The `claims` of a request: which authentication contexts its tokens have to carry.

An API that answers with a claims challenge tells them (`acrs`), and the client repeats them here.
What else can be asked for is given anyway, or never (OpenID Connect Core §5.5; behaviour §19).
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.refusals import Refusal

_CONTEXTS = "acrs"


def read_contexts(claims: str) -> tuple[str, ...]:
    """Return the ids of the contexts that the parameter asks for, none if it is empty.

    Raises `SigninRefusedError` for what is no JSON object of objects.
    """
    if not claims:
        return ()
    try:
        asked = msgspec.json.decode(claims, type=dict[str, dict[str, Any] | None])
    except (msgspec.DecodeError, RecursionError) as fault:
        problem = 'it is a JSON object such as `{"access_token":{"acrs":{"value":"c1"}}}`'
        refusal = Refusal.INVALID_PARAMETER
        raise SigninRefusedError(refusal, parameter="claims", problem=problem) from fault
    found = (_values((asked.get(token) or {}).get(_CONTEXTS)) for token in _TOKENS)
    return tuple(sorted({value for values in found for value in values}))


_TOKENS = ("access_token", "id_token")


def _values(asked: object) -> list[str]:
    """Return `value` and `values` of what is asked of a claim."""
    if not isinstance(asked, Mapping):
        return []
    several = asked.get("values")
    given = [asked.get("value"), *(several if isinstance(several, list) else [])]
    return [value for value in given if isinstance(value, str)]
