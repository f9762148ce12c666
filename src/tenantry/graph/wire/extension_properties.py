"""Extension properties on the wire (contract §9.3)."""

from collections.abc import Mapping
from typing import Any

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, list_of, text

EXTENSION_BODY = BodyShape(
    {
        "name": Property("name", text, nullable=False),
        "dataType": Property("data_type", text, nullable=False),
        "isMultiValued": Property("is_multi_valued", flag),
        "targetObjects": Property("target_objects", list_of(text), nullable=False),
    },
    required=["name", "dataType", "targetObjects"],
    read_only=["appDisplayName", "deletedDateTime", "id", "isSyncedFromOnPremises"],
)


def extension_property(application: Mapping[str, Any], extension: Mapping[str, Any]) -> JsonObject:
    """Return an extension that *application* registered."""
    return {
        "id": extension["id"],
        "deletedDateTime": None,
        "appDisplayName": application["display_name"],
        "dataType": extension["data_type"],
        "isMultiValued": extension["is_multi_valued"],
        "isSyncedFromOnPremises": False,
        "name": extension["name"],
        "targetObjects": extension["target_objects"],
    }
