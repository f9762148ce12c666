"""The parser of `$orderby` (contract §1.8)."""

from tenantry.errors import InvalidValueError, UnsupportedQueryError
from tenantry.graph.odata.cursor import Cursor
from tenantry.graph.odata.names import ADVANCED_REMEDY, find_field, require_operator
from tenantry.graph.odata.tokens import TokenKind, tokenize
from tenantry.storage.filters.fields import Fields, Operator, Ordering

_OPTION = "$orderby"
_MOST_KEYS = 5


def parse_orderby(
    text: str, fields: Fields, *, advanced: bool, filtered: bool
) -> tuple[Ordering, ...]:
    """Return the orderings of the `$orderby` *text* over *fields*, such as `displayName desc`.

    *filtered* says whether the request has `$filter` too: on directory objects both together
    need an advanced query.  Raises `UnsupportedQueryError`, `NotBuiltError` and
    `InvalidValueError` as `parse_filter` does.
    """
    if filtered and not advanced and not fields.sorts_filtered:
        message = f"`$orderby` with `$filter` needs an advanced query; {ADVANCED_REMEDY}"
        raise UnsupportedQueryError(_OPTION, message)
    cursor = Cursor(tokenize(text, _OPTION), _OPTION)
    orderings = [_ordering(cursor, fields, advanced=advanced)]
    while cursor.take_mark(","):
        orderings.append(_ordering(cursor, fields, advanced=advanced))
    if cursor.current.kind is not TokenKind.END:
        raise cursor.unexpected("`asc`, `desc`, a comma or the end")
    names = [ordering.field.name for ordering in orderings]
    if len(set(names)) < len(names) or len(names) > _MOST_KEYS:
        message = f"name at most {_MOST_KEYS} properties in `{_OPTION}`, each once"
        raise InvalidValueError(_OPTION, message)
    return tuple(orderings)


def _ordering(cursor: Cursor, fields: Fields, *, advanced: bool) -> Ordering:
    field = find_field(fields, "/".join(cursor.expect_path()), _OPTION)
    require_operator(field, Operator.ORDER, _OPTION, advanced=advanced)
    descending = cursor.take_word("desc")
    if not descending:
        cursor.take_word("asc")
    return Ordering(field=field, descending=descending)
