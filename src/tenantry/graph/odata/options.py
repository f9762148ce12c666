"""Query options: the query string of a request, read once (contract §1.2, §1.7 and §1.8).

Names come with or without `$`, in any casing, they and their values percent-encoded or not.
What is unknown is refused, not ignored (decision 26).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.odata.expand import Expand, parse_expand, parse_names
from tenantry.graph.odata.filters import parse_filter
from tenantry.graph.odata.orderby import parse_orderby
from tenantry.graph.odata.search import parse_search
from tenantry.storage.filters.fields import Fields, Ordering
from tenantry.storage.filters.tree import And, Filter

KNOWN_OPTIONS = (
    "$select",
    "$expand",
    "$filter",
    "$search",
    "$orderby",
    "$top",
    "$count",
    "$skiptoken",
    "$deltatoken",
)
PAGE_OPTIONS = (
    "$select",
    "$filter",
    "$search",
    "$orderby",
    "$top",
    "$count",
    "$skiptoken",
)
"""What lists of directory objects accept; some accept `$expand` as well."""
FILTER_OPTIONS = ("$select", "$filter", "$top", "$count", "$skiptoken")
"""What lists accept that can be filtered, but neither searched nor sorted."""
ITEM_OPTIONS = ("$select",)
"""What one object accepts; some accept `$expand` as well."""
COUNT_OPTIONS = ("$filter", "$search")
"""What `/$count` accepts."""
_TRUTH = {"true": True, "false": False}
_PAGE_SIZE = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """How many objects a page of a collection has; the default is the directory's."""

    default: int = 100
    maximum: int = 999


DIRECTORY_PAGES = PageLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions:
    """The options of a request; what was not given is None or empty.

    ``count`` is `$count=true`, ``eventual`` the header `ConsistencyLevel: eventual`.
    ``page_size`` is ``top``, or the collection's own.
    """

    select: tuple[str, ...] = ()
    expand: tuple[Expand, ...] = ()
    filter: str | None = None
    search: str | None = None
    orderby: str | None = None
    top: int | None = None
    page_size: int = DIRECTORY_PAGES.default
    skip_token: str | None = None
    delta_token: str | None = None
    count: bool = False
    eventual: bool = False

    @property
    def advanced(self) -> bool:
        """Whether this is an advanced query; for `$search` the header is enough (§1.9)."""
        return self.eventual and (self.count or self.search is not None)

    def condition(self, fields: Fields) -> Filter | None:
        """Return what `$filter` and `$search` ask of a resource with *fields*, None for nothing.

        Raises what `parse_filter` and `parse_search` raise.
        """
        terms: list[Filter] = []
        if self.filter is not None:
            terms.append(parse_filter(self.filter, fields, advanced=self.advanced))
        if self.search is not None:
            terms.append(parse_search(self.search, fields, eventual=self.eventual))
        return And(tuple(terms)) if len(terms) > 1 else next(iter(terms), None)

    def orderings(self, fields: Fields) -> tuple[Ordering, ...]:
        """Return what `$orderby` asks for, nothing if it was not given."""
        if self.orderby is None:
            return ()
        filtered = self.filter is not None
        return parse_orderby(self.orderby, fields, advanced=self.advanced, filtered=filtered)


def parse_options(
    query: str,
    *,
    consistency_level: str | None = None,
    limits: PageLimits = DIRECTORY_PAGES,
    known: Collection[str] = KNOWN_OPTIONS,
) -> QueryOptions:
    """Return the options of the raw *query* string, as it stands after `?`.

    *consistency_level* is that header's value; *known* are the options that the path accepts.
    Raises `InvalidValueError` naming the option.
    """
    given = _given(query, known)
    top = _top(given["$top"], limits) if "$top" in given else None
    return QueryOptions(
        select=parse_names(given["$select"], "$select") if "$select" in given else (),
        expand=parse_expand(given["$expand"]) if "$expand" in given else (),
        filter=given.get("$filter"),
        search=given.get("$search"),
        orderby=given.get("$orderby"),
        top=top,
        page_size=top or limits.default,
        skip_token=given.get("$skiptoken"),
        delta_token=given.get("$deltatoken"),
        count=_count(given.get("$count", "false")),
        eventual=(consistency_level or "").strip().lower() == "eventual",
    )


