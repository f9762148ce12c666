"""What a tenant of the lab is administered with: an administrator, and an application."""

from tenantry.actor import Actor
from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.lookups import ByAppId, require_service_principal
from tenantry.directory.operations.roles import create_role_assignment, list_roles
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import create_service_principal
from tenantry.directory.operations.users import create_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.lab.lab_file import LabAdmin, LabApplication
from tenantry.lab.passwords import LabPassword
from tenantry.storage.unit_of_work import UnitOfWork

_ADMINISTRATOR_ROLE = "Global Administrator"
_APPLICATION_NAME = "Lab automation"


def add_administrator(
    work: UnitOfWork, actor: Actor, domain: str, password: LabPassword
) -> LabAdmin:
    """Make a user with the role Global Administrator."""
    values = {
        "account_enabled": True,
        "display_name": "Lab Administrator",
        "mail_nickname": "admin",
        "password_hash": password.hash,
        "user_principal_name": f"admin@{domain}",
    }
    user = create_user(work, actor, values)
    [role] = [each for each in list_roles(actor) if each.name == _ADMINISTRATOR_ROLE]
    values = {
        "directory_scope_id": "/",
        "principal_id": user["id"],
        "role_template_id": role.id,
    }
    create_role_assignment(work, actor, values)
    return LabAdmin(
        id=user["id"], user_principal_name=user["user_principal_name"], password=password.text
    )


def add_automation(work: UnitOfWork, actor: Actor) -> LabApplication:
    """Make an application that holds every application permission of Graph."""
    application = create_application(work, actor, {"display_name": _APPLICATION_NAME})
    principal = create_service_principal(work, actor, {"app_id": application["app_id"]})
    secret = add_application_secret(work, actor, application["id"], {"display_name": "lab"})
    graph = require_service_principal(work, actor.tenant_id, ByAppId(GRAPH_APP_ID))
    for role_id in ROLE_ID_OF.values():
        values = {
            "app_role_id": role_id,
            "principal_id": principal["id"],
            "resource_id": graph["id"],
        }
        create_assignment(work, actor, values)
    return LabApplication(client_id=application["app_id"], client_secret=str(secret["secret_text"]))
