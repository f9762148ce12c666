"""Graph's errors: the one map from our faults to HTTP statuses and codes, and the error body.

Sources: contract §1.6 (envelope and codes), §1.11 (delta reset), behaviour §24.
"""

from base64 import b64encode
from collections.abc import Mapping

import msgspec

from tenantry.errors import (
    AlreadyExistsError,
    ConflictError,
    ContextRequiredError,
    ExpiredTokenError,
    InvalidValueError,
    InvitationRefusedError,
    LicenceRequiredError,
    NotAuthenticatedError,
    NotBuiltError,
    NotConfiguredError,
    NotFoundError,
    NotPermittedError,
    PolicyCheckError,
    TenantryError,
    TooManyRequestsError,
    UnavailableError,
    UnsupportedQueryError,
)
from tenantry.graph.answers import Answer
from tenantry.graph.faults import (
    BodyTooLargeError,
    FailedDependencyError,
    MethodNotAllowedError,
    PreconditionFailedError,
    TooManyStepsError,
    UnknownSegmentError,
)
from tenantry.graph.requests import Call
from tenantry.graph.services import Services
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.instants import error_instant
from tenantry.graph.wire.names import wire_name
from tenantry.sync.mapping_checks import SchemaError

CODES: Mapping[type[TenantryError], tuple[int, str]] = {
    InvalidValueError: (400, "Request_BadRequest"),
    UnsupportedQueryError: (400, "Request_UnsupportedQuery"),
    UnknownSegmentError: (400, "BadRequest"),
    TooManyStepsError: (400, "MaximumValueExceeded"),
    InvitationRefusedError: (400, "BadRequest"),
    PolicyCheckError: (400, "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"),
    ExpiredTokenError: (400, "Directory_ExpiredPageToken"),
    NotAuthenticatedError: (401, "InvalidAuthenticationToken"),
    NotPermittedError: (403, "Authorization_RequestDenied"),
    LicenceRequiredError: (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"),
    NotFoundError: (404, "Request_ResourceNotFound"),
    NotConfiguredError: (404, "Directory_ObjectNotFound"),
    MethodNotAllowedError: (405, "Request_BadRequest"),
    AlreadyExistsError: (409, "Request_MultipleObjectsWithSameKeyValue"),
    ConflictError: (409, "Conflict"),
    PreconditionFailedError: (412, "resourceModified"),
    BodyTooLargeError: (413, "Request_BadRequest"),
    FailedDependencyError: (424, "failedDependency"),
    TooManyRequestsError: (429, "TooManyRequests"),
    NotBuiltError: (501, "NotImplemented"),
    UnavailableError: (503, "serviceNotAvailable"),
}
"""Status and code of each class; a class that is not listed is told as its nearest ancestor."""

UNEXPECTED = (500, "generalException")
_SYNC_STATE_LOST = (410, "syncStateNotFound")
_DUPLICATE_PROPERTY = (400, "Request_BadRequest")

# Directory objects tell a property that is taken apart from a key that is taken (§1.6).
_DUPLICATE_PROPERTIES = frozenset({"userPrincipalName", "proxyAddresses", "mail", "mailNickname"})
_LONGEST_MESSAGE = 1000  # a caller's own words are repeated to them only so far
_GRAPH_CLIENT_ID = "00000003-0000-0000-c000-000000000000"


def error_answer(services: Services, call: Call, fault: TenantryError, instant: str) -> Answer:
    """Return the answer that tells *fault* at *instant*, as the database keeps instants."""
    status, code = _status_and_code(call, fault)
    error = {"code": code, "message": _message(fault), **_particulars(fault)}
    return Answer(
        status=status,
        body=_envelope(call, error, instant),
        headers=_headers(services, call, fault, status),
    )


def unexpected_answer(call: Call, instant: str) -> Answer:
    """Return the answer to a fault of ours: nothing of its cause but the id it is logged under."""
    status, code = UNEXPECTED
    message = f"An unexpected error occurred; its cause is logged under {call.request_id}."
    return Answer(status=status, body=_envelope(call, {"code": code, "message": message}, instant))


def _status_and_code(call: Call, fault: TenantryError) -> tuple[int, str]:
    if isinstance(fault, ExpiredTokenError) and _is_delta(call):
        return _SYNC_STATE_LOST
    if isinstance(fault, AlreadyExistsError) and wire_name(fault.path) in _DUPLICATE_PROPERTIES:
        return _DUPLICATE_PROPERTY
    if isinstance(fault, SchemaError):
        return 400, fault.code
    for kind in type(fault).__mro__:
        if kind in CODES:
            return CODES[kind]
    return UNEXPECTED


def _message(fault: TenantryError) -> str:
    """Return our message as Graph writes them: a capital, quotes and a full stop (§1.6)."""
    quote = "" if isinstance(fault, AlreadyExistsError) else "'"
    said = _with_wire_name(fault)[:_LONGEST_MESSAGE].replace("`", quote)
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '?')) else '.'}"


def _with_wire_name(fault: TenantryError) -> str:
    """Return our message with the property that it is about by its name on the wire."""
    match fault:
        case AlreadyExistsError(path=path) | InvalidValueError(path=path):
            return fault.message.replace(f"`{path}`", f"`{wire_name(path)}`")
        case _:
            return fault.message


def _particulars(fault: TenantryError) -> JsonObject:
    match fault:
        case AlreadyExistsError(path=path):
            target = wire_name(path)
            kind = "ObjectConflict" if target in _DUPLICATE_PROPERTIES else "ConflictingObjects"
            detail = {"code": kind, "message": _message(fault), "target": target}
            return {"details": [detail]}
        case InvalidValueError(path=path) | NotBuiltError(path=path):
            return {"target": wire_name(path)}
        case _:
            return {}


def _headers(
    services: Services, call: Call, fault: TenantryError, status: int
) -> Mapping[str, str]:
    match fault:
        case NotAuthenticatedError():
            challenge = _claims_challenge(fault) if isinstance(fault, ContextRequiredError) else ""
            return {
                "WWW-Authenticate": f'Bearer realm="", authorization_uri="'
                f'{services.authorization_uri}", client_id="{_GRAPH_CLIENT_ID}"{challenge}'
            }
        case MethodNotAllowedError(allowed=allowed):
            return {"Allow": ", ".join(allowed)}
        case TooManyRequestsError(retry_after=seconds) | UnavailableError(retry_after=seconds):
            return {"Retry-After": str(seconds)}
        case ExpiredTokenError() if status == _SYNC_STATE_LOST[0]:
            return {"Location": f"{call.base_url}/{call.path.strip('/')}?$deltatoken="}
        case _:
            return {}


def _claims_challenge(fault: ContextRequiredError) -> str:
    """Return what tells a client which claims to ask for: those that a sign-in gives."""
    wanted = {"access_token": {"acrs": {"essential": True, "value": fault.context_id}}}
    claims = b64encode(msgspec.json.encode(wanted)).decode()
    return f', error="insufficient_claims", claims="{claims}", cc_type="authcontext"'


def _is_delta(call: Call) -> bool:
    last = call.path.rstrip("/").rpartition("/")[2].lower()
    return last.removesuffix("()").removeprefix("microsoft.graph.") == "delta"


def _envelope(call: Call, error: JsonObject, instant: str) -> JsonObject:
    inner = {
        "date": error_instant(instant),
        "request-id": call.request_id,
        "client-request-id": call.client_request_id,
    }
    return {"error": {**error, "innerError": inner}}
