"""Licences of a user: assigned, taken away and listed (contract §6.1)."""

from tenantry.directory import rights
from tenantry.directory.operations import licences
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, entity
from tenantry.graph.items import show_one
from tenantry.graph.keys import user_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.licences import LICENCE_CHANGES, LICENSE_DETAILS
from tenantry.graph.wire.users import USER

_USER = "users/{user}"


def assign_license(request: GraphRequest) -> Answer:
    """Give the user licences and take some away; answer the user."""
    given = LICENCE_CHANGES.read_new(request.body)
    added, removed = given["added"], given["removed"]
    if not isinstance(added, list) or not isinstance(removed, list):
        raise InvalidValueError("addLicenses", "`addLicenses` and `removeLicenses` are arrays")
    with request.write() as work:
        user = licences.assign_licences(work, request.actor, user_key(request), added, removed)
        item = show_one(work, request.actor, USER, user)
    return entity(item, context="users/$entity")


def list_license_details(request: GraphRequest) -> Answer:
    """Answer the licences of a user with the plans in each."""
    selected = LICENSE_DETAILS.select(request.options)
    with request.read() as reading:
        user, held = licences.list_licences(reading, request.actor, user_key(request))
    items = [
        LICENSE_DETAILS.shown({**licence, "user_id": user["id"]}, selected) for licence in held
    ]
    context = context_of(f"users('{user['id']}')/licenseDetails", selected)
    return collection(request, items, context=context)


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="POST",
        pattern=f"{_USER}/assignLicense",
        endpoint=assign_license,
        permissions=rights.LICENCES_WRITE,
    ),
    Route(
        method="GET",
        pattern=f"{_USER}/licenseDetails",
        endpoint=list_license_details,
        permissions=rights.USER_LICENCES_READ,
        query_options=ITEM_OPTIONS,
    ),
    NotBuiltRoute(method="GET", pattern=f"{_USER}/licenseDetails/{{details}}"),
)
