"""The table of routes under `/tenantry/v1.0`."""

from functools import partial
from http import HTTPStatus

from starlette.routing import Route

from tenantry.native import clock, tenants
from tenantry.native.openapi import openapi_route
from tenantry.native.plan_routes import PLAN_ROUTES
from tenantry.native.routing import Deployment, NativeRoute, Refuse, Run, route_of
from tenantry.storage.database import Database

ROUTES = (
    NativeRoute(
        method="GET",
        path="/lab/clock",
        summary="The time by the lab's clock; 404 outside the lab",
        endpoint=clock.read_clock,
        answer=clock.ClockReading,
    ),
    NativeRoute(
        method="POST",
        path="/lab/clock",
        summary="Move the lab's clock forward, or set it to an instant; 404 outside the lab",
        endpoint=clock.move_clock,
        body=clock.ClockMove,
        answer=clock.ClockReading,
    ),
    NativeRoute(
        method="GET",
        path="/tenants",
        summary="Every tenant of the installation",
        endpoint=tenants.list_all,
        answer=tenants.TenantList,
    ),
    NativeRoute(
        method="POST",
        path="/tenants",
        summary="Create a tenant",
        endpoint=tenants.create,
        body=tenants.NewTenant,
        answer=tenants.TenantObject,
        status=HTTPStatus.CREATED,
    ),
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}",
        summary="One tenant, by its id or one of its verified domains",
        endpoint=tenants.get,
        answer=tenants.TenantObject,
    ),
    *PLAN_ROUTES,
)
"""The whole surface."""


def native_routes(
    database: Database, deployment: Deployment, *, read: Run, write: Run, refuse: Refuse
) -> list[Route]:
    """Return the Starlette routes.

    *read* runs what only reads, *write* everything else; *refuse* tells a fault.
    """
    serve = partial(
        route_of, database=database, deployment=deployment, read=read, write=write, refuse=refuse
    )
    return [openapi_route(ROUTES), *(serve(route) for route in ROUTES)]
