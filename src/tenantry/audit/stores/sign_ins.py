"""The rows of the sign-in log."""

from typing import Any

import msgspec

from tenantry.audit.logs import Log
from tenantry.audit.sign_ins import SignIn
from tenantry.audit.stores.entries import get_entry, list_entries
from tenantry.audit.stores.sealing import OWN_VALUES, add_sealed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.tables import sign_ins
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def add_sign_in(work: UnitOfWork, tenant_id: str, sign_in: SignIn) -> None:
    """Write a sign-in into the log of *tenant_id*; across tenants each gets its own."""
    person, resource, origin = sign_in.person, sign_in.resource, sign_in.origin
    values: dict[str, Any] = {
        "id": sign_in.id,
        "created_at": work.instant,
        "correlation_id": sign_in.correlation_id,
        "user_id": person.id,
        "user_display_name": person.display_name,
        "user_principal_name": person.user_principal_name,
        "home_tenant_id": person.home_tenant_id,
        "home_tenant_name": person.home_tenant_name,
        "resource_tenant_id": resource.tenant_id,
        "resource_tenant_name": resource.tenant_name,
        "cross_tenant_access_type": sign_in.cross_tenant_access.value,
        "app_id": resource.app_id,
        "app_display_name": resource.app_name,
        "resource_id": resource.resource_id,
        "resource_display_name": resource.resource_name,
        "client_app_used": origin.client_app,
        "ip_address": origin.ip_address,
        "user_agent": origin.user_agent,
        "device": _json(origin.device),
        "is_interactive": sign_in.is_interactive,
        "error_code": sign_in.error_code,
        "failure_reason": sign_in.failure_reason,
        "additional_details": sign_in.additional_details,
        "conditional_access_status": sign_in.conditional_access.value,
        "applied_policies": _json(sign_in.applied_policies),
        "findings": _json(sign_in.findings),
        "inputs": _json(sign_in.inputs),
        "batch_id": work.correlation_id,
    }
    columns = OWN_VALUES[Log.SIGN_INS]
    add_sealed(work, tenant_id, Log.SIGN_INS, columns, [[values[name] for name in columns]])


def list_sign_ins(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the sign-in log."""
    return list_entries(reading, tenant_id, sign_ins, query)


def get_sign_in(reading: Reading, tenant_id: str, sign_in_id: str) -> dict[str, Any]:
    """Return one sign-in; `NotFoundError` if there is none."""
    return get_entry(reading, tenant_id, sign_ins, sign_in_id)


def _json(value: object) -> str | None:
    return msgspec.json.encode(value).decode() if value else None
