"""Functions that turn a value into another form."""

from base64 import b64encode

from tenantry.collaboration import external_users
from tenantry.sync.expression.values import Value, check_length, integer, is_true, text


def alternative_security_id(net_id: Value) -> Value:
    """`AltSecIdFromNetid`: the identifier by which another tenant knows the user."""
    return None if net_id is None else external_users.alternative_security_id(text(net_id))


def bit_and(first: Value, second: Value) -> Value:
    """`BitAnd`: the bits that both numbers have."""
    return None if first is None or second is None else integer(first) & integer(second)


def to_condition(value: Value) -> Value:
    """`CBool`: whether the value is true or a number other than 0."""
    return is_true(value)


def to_text(value: Value) -> Value:
    """`CStr`: the value as text."""
    return None if value is None else text(value)


def to_base64(source: Value) -> Value:
    """`ConvertToBase64`: the base64 form of the text in UTF-16, little end first."""
    if source is None:
        return None
    return _short(b64encode(text(source).encode("utf-16-le", "surrogatepass")).decode())


def to_utf8_hex(source: Value) -> Value:
    """`ConvertToUTF8Hex`: the bytes of the text in UTF-8, as upper-case digits."""
    if source is None:
        return None
    return _short(text(source).encode("utf-8", "surrogatepass").hex().upper())


def _short(converted: str) -> str:
    check_length(len(converted))
    return converted
