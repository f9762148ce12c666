"""`federatedIdentityCredentials` of applications and service principals (contract §6.9).

Graph keeps those of a service principal for managed identities, and none of ours is one: what an
application trusts belongs to the application.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import federated_credentials as operations
from tenantry.directory.operations.service_principals import get_service_principal
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import application_key, object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.federated_credentials import FEDERATED_CREDENTIAL

_CREDENTIALS = "applications/{application}/federatedIdentityCredentials"
_CREDENTIAL = f"{_CREDENTIALS}/{{credential}}"
_OF_SERVICE_PRINCIPAL = "servicePrincipals/{servicePrincipal}/federatedIdentityCredentials"
_WRITE = (*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def list_credentials(request: GraphRequest) -> Answer:
    """Answer the federated credentials of an application."""
    key = application_key(request, "application")
    selected = FEDERATED_CREDENTIAL.select(request.options)
    with request.read() as reading:
        application, found = operations.list_federated_credentials(reading, request.actor, key)
    return collection(
        request,
        [FEDERATED_CREDENTIAL.shown(one, selected) for one in found],
        context=context_of(_context(application), selected),
    )


def get_credential(request: GraphRequest) -> Answer:
    """Answer one federated credential."""
    key = application_key(request, "application")
    selected = FEDERATED_CREDENTIAL.select(request.options)
    with request.read() as reading:
        application, found = operations.get_federated_credential(
            reading, request.actor, key, _key(request)
        )
    context = f"{context_of(_context(application), selected)}/$entity"
    return entity(FEDERATED_CREDENTIAL.shown(found, selected), context=context)


def create_credential(request: GraphRequest) -> Answer:
    """Add a federated credential."""
    values = FEDERATED_CREDENTIAL.body.read_new(request.body)
    key = application_key(request, "application")
    with request.write() as work:
        application, made = operations.create_federated_credential(work, request.actor, key, values)
    return created(
        request,
        FEDERATED_CREDENTIAL.shown(made),
        context=f"{_context(application)}/$entity",
        path=f"applications/{application['id']}/federatedIdentityCredentials/{made['id']}",
    )


def update_credential(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = FEDERATED_CREDENTIAL.body.read(request.body)
    key = application_key(request, "application")
    with request.write() as work:
        operations.update_federated_credential(work, request.actor, key, _key(request), values)
    return no_content()


def delete_credential(request: GraphRequest) -> Answer:
    """Take a federated credential away."""
    key = application_key(request, "application")
    with request.write() as work:
        operations.delete_federated_credential(work, request.actor, key, _key(request))
    return no_content()


def list_of_service_principal(request: GraphRequest) -> Answer:
    """Answer those of a service principal, which has none."""
    key = application_key(request, "servicePrincipal")
    selected = FEDERATED_CREDENTIAL.select(request.options)
    with request.read() as reading:
        principal = get_service_principal(reading, request.actor, key)
    context = f"servicePrincipals('{principal['id']}')/federatedIdentityCredentials"
    return collection(request, [], context=context_of(context, selected))


def _key(request: GraphRequest) -> str:
    return object_key(request, "credential", "id", "name")


def _context(application: Mapping[str, Any]) -> str:
    return f"applications('{application['id']}')/federatedIdentityCredentials"


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_CREDENTIALS,
        endpoint=list_credentials,
        permissions=rights.APPLICATIONS_READ,
        query_options=ITEM_OPTIONS,
    ),
    Route(
        method="GET",
        pattern=_CREDENTIAL,
        endpoint=get_credential,
        permissions=rights.APPLICATIONS_READ,
        query_options=ITEM_OPTIONS,
    ),
    Route(
        method="GET",
        pattern=_OF_SERVICE_PRINCIPAL,
        endpoint=list_of_service_principal,
        permissions=rights.APPLICATIONS_READ,
        query_options=ITEM_OPTIONS,
    ),
    NotBuiltRoute(method="GET", pattern=f"{_OF_SERVICE_PRINCIPAL}/{{credential}}"),
    Route(method="POST", pattern=_CREDENTIALS, endpoint=create_credential, permissions=_WRITE),
    Route(method="PATCH", pattern=_CREDENTIAL, endpoint=update_credential, permissions=_WRITE),
    Route(method="DELETE", pattern=_CREDENTIAL, endpoint=delete_credential, permissions=_WRITE),
)
