"""Why a request or a client is refused: HTTP status, OAuth `error`, AADSTS number, sentence.

The twin of `refusals.Refusal`, which is of people.  Numbers and `error` words are those of the
Entra error code reference; the sentences are ours.
"""

from enum import Enum


class Reason(Enum):
    """HTTP status, OAuth `error`, AADSTS number, sentence."""

    UNKNOWN_TENANT = (
        400,
        "invalid_tenant",
        90002,
        "tenant `{tenant}` not found; use the tenant's id or one of its verified domains",
    )
    NO_TENANT = (
        400,
        "invalid_request",
        50059,
        "`{tenant}` names no tenant; an application asks at the tenant's own id or domain",
    )
    UNKNOWN_INSTANCE = (
        400,
        "invalid_instance",
        50049,
        "`authorization_endpoint` does not lead to this server; start it with `{base_url}`",
    )
    MALFORMED = (
        400,
        "invalid_request",
        9002313,
        "the request is malformed: {problem}",
    )
    MISSING_PARAMETER = (
        400,
        "invalid_request",
        900144,
        "the request body must contain the parameter `{parameter}`",
    )
    UNSUPPORTED_GRANT = (
        400,
        "unsupported_grant_type",
        70003,
        "the grant type `{grant_type}` is not supported; use `client_credentials`",
    )
    UNKNOWN_CLIENT = (
        400,
        "unauthorized_client",
        700016,
        "application `{app_id}` has no service principal in tenant `{tenant}`; check both ids",
    )
    DISABLED_CLIENT = (
        400,
        "unauthorized_client",
        7000112,
        "application `{app_id}` is disabled; enable its service principal",
    )
    MISSING_SECRET = (
        401,
        "invalid_client",
        7000218,
        "the client is not authenticated; send `client_secret` or `client_assertion`",
    )
    WRONG_SECRET = (
        401,
        "invalid_client",
        7000215,
        "invalid client secret for application `{app_id}`; send the secret's value, not its id",
    )
    EXPIRED_SECRET = (
        401,
        "invalid_client",
        7000222,
        "the client secret of application `{app_id}` has expired; add a new one",
    )
    SEVERAL_PROOFS = (
        400,
        "invalid_request",
        9002313,
        "the client authenticates in more than one way; send a secret or an assertion, not both",
    )
    MALFORMED_ASSERTION = (
        401,
        "invalid_client",
        50027,
        "`client_assertion` is no signed JWT with `iss`, `sub`, `aud` and `exp`",
    )
    ASSERTION_TYPE = (
        400,
        "invalid_request",
        900144,
        "`client_assertion_type` must be `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`",
    )
    ASSERTION_OF_ANOTHER = (
        401,
        "invalid_client",
        700021,
        "`iss` and `sub` of the client assertion must both be `{app_id}`, the `client_id`",
    )
    ASSERTION_AUDIENCE = (
        401,
        "invalid_client",
        700023,
        "the audience `{audience}` of the client assertion is not the tenant's token endpoint",
    )
    ASSERTION_TIMES = (
        401,
        "invalid_client",
        700024,
        "the client assertion is not within its valid time: {problem}; sign a new one",
    )
    ASSERTION_SIGNATURE = (
        401,
        "invalid_client",
        700027,
        "the signature of the client assertion is not believed: {problem}",
    )
    ASSERTION_REPLAYED = (
        401,
        "invalid_client",
        700027,
        "the client assertion `{jti}` was used before, or has no `jti`; sign a new one each time",
    )
    UNKNOWN_ISSUER = (
        401,
        "invalid_client",
        700211,
        "no federated identity credential of the application has the issuer `{issuer}`",
    )
    UNKNOWN_AUDIENCE = (
        401,
        "invalid_client",
        700212,
        "no federated identity credential of issuer and subject has the audience `{audience}`",
    )
    UNKNOWN_SUBJECT = (
        401,
        "invalid_client",
        700213,
        "no federated identity credential of the issuer has the subject `{subject}`",
    )
    ISSUER_UNREACHABLE = (
        401,
        "invalid_client",
        50166,
        "the keys of the issuer `{issuer}` cannot be had: {problem}",
    )
    INVALID_SCOPE = (
        400,
        "invalid_scope",
        70011,
        "the scope `{scope}` is not valid; name one, `https://graph.microsoft.com/.default`",
    )
    SCOPE_NOT_DEFAULT = (
        400,
        "invalid_scope",
        1002012,
        "the scope `{scope}` is not valid for client credentials; it must end in `/.default`",
    )
    UNKNOWN_RESOURCE = (
        400,
        "invalid_resource",
        500011,
        "the resource `{resource}` was not found; use `https://graph.microsoft.com`",
    )
