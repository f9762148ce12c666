"""OAuth errors: how sign-in tells faults and refusals.

HTTP status and AADSTS numbers stand here and in the two tables of why a sign-in is refused,
`reasons` and `refusals`, and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tenantry.errors import (
    AlreadyExistsError,
    ConflictError,
    ExpiredTokenError,
    InvalidValueError,
    LicenceRequiredError,
    NotAuthenticatedError,
    NotBuiltError,
    NotFoundError,
    NotPermittedError,
    PolicyCheckError,
    TenantryError,
    TooManyRequestsError,
    UnavailableError,
)
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthError:
    """What the caller is told.  ``retry_after`` is in seconds."""

    status: int
    error: str
    aadsts: int
    description: str
    retry_after: int | None = None


class SigninRefusedError(NotAuthenticatedError):
    """The sign-in is refused.  ``reason`` says why; *named* fill its sentence."""

    def __init__(self, reason: Reason | Refusal, **named: str) -> None:
        shortened = {name: value[:_NAMED_LENGTH] for name, value in named.items()}
        super().__init__(reason.value[3].format_map(shortened))
        self.reason = reason
        self.named = shortened


_NAMED_LENGTH = 120  # a caller's own words are repeated to them only so far

# The faults that any part of the product may raise: status, `error`, AADSTS number.
OAUTH_ERRORS: Mapping[type[TenantryError], tuple[int, str, int]] = {
    NotFoundError: (404, "invalid_request", 9002313),
    AlreadyExistsError: (409, "invalid_request", 9002313),
    InvalidValueError: (400, "invalid_request", 9002313),
    NotPermittedError: (403, "access_denied", 90093),
    LicenceRequiredError: (403, "access_denied", 500213),
    NotAuthenticatedError: (401, "invalid_token", 50027),
    NotBuiltError: (501, "not_implemented", 9002313),
    ConflictError: (409, "invalid_request", 9002313),
    PolicyCheckError: (403, "access_denied", 500213),
    ExpiredTokenError: (400, "invalid_grant", 70008),
    TooManyRequestsError: (429, "temporarily_unavailable", 90055),
    UnavailableError: (503, "temporarily_unavailable", 90033),
}


def oauth_error_of(error: TenantryError) -> OAuthError:
    """Return how sign-in tells *error*; `LookupError` for a class that nobody mapped."""
    if isinstance(error, SigninRefusedError):
        status, word, number, _ = error.reason.value
    else:
        known = (each for each in type(error).__mro__ if each in OAUTH_ERRORS)
        status, word, number = OAUTH_ERRORS[next(known, type(error))]
    return OAuthError(
        status=status,
        error=word,
        aadsts=number,
        description=_FORBIDDEN.sub("?", error.message),
        retry_after=getattr(error, "retry_after", None),
    )


_FORBIDDEN = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")
"""What RFC 6749 §5.2 does not allow in an `error_description`."""


def error_body(
    error: OAuthError, *, trace_id: str, correlation_id: str, timestamp: str
) -> dict[str, object]:
    """Return the JSON body; command lines print its `error_description` as it is."""
    return {
        "error": error.error,
        "error_description": (
            f"AADSTS{error.aadsts}: {error.description.rstrip('.')}. Trace ID: {trace_id}"
            f" Correlation ID: {correlation_id} Timestamp: {timestamp}"
        ),
        "error_codes": [error.aadsts],
        "timestamp": timestamp,
        "trace_id": trace_id,
        "correlation_id": correlation_id,
    }
