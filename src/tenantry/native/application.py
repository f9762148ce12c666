"""The table of routes under `/tenantry/v1.0`."""

from functools import partial
from http import HTTPStatus

from starlette.routing import Route

from tenantry.access.conditional.policy import RegistrationPolicy
from tenantry.native import (
    access,
    bulk_invitations,
    clock,
    contacts,
    deleted_tenants,
    external_users,
    lab_mail,
    licences,
    one_time_codes,
    registration,
    replaying,
    staged_deletes,
    tenants,
)
from tenantry.native.key_routes import KEY_ROUTES
from tenantry.native.limits import LIMIT
from tenantry.native.log_routes import LOG_ROUTES
from tenantry.native.openapi import openapi_route
from tenantry.native.own_access_package_routes import OWN_ACCESS_PACKAGE_ROUTES
from tenantry.native.own_routes import OWN_ROUTES
from tenantry.native.plan_routes import PLAN_ROUTES
from tenantry.native.report_routes import REPORT_ROUTES
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
        path=lab_mail.PATH,
        summary="The newest mails of the lab, also shown on the page `/lab/mail`; 404 elsewhere",
        endpoint=lab_mail.list_mail,
        answer=lab_mail.MailList,
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
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}/subscribedSkus",
        summary="The SKUs that a tenant has units of, and how many are assigned",
        endpoint=licences.list_subscribed,
        answer=licences.SkuList,
    ),
    NativeRoute(
        method="PUT",
        path="/tenants/{tenant}/subscribedSkus/{sku}",
        summary="Let a tenant have so many units of a SKU, by its id or part number",
        endpoint=licences.set_subscribed,
        body=licences.Units,
        answer=licences.SkuObject,
    ),
    *KEY_ROUTES,
    NativeRoute(
        method="POST",
        path="/access/explain",
        summary="Whether a person may use an application of another tenant, and why",
        endpoint=access.explain_access,
        body=access.AccessRequest,
        answer=access.DecisionObject,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="POST",
        path="/access/whatIf",
        summary="The same with a draft policy for either side; nothing is written",
        endpoint=access.try_policy,
        body=access.WhatIfRequest,
        answer=access.DecisionObject,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="POST",
        path="/access/replay",
        summary="Whose access a draft policy would change, by who came lately; nothing is written",
        endpoint=replaying.replay_visits,
        body=replaying.ReplayRequest,
        answer=replaying.ReplayObject,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="GET",
        path="/tenants/{tenant}/registrationPolicy",
        summary="Who must have methods of multifactor authentication in a tenant",
        endpoint=registration.read_registration,
        answer=registration.RegistrationObject,
        is_for_tenants=True,
    ),
    NativeRoute(
        method="PUT",
        path="/tenants/{tenant}/registrationPolicy",
        summary="Say who must; a warning tells whom that shuts out",
        endpoint=registration.write_registration,
        body=RegistrationPolicy,
        answer=registration.RegistrationObject,
        is_for_tenants=True,
    ),
    *LOG_ROUTES,
    *OWN_ROUTES,
    *OWN_ACCESS_PACKAGE_ROUTES,
    *PLAN_ROUTES,
    *REPORT_ROUTES,
    NativeRoute(
        method="GET",
        path=staged_deletes.PATH,
        summary="Who would be removed from the target by a job whose deletion guard holds",
        endpoint=staged_deletes.list_staged,
        answer=staged_deletes.StagedDeletePage,
        is_for_tenants=True,
        query={
            "limit": LIMIT,
            "after": "The source id after which the page begins, from the page before",
        },
    ),
    NativeRoute(
        method="POST",
        path="/tenants/{tenant}/contacts",
        summary="Add a contact to a tenant's address book",
        endpoint=contacts.create,
        body=contacts.NewContact,
        answer=contacts.ContactObject,
        status=HTTPStatus.CREATED,
    ),
    NativeRoute(
        method="DELETE",
        path="/tenants/{tenant}/contacts/{contact}",
        summary="Take a contact out of a tenant's address book",
        endpoint=contacts.remove,
        answer=contacts.ContactObject,
    ),
    NativeRoute(
        method="POST",
        path="/tenants/{tenant}/invitations",
        summary="Invite everybody of a CSV file in the form of Entra's bulk invitation",
        endpoint=bulk_invitations.invite_in_bulk,
        answer=bulk_invitations.BulkInvitation,
        is_for_tenants=True,
        takes_file=True,
        query=bulk_invitations.QUERY,
    ),
    NativeRoute(
        method="POST",
        path="/tenants/{tenant}/invitations/{invitation}/redeem",
        summary="Redeem an invitation for the person it is for",
        endpoint=external_users.redeem_invitation,
        body=external_users.Redemption,
        answer=external_users.ExternalUser,
    ),
    NativeRoute(
        method="POST",
        path="/tenants/{tenant}/users/{user}/leave",
        summary="Take an external user out of an organization, as one who leaves",
        endpoint=external_users.leave_organization,
        answer=external_users.Departure,
    ),
    NativeRoute(
        method="POST",
        path="/tenants/{tenant}/users/{user}/softwareOath",
        summary="Register one-time codes for a user, for automation; their secret is shown once",
        endpoint=one_time_codes.give,
        answer=one_time_codes.CodeSeed,
        status=HTTPStatus.CREATED,
        is_sealing=True,
    ),
    NativeRoute(
        method="GET",
        path="/deletedTenants",
        summary="The tenants that were removed and can be restored",
        endpoint=deleted_tenants.list_all,
        answer=deleted_tenants.DeletedTenantList,
    ),
    NativeRoute(
        method="POST",
        path="/deletedTenants/{tenant}/restore",
        summary="Give a removed tenant back, by its id; its synchronizations stay paused",
        endpoint=deleted_tenants.restore,
        answer=tenants.TenantObject,
    ),
    NativeRoute(
        method="DELETE",
        path="/tenants/{tenant}",
        summary="Remove a tenant: nobody signs in from it or to it; kept for 30 days, then erased",
        endpoint=deleted_tenants.remove,
        answer=deleted_tenants.DeletedTenant,
    ),
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
    mail_page = lab_mail.mail_page_route(database, deployment, read, refuse)
    return [openapi_route(ROUTES), mail_page, *(serve(route) for route in ROUTES)]
