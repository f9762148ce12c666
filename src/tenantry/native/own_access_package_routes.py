"""The routes by which people ask for access packages of other tenants."""

from http import HTTPStatus

from tenantry.native import own_access_packages as own
from tenantry.native.routing import NativeRoute

_QUERY = {own.TENANT: "The tenant of the packages, by its id or one of its verified domains"}
_REQUESTS = "/me/accessPackageRequests"

OWN_ACCESS_PACKAGE_ROUTES = (
    NativeRoute(
        method="GET",
        path="/me/accessPackages",
        summary="The access packages of another tenant that the caller may ask for",
        endpoint=own.list_packages,
        answer=own.OfferedPackages,
        is_for_tenants=True,
        query=_QUERY,
    ),
    NativeRoute(
        method="GET",
        path=_REQUESTS,
        summary="What the caller asked for in another tenant",
        endpoint=own.list_requests,
        answer=own.OwnAccessRequests,
        is_for_tenants=True,
        query=_QUERY,
    ),
    NativeRoute(
        method="POST",
        path=_REQUESTS,
        summary="Ask for an access package of another tenant, with a token of home",
        endpoint=own.create_request,
        body=own.NewAccessRequest,
        answer=own.OwnAccessRequest,
        status=HTTPStatus.CREATED,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="POST",
        path=f"{_REQUESTS}/{{request}}/cancel",
        summary="Withdraw a request that nobody decided yet",
        endpoint=own.cancel_request,
        answer=own.OwnAccessRequest,
        is_for_tenants=True,
        query=_QUERY,
    ),
)
