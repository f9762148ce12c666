"""What a tenant of the lab is administered with: an administrator, and an application."""

from tenantry.actor import Actor
from tenantry.directory.operations.founding import add_automation, add_person
from tenantry.directory.permissions import ROLE_ID_OF
from tenantry.directory.roles import GLOBAL_ADMINISTRATOR
from tenantry.lab.lab_file import LabAdmin, LabApplication
from tenantry.lab.passwords import LabPassword
from tenantry.storage.unit_of_work import UnitOfWork

_APPLICATION_NAME = "Lab automation"


def add_lab_administrator(
    work: UnitOfWork, actor: Actor, domain: str, password: LabPassword
) -> LabAdmin:
    """Make a user with the role Global Administrator."""
    values = {
        "display_name": "Lab Administrator",
        "password_hash": password.hash,
        "user_principal_name": f"admin@{domain}",
    }
    user = add_person(work, actor, values, [GLOBAL_ADMINISTRATOR])
    return LabAdmin(
        id=user["id"], user_principal_name=user["user_principal_name"], password=password.text
    )


def add_lab_application(work: UnitOfWork, actor: Actor) -> LabApplication:
    """Make an application that holds every application permission of Graph."""
    made = add_automation(work, actor, _APPLICATION_NAME, ROLE_ID_OF)
    return LabApplication(client_id=made.client_id, client_secret=made.secret)
