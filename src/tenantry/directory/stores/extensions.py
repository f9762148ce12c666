"""The extension properties that the applications of a tenant registered."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, select

from tenantry.directory.extensions import find_app_id
from tenantry.directory.values import Record
from tenantry.storage.tables import applications
from tenantry.storage.unit_of_work import Reading

EXTENSION_PROPERTIES = "extension_properties"
"""The setting of an application that lists what it registered."""

_applications = applications.c


def find_registered(reading: Reading, tenant_id: str, names: Iterable[str]) -> dict[str, Record]:
    """Return attribute name → extension for those of *names* that are registered."""
    app_ids = {app_id for name in names if (app_id := find_app_id(name))}
    return {
        extension["name"]: extension
        for extension in _extensions(reading, tenant_id, _applications.app_id.in_(app_ids))
    }


def list_registered(reading: Reading, tenant_id: str, target: str) -> list[Record]:
    """Return every extension for objects of the kind *target*, such as `User`."""
    mentions = _applications.settings.contains(EXTENSION_PROPERTIES, autoescape=True)
    extensions = _extensions(reading, tenant_id, mentions)
    return [extension for extension in extensions if target in extension["target_objects"]]


def _extensions(reading: Reading, tenant_id: str, condition: ColumnElement[bool]) -> list[Record]:
    query = select(_applications.settings).where(
        _applications.tenant_id == tenant_id, _applications.deleted_at.is_(None), condition
    )
    settings = (msgspec.json.decode(row) for row in reading.connection.execute(query).scalars())
    return [extension for one in settings for extension in one.get(EXTENSION_PROPERTIES) or ()]
