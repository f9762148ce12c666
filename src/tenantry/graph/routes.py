"""A route: which endpoint answers a method on a path, and what the documents need to know of it.

Each resource module lists its routes in `ROUTES`; patterns are those of `odata/routes.py`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tenantry.graph.answers import Answer
from tenantry.graph.odata.options import DIRECTORY_PAGES, PageLimits
from tenantry.graph.odata.paths import VERSIONS
from tenantry.graph.requests import GraphRequest

Endpoint = Callable[[GraphRequest], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint.

    ``permissions`` are the documented ones, any of which is enough; the operation that the
    endpoint calls checks them, here they are for the documentation.  ``reads`` is for a POST
    that changes nothing.  ``query_options`` and ``page_limits`` are what the path accepts; an
    option that it would ignore is refused (decision 26).
    """

    method: str
    pattern: str
    endpoint: Endpoint
    permissions: tuple[str, ...] = ()
    reads: bool = False
    versions: tuple[str, ...] = VERSIONS
    query_options: Collection[str] = ()
    page_limits: PageLimits = DIRECTORY_PAGES

    @property
    def only_reads(self) -> bool:
        """Whether the endpoint changes nothing."""
        return self.reads or self.method == "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBuiltRoute:
    """A documented path that answers 501; ``/**`` at its end takes all that is below it too."""

    method: str
    pattern: str
