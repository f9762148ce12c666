"""The routes of what people ask about themselves."""

from tenantry.native import external_users, organizations
from tenantry.native.routing import NativeRoute

OWN_ROUTES = (
    NativeRoute(
        method="GET",
        path="/me/organizations",
        summary="Where the caller has a user object, and what they can do there",
        endpoint=organizations.list_own_organizations,
        answer=organizations.OrganizationList,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="POST",
        path="/me/organizations/{tenant}/leave",
        summary="Leave an organization, by its id; its account lies in the recycle bin for 30 days",
        endpoint=organizations.leave_own_organization,
        answer=external_users.Departure,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path="/me/directories",
        summary="The tenants that the caller can ask a token for",
        endpoint=organizations.list_own_directories,
        answer=organizations.DirectoryList,
        is_for_tenants=True,
    ),
)
"""For people, with a token of their home tenant."""
