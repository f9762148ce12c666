"""Reading what an administrator is asked to agree to for a tenant, and writing it down."""

from collections.abc import Mapping, Sequence

from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.applications import service_principal_of
from tenantry.directory.graph_application import graph_app_roles, graph_permission_scopes
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.permission_grants import agree
from tenantry.directory.operations.service_principals import add_service_principal
from tenantry.directory.permission_grants import FOR_ALL
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.directory.stores.applications import find_application, find_service_principal
from tenantry.directory.stores.assignments import is_assigned
from tenantry.directory.values import Record
from tenantry.signin.admin_consents import Declared, Request, list_declared
from tenantry.signin.asked_scopes import AskedScopes, read_scopes
from tenantry.signin.consenting import Permission
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.arrivals import find_client_principal
from tenantry.signin.operations.resources import get_resource
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal
from tenantry.signin.registrations import Registration
from tenantry.storage.unit_of_work import Reading, UnitOfWork

RIGHTS = frozenset({*rights.ASSIGNMENTS_WRITE, *rights.APPLICATIONS_READ})
"""What whoever agreed may do, as long as they do no more than that."""


def find_asked(
    reading: Reading,
    tenant_id: str,
    registration: Registration,
    scope: str | None,
    hosts: frozenset[str],
) -> list[Request]:
    """Return what the application asks the tenant for, by resource.

    Without *scope*, as in the first version, it is all that the application declared; with
    `/.default` what it declared of that resource.  Raises `SigninRefusedError` where client,
    resource or permission do not exist in the tenant.
    """
    find_client_principal(reading, tenant_id, registration)
    declared = list_declared(_application(reading, tenant_id, registration))
    if scope is None:
        return [_declared_of(reading, tenant_id, each) for each in declared]
    asked = read_scopes(scope, hosts)
    resource = get_resource(reading, tenant_id, asked, hosts)
    if asked.is_default:
        of_resource = [each for each in declared if each.resource_app_id == resource.app_id]
        return [_declared_of(reading, tenant_id, each) for each in of_resource]
    return [
        Request(
            resource_id=resource.principal["id"],
            resource_app_id=resource.app_id,
            resource_name=resource.principal["display_name"],
            scopes=_named(asked, resource.permissions),
        )
    ]


def agree_for_all(
    work: UnitOfWork, actor: Actor, registration: Registration, asked: Sequence[Request]
) -> None:
    """Give the application what was *asked* for, for everybody of the actor's tenant.

    The caller has made sure that the actor may.
    """
    client = find_client_principal(work, actor.tenant_id, registration)
    if client is None:
        application = _application(work, actor.tenant_id, registration)
        values = service_principal_of(application, registration.owner_tenant_id)
        client = add_service_principal(work, actor, values)
    for each in asked:
        names = [permission.name for permission in each.scopes]
        if names:
            agree(work, actor, client, each.resource_id, names, principal_id=FOR_ALL)
        for role in each.roles:
            _assign(work, actor, client, each.resource_id, role.id)


def _assign(work: UnitOfWork, actor: Actor, client: Record, resource_id: str, role_id: str) -> None:
    wanted = {
        "app_role_id": role_id,
        "principal_id": client["id"],
        "principal_type": "ServicePrincipal",
        "resource_id": resource_id,
    }
    if not is_assigned(work, actor.tenant_id, wanted):
        create_assignment(work, actor, wanted)


def _application(reading: Reading, tenant_id: str, registration: Registration) -> Record:
    application = find_application(reading, registration.owner_tenant_id, registration.app_id)
    if application is None:
        raise SigninRefusedError(
            Refusal.UNKNOWN_APPLICATION, app_id=registration.app_id, tenant=tenant_id
        )
    return application


def _declared_of(reading: Reading, tenant_id: str, declared: Declared) -> Request:
    """Return what was declared of one resource; permissions that it does not have are left out."""
    app_id = declared.resource_app_id
    principal = find_service_principal(reading, tenant_id, app_id)
    if principal is None or not principal["account_enabled"]:
        raise SigninRefusedError(Reason.UNKNOWN_RESOURCE, resource=app_id)
    is_graph = app_id == GRAPH_APP_ID
    scopes = graph_permission_scopes() if is_graph else principal["oauth2_permission_scopes"] or ()
    roles = graph_app_roles() if is_graph else principal["app_roles"] or ()
    return Request(
        resource_id=principal["id"],
        resource_app_id=app_id,
        resource_name=principal["display_name"],
        scopes=tuple(
            _permission(one, one.get("admin_consent_display_name"))
            for one in scopes
            if one["id"] in declared.scope_ids and one.get("is_enabled", True)
        ),
        roles=tuple(
            _permission(one, one.get("display_name"))
            for one in roles
            if one["id"] in declared.role_ids
            and one.get("is_enabled", True)
            and "Application" in one["allowed_member_types"]
        ),
    )


def _permission(one: Record, title: str | None) -> Permission:
    name = one.get("value") or one["id"]
    return Permission(id=one["id"], name=name, title=title or name, needs_administrator=True)


def _named(asked: AskedScopes, known: Mapping[str, Permission]) -> tuple[Permission, ...]:
    for name in asked.names:
        if name not in known:
            raise SigninRefusedError(
                Refusal.UNKNOWN_PERMISSION, resource=asked.resource, scope=name
            )
    wanted = [*asked.names, *sorted(asked.openid & frozenset(known))]
    return tuple(known[name] for name in dict.fromkeys(wanted))
