"""Small tenants beside a large one, with a few rows of every hot table."""

from typing import Any

from tenantry.identifiers import new_ids
from tenantry.storage import feed
from tenantry.storage.bulk import insert_rows
from tenantry.storage.unit_of_work import UnitOfWork


def add_small_tenant(work: UnitOfWork, tenant_id: str) -> None:
    """Add the rows of one tenant."""
    ids = new_ids(20)
    for table, rows in (_objects(ids, work.instant) | _relations(ids, work.instant)).items():
        values = [(tenant_id, *row.values()) for row in rows]
        insert_rows(work.connection, table, ("tenant_id", *rows[0]), values)
    work.record_rows(tenant_id, [("user", each, feed.CREATED, None, None) for each in ids])


def _objects(ids: list[str], now: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "users": [
            {
                "id": each,
                "user_principal_name": each,
                "user_principal_name_key": each,
                "display_name": each,
                "display_name_key": each,
                "account_enabled": True,
                "user_type": "Member",
                "created_at": now,
            }
            for each in ids
        ],
        "groups": [
            {
                "id": each,
                "display_name": each,
                "display_name_key": each,
                "mail_enabled": False,
                "mail_nickname": each,
                "security_enabled": True,
                "created_at": now,
                "renewed_at": now,
            }
            for each in ids
        ],
    }


def _relations(ids: list[str], now: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "sync_links": [
            {"job_id": ids[0], "source_id": each, "target_id": each, "state": "active"}
            for each in ids
        ],
        "memberships": [
            {"group_id": ids[0], "member_id": each, "member_type": "user"} for each in ids
        ],
        "app_role_assignments": [
            {
                "id": each,
                "app_role_id": ids[0],
                "principal_id": each,
                "principal_type": "User",
                "resource_id": ids[0],
                "created_at": now,
            }
            for each in ids
        ],
    }
