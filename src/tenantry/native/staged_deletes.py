"""Staged deletes of a job: who would be removed from the target, and why."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec

from tenantry.native.callers import NativeCall
from tenantry.native.limits import limit_of
from tenantry.sync.guard import CAUSES
from tenantry.sync.operations.staged_deletes import list_staged_deletes

PATH = "/servicePrincipals/{service_principal}/synchronization/jobs/{job}/stagedDeletes"

Action = Annotated[str, msgspec.Meta(pattern="^(delete|disable)$")]


class StagedDelete(msgspec.Struct, rename="camel", kw_only=True):
    """Somebody, or a group, whose removal waits.

    ``cause`` is the word of the provisioning log, ``description`` says it in plain words;
    ``heldDateTime`` is null while the cycle that found it is under way.
    """

    object_type: str
    source_id: str
    target_id: str
    action: Action
    cause: str
    description: str
    display_name: str | None
    user_principal_name: str | None
    staged_date_time: str
    held_date_time: str | None


class StagedDeletePage(msgspec.Struct, rename="camel", kw_only=True):
    """A page, by source id; ``nextLink`` leads to the next one, null after the last."""

    value: list[StagedDelete]
    next_link: str | None


def list_staged(call: NativeCall, service_principal: str, job: str) -> StagedDeletePage:
    """Return a page of what waits; `NotFoundError` where there is no such job."""
    actor, limit = call.actor_of_job(job), limit_of(call.query.get("limit"))
    with call.database.read() as reading:
        page = list_staged_deletes(
            reading,
            actor,
            service_principal.lower(),
            job,
            after=call.query.get("after", ""),
            limit=limit,
        )
    query = urlencode({"limit": limit, "after": page.following or ""})
    return StagedDeletePage(
        value=[_object(row) for row in page.rows],
        next_link=f"{call.url}?{query}" if page.following else None,
    )


def _object(row: Mapping[str, Any]) -> StagedDelete:
    return StagedDelete(
        object_type=row["object_type"],
        source_id=row["source_id"],
        target_id=row["target_id"],
        action=row["action"],
        cause=row["cause"],
        description=CAUSES.get(row["cause"], row["cause"]),
        display_name=row["source_name"],
        user_principal_name=row["source_user_principal_name"],
        staged_date_time=row["staged_at"],
        held_date_time=row["held_at"],
    )
