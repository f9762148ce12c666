"""Extension properties: directory attributes that applications register (contract §9.3)."""

from collections.abc import Collection, Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.extensions import check_new_extension, full_name
from tenantry.directory.operations.applications import change_application
from tenantry.directory.operations.lookups import ApplicationKey, not_found, require_application
from tenantry.directory.operations.ownership import require_application_write
from tenantry.directory.stores.extensions import EXTENSION_PROPERTIES, find_registered
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_extension_property(
    work: UnitOfWork, actor: Actor, application_key: ApplicationKey, values: Mapping[str, Any]
) -> Record:
    """Register an extension: `name`, `data_type`, `target_objects`, `is_multi_valued`."""
    application = require_application(work, actor.tenant_id, application_key)
    require_application_write(work, actor, application)
    check_new_extension(values)
    name = full_name(application["app_id"], values["name"])
    before = application.get(EXTENSION_PROPERTIES) or []
    if any(extension["name"] == name for extension in before):
        raise AlreadyExistsError("name")
    extension = {
        "id": new_id(),
        "name": name,
        "data_type": values["data_type"],
        "is_multi_valued": bool(values.get("is_multi_valued")),
        "target_objects": list(values["target_objects"]),
    }
    changes = {EXTENSION_PROPERTIES: [*before, extension]}
    change_application(work, actor, activities.UPDATE_APPLICATION, application, changes)
    return extension


def list_extension_properties(
    reading: Reading, actor: Actor, application_key: ApplicationKey
) -> list[Record]:
    """Return the extensions that an application registered."""
    actor.require(*rights.APPLICATIONS_READ)
    application = require_application(reading, actor.tenant_id, application_key)
    return list(application.get(EXTENSION_PROPERTIES) or ())


def find_extensions(reading: Reading, actor: Actor, names: Collection[str]) -> dict[str, Record]:
    """Return attribute name → extension for those of *names* that are registered."""
    return find_registered(reading, actor.tenant_id, names)


def delete_extension_property(
    work: UnitOfWork, actor: Actor, application_key: ApplicationKey, extension_id: str
) -> None:
    """Take a registration away; values that objects have stay, unseen by new writes."""
    application = require_application(work, actor.tenant_id, application_key)
    require_application_write(work, actor, application)
    before = application.get(EXTENSION_PROPERTIES) or []
    kept = [extension for extension in before if extension["id"] != extension_id]
    if len(kept) == len(before):
        raise not_found(extension_id)
    changes = {EXTENSION_PROPERTIES: kept}
    change_application(work, actor, activities.UPDATE_APPLICATION, application, changes)
