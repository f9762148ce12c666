"""What the exit codes of `tenantry` mean: the one map from our faults to them."""

from collections.abc import Mapping
from enum import IntEnum
from http import HTTPStatus

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


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_PERMITTED = 4
    REFUSED = 5
    BAD_ROWS = 6
    UNAVAILABLE = 7
    NOT_BUILT = 8
    CHANGES = 9
    BROKEN_LOG = 10


MEANINGS: Mapping[ExitCode, str] = {
    ExitCode.DONE: "done",
    ExitCode.FAULT: "something failed; the cause is printed",
    ExitCode.USAGE: "an option, argument or setting is wrong",
    ExitCode.NOT_FOUND: "no such tenant, job or object",
    ExitCode.NOT_PERMITTED: "not permitted, or not signed in",
    ExitCode.REFUSED: "refused: it exists already, is in use, or a policy forbids it",
    ExitCode.BAD_ROWS: "the import left rows out; the others went in, or none",
    ExitCode.UNAVAILABLE: "busy or unreachable; try again",
    ExitCode.NOT_BUILT: "documented, but not built here",
    ExitCode.CHANGES: "with --detailed-exit-code: the plan has changes",
    ExitCode.BROKEN_LOG: "a log is not what was sealed",
}

EXIT_CODES: Mapping[type[TenantryError], ExitCode] = {
    NotFoundError: ExitCode.NOT_FOUND,
    AlreadyExistsError: ExitCode.REFUSED,
    InvalidValueError: ExitCode.USAGE,
    NotPermittedError: ExitCode.NOT_PERMITTED,
    LicenceRequiredError: ExitCode.REFUSED,
    NotAuthenticatedError: ExitCode.NOT_PERMITTED,
    NotBuiltError: ExitCode.NOT_BUILT,
    ConflictError: ExitCode.REFUSED,
    PolicyCheckError: ExitCode.REFUSED,
    ExpiredTokenError: ExitCode.USAGE,
    TooManyRequestsError: ExitCode.UNAVAILABLE,
    UnavailableError: ExitCode.UNAVAILABLE,
}
"""The exit code of each class; a class that is not listed is told as its nearest ancestor."""


def exit_code_of(fault: TenantryError) -> ExitCode:
    """Return the exit code that tells *fault*."""
    known = (each for each in type(fault).__mro__ if each in EXIT_CODES)
    kind = next(known, None)
    return ExitCode.FAULT if kind is None else EXIT_CODES[kind]


_STATUS_CODES: Mapping[int, ExitCode] = {
    401: ExitCode.NOT_PERMITTED,
    403: ExitCode.NOT_PERMITTED,
    404: ExitCode.NOT_FOUND,
    429: ExitCode.UNAVAILABLE,
    501: ExitCode.NOT_BUILT,
    503: ExitCode.UNAVAILABLE,
}


def exit_code_of_status(status: int) -> ExitCode:
    """Return the exit code that tells an answer's HTTP *status*."""
    if status < HTTPStatus.BAD_REQUEST:
        return ExitCode.DONE
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return _STATUS_CODES.get(status, ExitCode.FAULT if is_ours else ExitCode.REFUSED)
