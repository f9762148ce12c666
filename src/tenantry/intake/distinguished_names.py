"""Distinguished names in one form, so that two spellings of a name are one key.

Source: RFC 4514; quotes and semicolons as RFC 2253 §4 asks readers to accept; values compared
as RFC 4518 prepares them: without regard to case and to spaces that do not count.
"""

import re
import unicodedata

from tenantry.errors import InvalidValueError

_PART = re.compile(r'((?:\\.|"(?:\\.|[^"\\])*"|[^\\",;+])*)([,;+]|\Z)', re.DOTALL)
_ATTRIBUTE = re.compile(r"[a-z0-9.-]+")  # a name or an object identifier
_ESCAPE = re.compile(r'((?:\\[0-9A-Fa-f]{2})+)|\\(.)|"', re.DOTALL)
_SPECIAL = re.compile(r'[\\",;+]')


def normalize(name: str) -> str:
    """Return the one form of the distinguished *name*; `InvalidValueError` if it is none."""
    relative_names: list[str] = []
    parts: list[str] = []
    position = 0
    separator = ","
    while separator:
        match = _PART.match(name, position)
        if match is None:
            raise _malformed(name)
        parts.append(_normalize_part(match[1], name))
        position, separator = match.end(), match[2]
        if separator != "+":
            relative_names.append("+".join(sorted(parts)))
            parts = []
    return ",".join(relative_names)


def _normalize_part(part: str, name: str) -> str:
    attribute, equals, value = part.partition("=")
    attribute = attribute.strip().lower()
    if not equals or not _ATTRIBUTE.fullmatch(attribute):
        raise _malformed(name)
    if "\\" in value or '"' in value:
        value = _ESCAPE.sub(_unescape, value)
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value)
    value = " ".join(value.casefold().split())
    return f"{attribute}={_SPECIAL.sub(_escape, value)}"


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1].replace("\\", "")).decode(errors="replace")
    return match[2] or ""


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _malformed(name: str) -> InvalidValueError:
    return InvalidValueError("dn", f"`{name}` is no distinguished name, such as `uid=ann,dc=x`")
