"""Routes of entitlement management: its administrators read and write, others see their own."""

from collections.abc import Collection

from tenantry.directory import rights
from tenantry.graph.routes import Endpoint, Route

PAGES = ("$select", "$expand", "$filter", "$top", "$count", "$skiptoken")
"""Query options of a list in which relationships can be expanded."""

ITEM = ("$select", "$expand")
"""Query options of one of its objects."""

OWN = (*rights.OWN_ENTITLEMENTS, *rights.ENTITLEMENTS_WRITE)
"""Permissions for what concerns whoever asks."""


def read_routes(*entries: tuple[str, Endpoint, Collection[str]]) -> tuple[Route, ...]:
    """Return the routes that administrators read, each with its query options."""
    return tuple(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.ENTITLEMENTS_READ,
            query_options=options,
        )
        for pattern, endpoint, options in entries
    )


def write_routes(*entries: tuple[str, str, Endpoint]) -> tuple[Route, ...]:
    """Return the routes by which administrators change something, each with its method."""
    return tuple(
        Route(
            method=method, pattern=pattern, endpoint=endpoint, permissions=rights.ENTITLEMENTS_WRITE
        )
        for method, pattern, endpoint in entries
    )


def own_route(path: str, endpoint: Endpoint) -> Route:
    """Return the route that answers what of *path* concerns whoever asks."""
    return Route(
        method="GET",
        pattern=f"{path}/filterByCurrentUser(on={{on}})",
        endpoint=endpoint,
        permissions=OWN,
    )
