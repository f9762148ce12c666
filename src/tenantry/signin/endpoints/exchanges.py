"""The HTTP endpoints of the provider, free of any web framework.

Each takes a `SigninRequest` and returns a `SigninResponse`; `answer` calls one and turns its
errors into OAuth error responses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import parse_qsl, quote

import structlog

from tenantry.clock import system_now
from tenantry.errors import TenantryError
from tenantry.identifiers import is_id, new_id
from tenantry.signin.client_authentication import with_credentials
from tenantry.signin.discovery import instance_metadata
from tenantry.signin.errors import OAuthError, SigninRefusedError, error_body, oauth_error_of
from tenantry.signin.operations import provider as operations
from tenantry.signin.operations.assertion_keys import subject_of
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.reasons import Reason
from tenantry.signin.traces import Trace

CORS = {"Access-Control-Allow-Origin": "*"}
BODY_LIMIT = 65536
"""Bytes of the longest body that is read; an assertion with its certificates needs a tenth."""

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigninRequest:
    """A request.  ``tenant`` is the first segment of the path, ``path`` its pattern.

    ``user`` is the name at the end of a path that ends in one, ``provider`` that of an identity
    provider elsewhere.

    ``headers`` have lower-case names; ``base_url`` is the origin the caller used, as
    `Origins.resolve` gives it; ``body`` need not be longer than `BODY_LIMIT` and one byte more.
    ``client_certificate`` is in DER, of whom the TLS handshake proved to have its key.
    ``trace_id`` is of this request, ``correlation_id`` the client's own or the same.
    """

    path: str
    tenant: str
    base_url: str
    user: str = ""
    provider: str = ""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    query_string: str = ""
    body: bytes = b""
    client_address: str = ""
    client_certificate: bytes = b""
    trace_id: str = ""
    correlation_id: str = ""

    @property
    def own_path(self) -> str:
        """The path for an address; whatever the tenant is called, it stays one segment."""
        return self.path.replace("{tenant}", quote(self.tenant, safe=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class SigninResponse:
    """A response; ``body`` is a JSON object or a page, ``cookies`` are set besides."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | str
    cookies: tuple[str, ...] = ()


JsonBody = Mapping[str, object]

Endpoint = Callable[[OpenIdProvider, SigninRequest], SigninResponse]


