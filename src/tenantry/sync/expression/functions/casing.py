"""Functions on letters: casing by culture, proper case, letters without diacritical marks.

Casing is .NET's: one character becomes one character, so `ß` has no upper case, and in the
invariant culture the Turkish dotted capital and dotless small i keep theirs.
"""

import re
from unicodedata import normalize

import regex

from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.values import Value, text

_DOTLESS_I = "\N{LATIN SMALL LETTER DOTLESS I}"
_DOTTED_I = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"
_CULTURE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TURKIC_LANGUAGES = ("az", "tr")

# A word as ToTitleCase finds it: it begins with a letter and ends before white space, control
# and format characters, punctuation or symbols; an apostrophe stays inside.
_WORD = regex.compile(r"\p{L}(?:[^\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]|')*")

_MARKED_LETTER = re.compile("([A-Za-zÆæØøŒœ])[\u0300-\u036f]+")
_SPECIAL_LETTERS = str.maketrans(
    {
        "Æ": "AE",
        "æ": "ae",
        "Ø": "OE",
        "ø": "oe",
        "Œ": "OE",
        "œ": "oe",
        "ß": "ss",
        "Ł": "L",
        "ł": "l",
        _DOTLESS_I: "i",
    }
)


def to_lower(source: Value, culture: Value = None) -> Value:
    """`ToLower`: the source in lower case by the rules of *culture*, invariant if none."""
    if source is None:
        return None
    letters = text(source)
    if _is_turkic(culture):
        letters = letters.replace("I", _DOTLESS_I).replace(_DOTTED_I, "i")
    return _lower(letters)


def to_upper(source: Value, culture: Value = None) -> Value:
    """`ToUpper`: the source in upper case by the rules of *culture*, invariant if none."""
    if source is None:
        return None
    letters = text(source)
    if _is_turkic(culture):
        letters = letters.replace("i", _DOTTED_I).replace(_DOTLESS_I, "I")
    return _upper(letters)


def to_proper_case(source: Value, separators: Value = None) -> Value:
    """`PCase`: each word with a capital and small letters after it.

    Words end at any of the *separators*, or where .NET's ToTitleCase ends them.
    """
    if source is None:
        return None
    letters, marks = _lower(text(source)), text(separators)
    words = re.compile(f"[^{re.escape(marks)}]+") if marks else _WORD
    return words.sub(lambda found: _upper(found[0][0]) + found[0][1:], letters)


def normalize_diacritics(source: Value) -> Value:
    """`NormalizeDiacritics`: Latin letters without their marks, `ß` as `ss` and the like."""
    if source is None:
        return None
    letters = text(source)
    if letters.isascii():
        return letters
    bare = _MARKED_LETTER.sub(r"\1", normalize("NFD", letters))
    return normalize("NFC", bare).translate(_SPECIAL_LETTERS)


def check_culture(name: str) -> str:
    """Return *name* if it can be that of a culture, or raise `EvaluationError`."""
    if name and not _CULTURE.fullmatch(name):
        raise EvaluationError(f"`{name}` is no culture; write one such as `tr-TR`")
    return name


def _is_turkic(culture: Value) -> bool:
    if culture is None:
        return False
    name = check_culture(text(culture))
    return name.partition("-")[0].lower() in _TURKIC_LANGUAGES


def _lower(letters: str) -> str:
    if letters.isascii():
        return letters.lower()
    return "".join(lowered if len(lowered := letter.lower()) == 1 else letter for letter in letters)


def _upper(letters: str) -> str:
    if letters.isascii():
        return letters.upper()
    return "".join(
        letter if letter == _DOTLESS_I or len(raised := letter.upper()) > 1 else raised
        for letter in letters
    )
