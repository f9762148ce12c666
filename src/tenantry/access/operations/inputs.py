"""What the evaluator was asked, as the sign-in log keeps it, so that it can be asked again.

Groups and roles are not kept: a replay looks at those of its own time.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.access.operations.deciding import SignInQuestion

_VERSION = 1


class _Inputs(msgspec.Struct, frozen=True):
    version: int
    question: SignInQuestion


def inputs_of(question: SignInQuestion) -> Mapping[str, Any]:
    """Return *question* as a sign-in stores it (`SignIn.inputs`)."""
    stored: dict[str, Any] = msgspec.to_builtins(_Inputs(version=_VERSION, question=question))
    return stored


def question_of(inputs: object) -> SignInQuestion | None:
    """Return the question that was stored; None for none, or of another version."""
    try:
        found = msgspec.convert(inputs, _Inputs)
    except msgspec.ValidationError:
        return None
    return found.question if found.version == _VERSION else None