def answer(endpoint: Endpoint, provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Return what *endpoint* says, or its error as OAuth tells it; pages of any origin may ask."""
    response = answer_traced(endpoint, provider, request, _refusal)
    return replace(response, headers={**CORS, **response.headers})


def answer_traced(
    endpoint: Endpoint,
    provider: OpenIdProvider,
    request: SigninRequest,
    refuse: Callable[[SigninRequest, TenantryError], SigninResponse],
) -> SigninResponse:
    """Return what *endpoint* says, or how its error is told, under ids that logs have as well."""
    trace_id = new_id()
    correlation_id = correlation_id_of(request) or trace_id
    request = replace(request, trace_id=trace_id, correlation_id=correlation_id)
    try:
        response = endpoint(provider, request)
    except TenantryError as error:
        response = refuse(request, error)
    told = {"x-ms-request-id": trace_id, "client-request-id": correlation_id}
    return replace(response, headers={**told, **response.headers})


def openid_configuration(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`GET /{tenant}[/v2.0]/.well-known/openid-configuration`."""
    body = operations.get_openid_configuration(provider, request.base_url, request.tenant)
    return SigninResponse(body=body)


def instance_discovery(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`GET /common/discovery/instance?authorization_endpoint=…`."""
    endpoint = request.query.get("authorization_endpoint", "")
    body = instance_metadata(request.base_url, endpoint, provider.origins.hosts)
    return SigninResponse(body=body)


def keys(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`GET /{tenant}/discovery[/v2.0]/keys`; makes the first key of a tenant."""
    body = operations.list_keys(provider, request.base_url, request.tenant)
    return SigninResponse(body=body)


def token(
    of_users: "UserGrants", provider: OpenIdProvider, request: SigninRequest
) -> SigninResponse:
    """`POST /{tenant}/oauth2[/v2.0]/token`; makes the first key of a tenant."""
    authorization = request.headers.get("authorization", "")
    form = with_credentials(form_in(request.body), authorization)
    if "client_assertion" in form and not form.get("client_id"):
        form["client_id"] = subject_of(form["client_assertion"])  # RFC 7521 §4.2
    if "resource" in form:  # how clients of the first version name what they want
        form.setdefault("scope", f"{form['resource']}/.default")
    of_user = of_users.get(form.get("grant_type", ""))
    if of_user is not None:
        body: JsonBody = of_user(provider, trace_of(request), request.tenant, form)
    else:
        body = operations.issue_token(provider, request.base_url, request.tenant, form)
    return SigninResponse(headers=NOT_STORED, body=body)


CERTIFICATE_EXTENSION = "tenantry.client_certificate"
"""Where the scope of a request has the client's certificate in DER, if a proxy saw one."""

DEVICE_HEADER = "tenantry-device"
"""The header that carries a signed device claim, lower case."""


def trace_of(request: SigninRequest) -> Trace:
    """Return where the request came from."""
    return Trace(
        base_url=request.base_url,
        trace_id=request.trace_id,
        correlation_id=request.correlation_id,
        ip_address=request.client_address,
        user_agent=request.headers.get("user-agent", "")[:_USER_AGENT_KEPT],
        device_claim=request.headers.get(DEVICE_HEADER, ""),
        client_certificate=request.client_certificate,
    )


_USER_AGENT_KEPT = 512  # characters that the log keeps of what a client calls itself


UserGrants = Mapping[str, Callable[[OpenIdProvider, Trace, str, Mapping[str, str]], JsonBody]]
"""By `grant_type`, what answers it for a user."""


def form_in(body: bytes) -> dict[str, str]:
    """Return the parameters of a form; none may come twice (RFC 6749 §3.2).

    Null characters, which no database keeps, are refused.
    """
    if len(body) > BODY_LIMIT:
        raise SigninRefusedError(Reason.MALFORMED, problem=f"it is over {BODY_LIMIT} bytes long")
    pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise SigninRefusedError(Reason.MALFORMED, problem="a parameter comes twice")
    if any("\0" in value for value in form.values()):
        raise SigninRefusedError(Reason.MALFORMED, problem="it contains a null character")
    return form


def correlation_id_of(request: SigninRequest) -> str:
    """Return the client's own id of the request; empty if it gave none that is a GUID."""
    for source in (request.headers, request.query):
        given = source.get("client-request-id", "")
        if is_id(given):
            return given
    return ""


def _refusal(request: SigninRequest, error: TenantryError) -> SigninResponse:
    told = oauth_error_of(error)
    headers = {**NOT_STORED, **fault_headers(request, error, told)}
    if told.status == HTTPStatus.UNAUTHORIZED and "authorization" in request.headers:
        headers["WWW-Authenticate"] = f'Basic realm="{request.base_url}"'  # RFC 6749 §5.2
    return SigninResponse(status=told.status, headers=headers, body=fault_body(request, told))


def fault_headers(request: SigninRequest, error: TenantryError, told: OAuthError) -> dict[str, str]:
    """Return what the headers tell of an error; the cause of one that is ours goes to the log."""
    if error.__cause__ is not None and told.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("sign-in failed", request_id=request.trace_id, path=request.path, exc_info=error)
    return {} if told.retry_after is None else {"Retry-After": str(told.retry_after)}


def fault_body(request: SigninRequest, told: OAuthError) -> dict[str, object]:
    """Return the JSON of an error, with the ids by which the log has the request."""
    return error_body(
        told,
        trace_id=request.trace_id,
        correlation_id=request.correlation_id,
        timestamp=timestamp(),
    )


def timestamp() -> str:
    """Return the real time, as people are told it beside an error."""
    return system_now().strftime("%Y-%m-%d %H:%M:%SZ")
