"""The name that was probably meant: one suggestion for a misspelt word."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean ...?` for the nearest name in *known*, or nothing.

    Casing is ignored while looking, since wrong casing is the commonest slip.
    """
    by_folded = {name.casefold(): name for name in known}
    nearest = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"; did you mean `{by_folded[nearest[0]]}`?" if nearest else ""
