"""Approvals on the wire: `approval` and its one `approvalStage`."""

from tenantry.entitlement.states import APPROVED, DENIED, PENDING
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import one_of, text
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.showing import Record

_NOBODY = "00000000-0000-0000-0000-000000000000"
_DECISION = BodyShape(
    {
        "reviewResult": Property("decision", one_of((APPROVED, DENIED)), nullable=False),
        "justification": Property("justification", text),
    },
    required=("reviewResult",),
    read_only=("id", "assignedToMe", "displayName", "reviewedBy", "reviewedDateTime", "status"),
)


def read_decision(body: object) -> tuple[str, str | None]:
    """Return the decision, `Approve` or `Deny`, and why."""
    read = _DECISION.read_new(body)
    why = read.get("justification")
    return str(read["decision"]), None if why is None else str(why)


def approval(record: Record, *, with_stages: bool) -> JsonObject:
    """Return an approval, whose id is that of the request."""
    return {"id": record["id"], **({"stages": [stage(record)]} if with_stages else {})}


def stage(record: Record) -> JsonObject:
    """Return the one stage of an approval, whose id is the approval's too."""
    result = {APPROVED: "Approved", DENIED: "Denied"}.get(record["review_result"], "NotReviewed")
    is_waiting = record["state"] == PENDING
    return {
        "id": record["id"],
        "assignedToMe": record["assigned_to_me"],
        "displayName": None,
        "justification": record["review_justification"] or "",
        "reviewResult": result,
        "reviewedBy": {
            "id": record["reviewed_by"] or _NOBODY,
            "displayName": record["reviewed_by_name"] or "",
        },
        "reviewedDateTime": log_instant(record["reviewed_at"]),
        "status": "InProgress" if is_waiting else "Completed",
    }
