"""Folding: the one lower-casing by which text compares without case.

The databases' own `lower` differ from Python's and from each other on ł, ø and İ, so a fixed
table decides everywhere: each character of the Basic Multilingual Plane whose lower case is one
other character becomes that character; İ, ß and everything else stay as they are.
"""

_BASIC_PLANE = 0x10000


def _lower_case() -> dict[str, str]:
    pairs = {}
    for code in range(_BASIC_PLANE):
        lower = chr(code).lower()
        if len(lower) == 1 and lower != chr(code):
            pairs[chr(code)] = lower
    return pairs


LOWER_CASE = _lower_case()
"""Each character that folds, and what it becomes.  Stored keys and PostgreSQL's function are
made from it: a change needs a migration of both."""

_TABLE = str.maketrans(LOWER_CASE)


def fold(text: str) -> str:
    """Return *text* as it compares without case."""
    return text.lower() if text.isascii() else text.translate(_TABLE)
