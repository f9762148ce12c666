"""Conditional Access policies as rows; deleted ones stay until they are purged."""

from typing import Any

import msgspec
from sqlalchemy import Row, insert, select

from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.storage.tables import conditional_access_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = conditional_access_policies.c


def list_active(reading: Reading, tenant_id: str) -> list[tuple[str, ConditionalAccessPolicy]]:
    """Return the id and the policy of all that are not disabled, oldest first."""
    query = (
        select(_policies.id, _policies.document)
        .where(
            _policies.tenant_id == tenant_id,
            _policies.deleted_at.is_(None),
            _policies.state != "disabled",
        )
        .order_by(_policies.id)
    )
    return [(row.id, _policy(row)) for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, policy_id: str, policy: ConditionalAccessPolicy) -> None:
    """Insert a policy."""
    values = {
        "tenant_id": tenant_id,
        "id": policy_id,
        "display_name": policy.display_name,
        "state": policy.state,
        "document": msgspec.json.encode(policy).decode(),
        "created_at": work.instant,
    }
    work.connection.execute(insert(conditional_access_policies), values)


def _policy(row: Row[Any, Any]) -> ConditionalAccessPolicy:
    return msgspec.json.decode(row.document, type=ConditionalAccessPolicy)
