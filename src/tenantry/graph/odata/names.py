"""Names of properties in query options: finding the field, and whether the query may use it so."""

from tenantry.errors import InvalidValueError, NotBuiltError, UnsupportedQueryError
from tenantry.storage.filters.fields import Field, Fields, Operator


def find_field(fields: Fields, name: str, option: str) -> Field:
    """Return the field *name* of *option*.

    A documented one that is not built raises `NotBuiltError`, an unknown one
    `InvalidValueError` with the name that was probably meant (decision 26).
    """
    found = fields.find(name)
    if found is not None:
        return found
    if fields.is_not_built(name):
        raise NotBuiltError(f"{option} on {name}")
    nearest = fields.nearest(name)
    meant = f"; did you mean `{nearest}`?" if nearest else ""
    raise InvalidValueError(option, f"`{name}` is no property that `{option}` knows{meant}")


def require_operator(field: Field, operator: Operator, option: str, *, advanced: bool) -> None:
    """Raise unless *field* knows *operator* in this mode of query (contract §1.9)."""
    if operator in field.default or (advanced and operator in field.advanced):
        return
    asked = f"`{option}`" if operator is Operator.ORDER else f"`{operator.value}`"
    if operator in field.advanced:
        message = f"{asked} on `{field}` needs an advanced query"
        raise UnsupportedQueryError(option, f"{message}; {ADVANCED_REMEDY}")
    known = ", ".join(f"`{each.value}`" for each in Operator if each in _all(field))
    message = f"`{field}` does not support {asked}"
    raise InvalidValueError(option, f"{message}; it supports {known}" if known else message)


ADVANCED_REMEDY = "send the header `ConsistencyLevel: eventual` and `$count=true`"
"""How a caller makes a query an advanced one."""


def _all(field: Field) -> frozenset[Operator]:
    return field.default | field.advanced
