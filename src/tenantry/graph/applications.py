"""`/applications`, their secrets and extension properties (contract §6.9)."""

from collections.abc import Mapping
from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import applications, extension_properties, secrets
from tenantry.directory.operations.certificates import replace_certificates
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.items import show_one, shower
from tenantry.graph.keys import application_key, object_key
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
from tenantry.graph.wire.applications import APPLICATION
from tenantry.graph.wire.certificates import CERTIFICATES
from tenantry.graph.wire.extension_properties import EXTENSION_BODY, extension_property
from tenantry.storage.unit_of_work import UnitOfWork

_APPLICATION = "applications/{application}"
_EXTENSIONS = f"{_APPLICATION}/extensionProperties"
_RELATIONSHIPS_NOT_BUILT = (
    "createdOnBehalfOf",
    "extensionProperties",
    "federatedIdentityCredentials",
    "owners",
)
_WRITE = (*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def list_applications(request: GraphRequest) -> Answer:
    """Answer a page of applications."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    return answer_page(
        request,
        APPLICATION,
        applications.list_applications,
        applications.count_applications,
        shower(request, APPLICATION),
    )


def count_applications(request: GraphRequest) -> Answer:
    """Answer how many applications there are, as text."""
    return answer_count(request, APPLICATION, applications.count_applications)


def get_application(request: GraphRequest) -> Answer:
    """Answer one application."""
    check_expand(request.options, (), _RELATIONSHIPS_NOT_BUILT)
    selected = APPLICATION.select(request.options)
    with request.read() as reading:
        key = application_key(request, "application")
        record = applications.get_application(reading, request.actor, key)
        item = show_one(reading, request.actor, APPLICATION, record, selected)
    return entity(item, context=f"{context_of('applications', selected)}/$entity")


def create_application(request: GraphRequest) -> Answer:
    """Add an application."""
    values = APPLICATION.body.read_new(request.body)
    with request.write() as work:
        record = applications.create_application(work, request.actor, without_credentials(values))
        _save_certificates(work, request, record, values)
        item = show_one(work, request.actor, APPLICATION, record)
    path = f"applications/{record['id']}"
    return created(request, item, context="applications/$entity", path=path)


def update_application(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = APPLICATION.body.read(request.body)
    with request.write() as work:
        key = application_key(request, "application")
        actor, changes = request.actor, without_credentials(values)
        record = applications.update_application(work, actor, key, changes)
        _save_certificates(work, request, record, values)
    return no_content()


def delete_application(request: GraphRequest) -> Answer:
    """Move an application to the recycle bin, its service principal with it."""
    with request.write() as work:
        key = application_key(request, "application")
        applications.delete_application(work, request.actor, key)
    return no_content()


def add_password(request: GraphRequest) -> Answer:
    """Add a secret and answer it; its text is shown here only."""
    values = read_new_secret(request.body)
    with request.write() as work:
        key = application_key(request, "application")
        secret = secrets.add_application_secret(work, request.actor, key, values)
    return entity(password_credential(secret), context="microsoft.graph.passwordCredential")


def remove_password(request: GraphRequest) -> Answer:
    """Take a secret away."""
    key_id = read_secret_key(request.body)
    with request.write() as work:
        key = application_key(request, "application")
        secrets.remove_application_secret(work, request.actor, key, key_id)
    return no_content()


def list_extension_properties(request: GraphRequest) -> Answer:
    """Answer the extensions that an application registered."""
    key = application_key(request, "application")
    with request.read() as reading:
        application = applications.get_application(reading, request.actor, key)
        found = extension_properties.list_extension_properties(reading, request.actor, key)
    return collection(
        request,
        [extension_property(application, one) for one in found],
        context=_extension_context(application),
    )


def create_extension_property(request: GraphRequest) -> Answer:
    """Register an extension."""
    values = EXTENSION_BODY.read_new(request.body)
    key = application_key(request, "application")
    with request.write() as work:
        extension = extension_properties.create_extension_property(work, request.actor, key, values)
        application = applications.get_application(work, request.actor, key)
    path = f"applications/{application['id']}/extensionProperties/{extension['id']}"
    return created(
        request,
        extension_property(application, extension),
        context=f"{_extension_context(application)}/$entity",
        path=path,
    )


def delete_extension_property(request: GraphRequest) -> Answer:
    """Take a registration away."""
    with request.write() as work:
        extension_properties.delete_extension_property(
            work,
            request.actor,
            application_key(request, "application"),
            object_key(request, "extension", "id"),
        )
    return no_content()


def _save_certificates(
    work: UnitOfWork, request: GraphRequest, record: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    if CERTIFICATES in values:
        replace_certificates(
            work, request.actor, APPLICATION.name, dict(record), values[CERTIFICATES]
        )


def _extension_context(application: Mapping[str, Any]) -> str:
    return f"applications('{application['id']}')/extensionProperties"


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
            ("applications", list_applications, (*PAGE_OPTIONS, "$expand")),
            ("applications/$count", count_applications, COUNT_OPTIONS),
            (_APPLICATION, get_application, (*ITEM_OPTIONS, "$expand")),
            (_EXTENSIONS, list_extension_properties, ()),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=_WRITE)
        for method, pattern, endpoint in (
            ("POST", "applications", create_application),
            ("PATCH", _APPLICATION, update_application),
            ("DELETE", _APPLICATION, delete_application),
            ("POST", f"{_APPLICATION}/addPassword", add_password),
            ("POST", f"{_APPLICATION}/removePassword", remove_password),
            ("POST", _EXTENSIONS, create_extension_property),
            ("DELETE", f"{_EXTENSIONS}/{{extension}}", delete_extension_property),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_APPLICATION}/{name}")
        for method, name in (
            ("GET", "createdOnBehalfOf"),
            ("GET", "extensionProperties/{extension}"),
            ("GET", "synchronization/**"),
        )
    ),
)
