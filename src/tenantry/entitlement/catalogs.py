"""Catalogs: what hold packages and what those can give.  Every tenant has the one `General`."""

import uuid
from typing import Any

GENERAL = "General"
_NAMESPACE = uuid.UUID("1c1a6c7c-41a5-4f2c-8d0c-6a55c6b8f1d3")
_BEGINNING = "2026-01-01T00:00:00.000000Z"


def general_id(tenant_id: str) -> str:
    """Return the id of the tenant's own catalog, which is nowhere kept."""
    return str(uuid.uuid5(_NAMESPACE, tenant_id))


def general_catalog(tenant_id: str) -> dict[str, Any]:
    """Return the catalog that every tenant has from its beginning."""
    return {
        "id": general_id(tenant_id),
        "display_name": GENERAL,
        "description": "What is in no other catalog",
        "is_published": True,
        "is_externally_visible": True,
        "is_service_default": True,
        "created_at": _BEGINNING,
        "modified_at": _BEGINNING,
    }
