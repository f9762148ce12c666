"""Decoding: where a value does not fit its type, and why, as people are told."""

import re

import msgspec

_FIELD = re.compile(r"field `([^`]+)`")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")


def explain_misfit(fault: msgspec.ValidationError) -> tuple[str, str]:
    """Return the path of what does not fit, empty for the whole value, and the reason.

    msgspec says it as `Expected `str`, got `int` - at `$.name``, and of a field that lacks or is
    unknown it tells the path of the object.
    """
    said = str(fault)
    field, place = _FIELD.search(said), _PLACE.search(said)
    path = ".".join(found[1] for found in (place, field) if found and found[1])
    reason = _PLACE.sub("", said)
    return path, reason[:1].lower() + reason[1:]
