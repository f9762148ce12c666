"""Faults of the transport: what can be wrong with a request before its meaning is looked at."""

from collections.abc import Sequence

from tenantry.errors import TenantryError


class UnknownSegmentError(TenantryError):
    """The path has a segment that Graph does not know.  ``segment`` names it."""

    def __init__(self, segment: str) -> None:
        super().__init__(f"resource not found for the segment `{segment}`")
        self.segment = segment


class MethodNotAllowedError(TenantryError):
    """The path exists, the verb does not.  ``allowed`` lists the verbs it has."""

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__("specified HTTP method is not allowed for the request target")
        self.allowed = tuple(allowed)


class BodyTooLargeError(TenantryError):
    """The request body is larger than 4 MiB; send less at once."""


class PreconditionFailedError(TenantryError):
    """The object has no such version; objects here have none, so send `If-Match: *` or nothing."""


class TooManyStepsError(TenantryError):
    """A batch has at most 20 requests; send the others in another batch."""


class FailedDependencyError(TenantryError):
    """A request that this one depends on failed."""
