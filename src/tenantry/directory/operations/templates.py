"""Application templates: the one for cross-tenant synchronization, and the empty one (§4.4)."""

from typing import Any

from tenantry.actor import Actor
from tenantry.directory import applications
from tenantry.directory.operations.applications import add_application
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.ownership import require_application_creation
from tenantry.directory.operations.service_principals import add_service_principal
from tenantry.directory.values import Record, check
from tenantry.identifiers import new_ids
from tenantry.storage.unit_of_work import UnitOfWork


def instantiate_template(
    work: UnitOfWork, actor: Actor, template_id: str, display_name: str
) -> tuple[Record, Record]:
    """Make the application of a template, and its service principal; return both.

    Raises `NotFoundError` for an unknown template.
    """
    require_application_creation(actor)
    if template_id.lower() != applications.SYNC_TEMPLATE_ID:
        raise not_found(template_id)
    check(applications.APPLICATION_RULES, {"display_name": display_name})
    app_id, role_id, scope_id = new_ids(3)
    values: dict[str, Any] = applications.sync_application(app_id, role_id, scope_id, display_name)
    application = add_application(work, actor, values)
    principal = applications.service_principal_of(application, actor.tenant_id)
    return application, add_service_principal(work, actor, principal)
