"""`/servicePrincipals` and their secrets (contract §6.9)."""

from collections.abc import Mapping
from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import secrets, service_principals
from tenantry.directory.operations.certificates import replace_certificates
from tenantry.directory.operations.lookups import ApplicationKey
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.items import show_one, shower
from tenantry.graph.keys import application_key
from tenantry.graph.listing import answer_count, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS, check_expand
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.application_secrets import (
    password_credential,
    read_new_secret,
    read_secret_key,
    without_credentials,
)
from tenantry.graph.wire.applications import SERVICE_PRINCIPAL
from tenantry.graph.wire.certificates import CERTIFICATES
from tenantry.storage.unit_of_work import UnitOfWork

_PRINCIPAL = "servicePrincipals/{servicePrincipal}"
_RELATIONSHIPS_NOT_BUILT = (
    "appRoleAssignedTo",
    "appRoleAssignments",
    "createdObjects",
    "federatedIdentityCredentials",
    "memberOf",
    "oauth2PermissionGrants",
    "ownedObjects",
    "owners",
    "transitiveMemberOf",
)
_WRITE = (*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def list_service_principals(request: GraphRequest) -> Answer:
    """Answer a page of service principals."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    return answer_page(
        request,
        SERVICE_PRINCIPAL,
        service_principals.list_service_principals,
        service_principals.count_service_principals,
        shower(request, SERVICE_PRINCIPAL),
    )


def count_service_principals(request: GraphRequest) -> Answer:
    """Answer how many service principals there are, as text."""
    return answer_count(request, SERVICE_PRINCIPAL, service_principals.count_service_principals)


def get_service_principal(request: GraphRequest) -> Answer:
    """Answer one service principal."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    selected = SERVICE_PRINCIPAL.select(request.options)
    with request.read() as reading:
        record = service_principals.get_service_principal(reading, request.actor, _key(request))
        item = show_one(reading, request.actor, SERVICE_PRINCIPAL, record, selected)
    return entity(item, context=f"{context_of('servicePrincipals', selected)}/$entity")


def create_service_principal(request: GraphRequest) -> Answer:
    """Add the service principal of an application."""
    values = SERVICE_PRINCIPAL.body.read_new(request.body)
    with request.write() as work:
        actor, given = request.actor, without_credentials(values)
        record = service_principals.create_service_principal(work, actor, given)
        _save_certificates(work, request, record, values)
        item = show_one(work, request.actor, SERVICE_PRINCIPAL, record)
    path = f"servicePrincipals/{record['id']}"
    return created(request, item, context="servicePrincipals/$entity", path=path)


def update_service_principal(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = SERVICE_PRINCIPAL.body.read(request.body)
    with request.write() as work:
        actor, changes = request.actor, without_credentials(values)
        record = service_principals.update_service_principal(work, actor, _key(request), changes)
        _save_certificates(work, request, record, values)
    return no_content()


def delete_service_principal(request: GraphRequest) -> Answer:
    """Move a service principal to the recycle bin."""
    with request.write() as work:
        service_principals.delete_service_principal(work, request.actor, _key(request))
    return no_content()


def add_password(request: GraphRequest) -> Answer:
    """Add a secret and answer it; its text is shown here only."""
    values = read_new_secret(request.body)
    with request.write() as work:
        secret = secrets.add_service_principal_secret(work, request.actor, _key(request), values)
    return entity(password_credential(secret), context="microsoft.graph.passwordCredential")


def remove_password(request: GraphRequest) -> Answer:
    """Take a secret away."""
    key_id = read_secret_key(request.body)
    with request.write() as work:
        secrets.remove_service_principal_secret(work, request.actor, _key(request), key_id)
    return no_content()


def _save_certificates(
    work: UnitOfWork, request: GraphRequest, record: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    if CERTIFICATES in values:
        replace_certificates(
            work, request.actor, SERVICE_PRINCIPAL.name, dict(record), values[CERTIFICATES]
        )


def _key(request: GraphRequest) -> ApplicationKey:
    return application_key(request, "servicePrincipal")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.APPLICATIONS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            ("servicePrincipals", list_service_principals, (*PAGE_OPTIONS, "$expand")),
            ("servicePrincipals/$count", count_service_principals, COUNT_OPTIONS),
            (_PRINCIPAL, get_service_principal, (*ITEM_OPTIONS, "$expand")),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=_WRITE)
        for method, pattern, endpoint in (
            ("POST", "servicePrincipals", create_service_principal),
            ("PATCH", _PRINCIPAL, update_service_principal),
            ("DELETE", _PRINCIPAL, delete_service_principal),
            ("POST", f"{_PRINCIPAL}/addPassword", add_password),
            ("POST", f"{_PRINCIPAL}/removePassword", remove_password),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_PRINCIPAL}/{name}")
        for method, name in (
            ("POST", "addTokenSigningCertificate"),
            ("GET", "createdObjects/**"),
        )
    ),
)
