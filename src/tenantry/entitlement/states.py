"""States: how far a request is, and whether an assignment still gives."""

from typing import Literal, TypeAlias

RequestState: TypeAlias = Literal[
    "pendingApproval",
    "delivered",
    "partiallyDelivered",
    "deliveryFailed",
    "denied",
    "canceled",
]
AssignmentState: TypeAlias = Literal["delivered", "partiallyDelivered", "deliveryFailed", "expired"]

PENDING: RequestState = "pendingApproval"
OPEN: frozenset[RequestState] = frozenset({PENDING})
"""States in which a request still waits."""

ADD_BY_USER, ADD_BY_ADMINISTRATOR = "userAdd", "adminAdd"
REMOVE_BY_USER, REMOVE_BY_ADMINISTRATOR = "userRemove", "adminRemove"

APPROVED, DENIED, NOT_REVIEWED = "Approve", "Deny", "NotReviewed"
"""Decisions as approvers write them, and the absence of one."""


def delivered_state(
    given: int, failed: int
) -> Literal["delivered", "partiallyDelivered", "deliveryFailed"]:
    """Return the state after *given* roles could be given and *failed* could not."""
    if not failed:
        return "delivered"
    return "partiallyDelivered" if given else "deliveryFailed"