def check_select(
    options: QueryOptions, known: Collection[str], not_built: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the selected properties in the casing of *known*; empty if none were selected.

    A name of *not_built* raises `NotBuiltError`, an unknown one `InvalidValueError`.
    """
    return _checked(options.select, "$select", known, not_built)


def selected(
    options: QueryOptions, item: Mapping[str, object], not_built: Collection[str] = ()
) -> Mapping[str, object]:
    """Return of *item* what `$select` asks for; unknown names do as in `check_select`."""
    names = check_select(options, tuple(item), not_built)
    return {name: item[name] for name in names} if names else item


def check_expand(
    options: QueryOptions, known: Collection[str], not_built: Collection[str] = ()
) -> Expand | None:
    """Return the one expanded relationship in the casing of *known*, None if there is none.

    More than one raises `InvalidValueError` (§1.8), unknown names do as in `check_select`.
    """
    relationships = [expand.relationship for expand in options.expand]
    names = _checked(relationships, "$expand", known, not_built)
    if len(names) > 1:
        raise InvalidValueError("$expand", "expand one relationship per request")
    if not names:
        return None
    asked = options.expand[0]
    if asked.inside:
        message = f"`$expand` inside `{names[0]}(…)` is not supported; expand one level"
        raise InvalidValueError("$expand", message)
    return Expand(relationship=names[0], select=asked.select, levels=asked.levels)


def _checked(
    names: Collection[str], option: str, known: Collection[str], not_built: Collection[str]
) -> tuple[str, ...]:
    by_name = {name.lower(): name for name in known}
    missing = {name.lower() for name in not_built}
    for name in names:
        if name.lower() in missing:
            raise NotBuiltError(f"{option}={name}")
        if name.lower() not in by_name:
            message = f"`{name}` is unknown to `{option}`; known are {_listing(sorted(known))}"
            raise InvalidValueError(option, message)
    return tuple(dict.fromkeys(by_name[name.lower()] for name in names))


def _given(query: str, known: Collection[str]) -> dict[str, str]:
    """Return the options of *query* by name, `$` in front, in lower case."""
    given: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        option = "$" + _decoded(name).strip().lower().removeprefix("$")
        if option not in known:
            raise InvalidValueError(option, _refusal(option, known))
        if option in given:
            raise InvalidValueError(option, f"`{option}` is given twice; give it once")
        given[option] = _decoded(value).strip()
        if not given[option] and option != "$deltatoken":
            raise InvalidValueError(option, f"`{option}` is empty; give a value or leave it out")
    return given


def _refusal(option: str, known: Collection[str]) -> str:
    if option == "$skip":
        return "`$skip` is not supported; follow `@odata.nextLink`"
    return f"`{option}` is no query option of this path; known are {_listing(known)}"


def _listing(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def _decoded(text: str) -> str:
    try:
        decoded = unquote_to_bytes(text.replace("+", " ")).decode()
    except UnicodeError:
        raise InvalidValueError("url", "the query string is not percent-encoded UTF-8") from None
    if "\0" in decoded:
        raise InvalidValueError("url", "the query string contains a null character")
    return decoded


def _top(text: str, limits: PageLimits) -> int:
    top = int(text) if _PAGE_SIZE.fullmatch(text) else 0
    if not 1 <= top <= limits.maximum:
        message = f"`$top` is a number from 1 to {limits.maximum}, not `{text}`"
        raise InvalidValueError("$top", message)
    return top


def _count(text: str) -> bool:
    count = _TRUTH.get(text.lower())
    if count is None:
        raise InvalidValueError("$count", f"`$count` is `true` or `false`, not `{text}`")
    return count
