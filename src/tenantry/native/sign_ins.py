"""One sign-in of a tenant's log with what Graph has no place for: why it ended as it did."""

from collections.abc import Mapping
from typing import Any

import msgspec

from tenantry.audit.stores.sign_ins import get_sign_in
from tenantry.directory import actions, rights
from tenantry.native.callers import NativeCall


class SignInFinding(msgspec.Struct, rename="camel", kw_only=True):
    """What a stage of the decision said; of the other tenant's side the outcome alone."""

    stage: str
    side: str
    outcome: str
    source: str | None = None
    setting: str | None = None


class SignInObject(msgspec.Struct, rename="camel", kw_only=True):
    """A sign-in and the findings that decided it."""

    id: str
    created_date_time: str
    user_id: str
    user_principal_name: str | None
    home_tenant_id: str
    resource_tenant_id: str
    cross_tenant_access_type: str
    application_id: str
    application_name: str | None
    error_code: int
    failure_reason: str | None
    applied_policies: list[dict[str, Any]]
    findings: list[SignInFinding]


def read_sign_in(call: NativeCall, tenant: str, sign_in: str) -> SignInObject:
    """Return a sign-in; `NotFoundError` where the tenant's log has none with that id."""
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, tenant)
        actor.require(*rights.AUDIT_READ)
        actor.require(*rights.SIGN_INS_READ_BESIDE)
        actor.require_actions(actions.SIGN_INS_READ)
        return _object(get_sign_in(reading, actor.tenant_id, sign_in.lower()))


def _object(row: Mapping[str, Any]) -> SignInObject:
    return SignInObject(
        id=row["id"],
        created_date_time=row["created_at"],
        user_id=row["user_id"],
        user_principal_name=row["user_principal_name"],
        home_tenant_id=row["home_tenant_id"],
        resource_tenant_id=row["resource_tenant_id"],
        cross_tenant_access_type=row["cross_tenant_access_type"],
        application_id=row["app_id"],
        application_name=row["app_display_name"],
        error_code=row["error_code"],
        failure_reason=row["failure_reason"],
        applied_policies=row["applied_policies"] or [],
        findings=msgspec.convert(row["findings"] or [], list[SignInFinding]),
    )
