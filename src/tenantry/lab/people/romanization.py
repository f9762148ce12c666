"""Names in ASCII, as user names need them."""

import re
import unicodedata

_UNDECOMPOSED = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "đ": "d",
        "ı": "i",  # noqa: RUF001  # the letter that is meant
        "ł": "l",
        "ø": "o",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
    }
)
_NOT_IN_USER_NAMES = re.compile(r"[^a-z-]")


def romanize(latin: str) -> str:
    """Return a name in Latin letters as a part of a user name: lower case ASCII and hyphens."""
    plain = unicodedata.normalize("NFKD", latin.lower().translate(_UNDECOMPOSED))
    return _NOT_IN_USER_NAMES.sub("", plain)
