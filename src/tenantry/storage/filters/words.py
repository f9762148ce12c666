r"""Words: how `$search` takes a name or description apart (contract §1.10).

A text falls into words at spaces, symbols, between digits and letters, and where a lower-case
letter is followed by a capital.  What stood together between spaces is a word as well:
`HelloWorld` gives *hello*, *world* and *helloworld*; `a.b-c` gives *a*, *b*, *c* and *abc*.

A **symbol** is an ASCII or Latin-1 character that is no letter or digit, or a character of the
blocks for punctuation; a **space** is one of those characters that separates words without
joining them; **digits** are 0-9; a **capital** is what `fold` changes; all else is a letter.
The classes are ranges of code points, for PostgreSQL runs the same expressions.
"""

import itertools
import re

from tenantry.storage.filters.folding import LOWER_CASE, fold

_SPACES = r"\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SYMBOLS = (
    r"\u0001-\u0008\u000e-\u001f\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u0084\u0086-\u009f"
    r"\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u206f\u3001-\u303f\uff01-\uff0f\uff1a-\uff20"
)
_DIGITS = "0-9"


def _ranges(characters: str) -> str:
    """Return the sorted *characters* as ranges for a character class."""
    ranges = []
    runs = itertools.groupby(enumerate(characters), lambda pair: ord(pair[1]) - pair[0])
    for _, run in runs:
        codes = [ord(character) for _, character in run]
        ranges.append(rf"\u{codes[0]:04x}-\u{codes[-1]:04x}")
    return "".join(ranges)


_CAPITALS = _ranges("".join(sorted(LOWER_CASE)))

BOUNDARIES = (
    (rf"([^{_CAPITALS}{_SPACES}{_SYMBOLS}{_DIGITS}])(?=[{_CAPITALS}])", r"\1 "),
    (rf"([{_DIGITS}]+)", r" \1 "),
    (rf"[{_SPACES}{_SYMBOLS}]+", " "),
)
"""Expression and replacement, in this order: they set the words of a text apart."""

JOININGS = ((rf"[{_SYMBOLS}]+", ""), (rf"[{_SPACES}]+", " "))
"""Expression and replacement, in this order: they join what stands together between spaces."""

_BOUNDARIES = tuple((re.compile(pattern), to) for pattern, to in BOUNDARIES)
_JOININGS = tuple((re.compile(pattern), to) for pattern, to in JOININGS)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words somebody looks for who writes *text*."""
    return tuple(fold(_replaced(text, _BOUNDARIES)).split())


def search_text(text: str) -> str:
    """Return all words of *text*, folded, a space before each.

    A word begins one of them where the result contains a space and the word.
    """
    return fold(f" {_replaced(text, _BOUNDARIES)} {_replaced(text, _JOININGS)}")


def _replaced(text: str, steps: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in steps:
        text = pattern.sub(replacement, text)
    return text
