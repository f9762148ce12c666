"""Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, or a named fall-back."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from tenantry.errors import InvalidValueError
from tenantry.intake.gathering import Gathering

WINDOWS_1252 = "cp1252"


def is_utf_16(content: bytes) -> bool:
    """Return whether *content* begins with a byte order mark of UTF-16."""
    return content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))


def decode(content: bytes, gathering: Gathering, *, fallback: str | None = None) -> str:
    """Return *content* as text without a byte order mark.

    What is not UTF-8 is read in the encoding *fallback*, with a warning.  `InvalidValueError`
    if there is none or if that fails too.
    """
    encoding = "utf-16" if is_utf_16(content) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        if fallback is None or encoding == "utf-16":
            raise _unreadable(gathering.name, line) from fault
    try:
        text = content.decode(fallback)
    except UnicodeDecodeError as fault:
        raise _unreadable(gathering.name, line) from fault
    gathering.warn(line, f"not UTF-8; the file is read as {fallback}", gathering.name)
    return text


def _unreadable(name: str, line: int) -> InvalidValueError:
    return InvalidValueError(
        "encoding", f"line {line} of `{name}` is no text in a known encoding; save it as UTF-8"
    )
