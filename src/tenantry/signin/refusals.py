"""Why the sign-in of a person is refused: HTTP status, OAuth `error`, AADSTS number, sentence.

The twin of `reasons.Reason`, which is of requests and clients.  Numbers and `error` words are
those of the Entra error code reference; the sentences are ours.
"""

from enum import Enum


class Refusal(Enum):
    """HTTP status, OAuth `error`, AADSTS number, sentence."""

    INVALID_REDIRECT_URI = (
        400,
        "invalid_request",
        50011,
        (
            "the redirect URI `{redirect_uri}` is not registered for application `{app_id}`;"
            " add it to the application"
        ),
    )
    UNKNOWN_APPLICATION = (
        400,
        "unauthorized_client",
        700016,
        "application `{app_id}` was not found in tenant `{tenant}`; check both ids",
    )
    UNSUPPORTED_RESPONSE_TYPE = (
        400,
        "unsupported_response_type",
        700054,
        "the response type `{response_type}` is not enabled for the application; use `code`",
    )
    QUERY_MODE_REFUSED = (
        400,
        "invalid_request",
        70007,
        "the response mode `{response_mode}` cannot carry this response type; use `form_post`",
    )
    NONCE_MISSING = (
        400,
        "invalid_request",
        90014,
        "the parameter `nonce` is missing; an id_token needs one",
    )
    INVALID_PARAMETER = (
        400,
        "invalid_request",
        900144,
        "the parameter `{parameter}` is not valid: {problem}",
    )
    PROMPT_CREATE_REFUSED = (
        400,
        "invalid_request",
        90023,
        "`prompt=create` is not possible here; an administrator makes the accounts",
    )
    CHALLENGE_MISSING = (
        400,
        "invalid_request",
        9002325,
        "a public client needs proof of possession; send `code_challenge` with `S256`",
    )
    TWO_RESOURCES = (
        400,
        "invalid_scope",
        28000,
        "the scope names more than one resource; ask for each in a request of its own",
    )
    UNKNOWN_PERMISSION = (
        400,
        "invalid_scope",
        650053,
        "the resource `{resource}` has no delegated permission `{scope}`; check its name",
    )
    LOGIN_REQUIRED = (
        400,
        "login_required",
        50058,
        "nobody is signed in, and `prompt=none` allows no question; ask without it",
    )
    SESSION_CHOICE_NEEDED = (
        400,
        "interaction_required",
        16000,
        "several accounts are signed in, and none is chosen; send `login_hint`",
    )
    INTERACTION_REQUIRED = (
        400,
        "interaction_required",
        65001,
        "the person has to agree on a page first; ask without `prompt=none`",
    )
    CONSENT_REQUIRED = (
        400,
        "consent_required",
        65001,
        "nobody agreed yet that application `{app_id}` may use what it asks for; ask with a page",
    )
    CONSENT_DECLINED = (
        400,
        "access_denied",
        65004,
        "you did not agree; sign in again if you change your mind",
    )
    ADMINISTRATOR_CONSENT_NEEDED = (
        400,
        "access_denied",
        90094,
        "application `{app_id}` asks for what only an administrator can allow; ask one for it",
    )
    WRONG_CREDENTIALS = (
        400,
        "invalid_grant",
        50126,
        "the sign-in name or the password is wrong; try again",
    )
    UNKNOWN_USER = (  # the log of the home tenant alone; the caller is told of wrong credentials
        400,
        "invalid_grant",
        50034,
        "nobody has the sign-in name that was given",
    )
    SECOND_FACTOR_FAILED = (
        400,
        "invalid_grant",
        500121,
        "the second factor was wrong, or tried too often; try again",
    )
    DISABLED_USER = (
        400,
        "invalid_grant",
        50057,
        "the account is disabled; ask an administrator",
    )
    ACCOUNT_LOCKED = (
        400,
        "invalid_grant",
        50053,
        "the account is locked, since wrong passwords were tried too often; try again later",
    )
    PASSWORD_EXPIRED = (
        400,
        "invalid_grant",
        50055,
        "the password has to be changed first; sign in with a page, which asks for a new one",
    )
    DELETED_USER = (
        400,
        "invalid_grant",
        70043,
        "the account is gone; ask an administrator",
    )
    NO_EXTERNAL_USER = (
        400,
        "access_denied",
        50020,
        (
            "`{user}` of `{home}` has no account in tenant `{resource}`, so application"
            " `{app_id}` cannot be used; ask an administrator there for an invitation"
        ),
    )
    PENDING_DECLINED = (
        400,
        "access_denied",
        65004,
        "you did not accept to join `{resource}`; sign in again if you change your mind",
    )
    HOME_OUTBOUND_BLOCKS = (
        400,
        "access_denied",
        500212,
        (
            "the settings of the home tenant for outbound access ({setting}) do not allow this;"
            " ask an administrator there"
        ),
    )
    RESOURCE_INBOUND_BLOCKS = (
        400,
        "access_denied",
        500213,
        (
            "the settings of the tenant for inbound access ({setting}) do not allow this;"
            " ask an administrator there"
        ),
    )
    CONDITIONAL_ACCESS_BLOCKS = (
        400,
        "access_denied",
        53003,
        "access is blocked by a Conditional Access policy ({setting}); ask an administrator",
    )
    MFA_NEEDED = (
        400,
        "interaction_required",
        50076,
        "another proof of who you are is needed; sign in again with a page and give it",
    )
    DEVICE_NEEDED = (
        400,
        "access_denied",
        50097,
        (
            "the device has to prove what it is, since a compliant or hybrid joined one is needed;"
            " use one that your organization manages"
        ),
    )
    DEVICE_NOT_COMPLIANT = (
        400,
        "access_denied",
        53000,
        "a compliant device is needed, and this one is not compliant; ask an administrator",
    )
    DEVICE_NOT_JOINED = (
        400,
        "access_denied",
        53001,
        "a hybrid joined device is needed, and this one is not joined; ask an administrator",
    )
    NOT_ASSIGNED = (
        400,
        "access_denied",
        50105,
        (
            "`{user}` is not assigned to application `{app_id}`, which asks for it;"
            " ask an administrator to assign you or one of your groups"
        ),
    )
    NOT_MULTITENANT = (
        400,
        "access_denied",
        50194,
        "application `{app_id}` is not for several tenants; ask at its own tenant, not `{tenant}`",
    )
    CODE_UNKNOWN = (
        400,
        "invalid_grant",
        9002313,
        "the authorization code is not one of this tenant; sign in again",
    )
    CODE_USED = (
        400,
        "invalid_grant",
        54005,
        "the authorization code was redeemed already; sign in again for a new one",
    )
    CODE_EXPIRED = (
        400,
        "invalid_grant",
        70008,
        "the authorization code has expired; sign in again for a new one",
    )
    CODE_OF_ANOTHER = (
        400,
        "invalid_grant",
        700009,
        "the authorization code was issued to another {what}; redeem it with what it was asked by",
    )
    WRONG_VERIFIER = (
        400,
        "invalid_grant",
        501481,
        "the `code_verifier` does not match the `code_challenge` of the request",
    )
    REFRESH_UNKNOWN = (
        400,
        "invalid_grant",
        9002313,
        "the refresh token is not one of this tenant and client; sign in again",
    )
    REFRESH_EXPIRED = (
        400,
        "invalid_grant",
        700082,
        "the refresh token has expired; sign in again",
    )
    REFRESH_REVOKED = (
        400,
        "invalid_grant",
        50173,
        (
            "the refresh token was revoked, since the user's sessions were ended or the token was"
            " used twice; sign in again"
        ),
    )
    DEVICE_CODE_UNKNOWN = (
        400,
        "bad_verification_code",
        70000,
        "the device code is not one of this tenant and client; begin anew",
    )
    DEVICE_CODE_PENDING = (
        400,
        "authorization_pending",
        70016,
        "nobody has signed in for the device yet; ask again in a few seconds",
    )
    DEVICE_CODE_SLOW_DOWN = (
        400,
        "slow_down",
        90055,
        "the device asks too often; wait five seconds longer between two requests",
    )
    DEVICE_CODE_DECLINED = (
        400,
        "authorization_declined",
        70018,
        "the person did not sign in for the device; begin anew",
    )
    DEVICE_CODE_EXPIRED = (
        400,
        "expired_token",
        70020,
        "the device code has expired; begin anew",
    )
    ASSERTION_INVALID = (
        400,
        "invalid_grant",
        50013,
        "the assertion is no access token of this tenant that is still good ({problem})",
    )
    PASSWORD_GRANT_OFF = (
        400,
        "unauthorized_client",
        7000218,
        (
            "sign-in with a password in the request is off here; set `signin.password_grant` or use"
            " a page"
        ),
    )
    CONFIDENTIAL_CLIENT = (
        400,
        "unauthorized_client",
        7000218,
        "application `{app_id}` is no public client; turn on `isFallbackPublicClient` for it",
    )
    INTERACTION_EXPIRED = (
        400,
        "invalid_request",
        165000,
        "the page is too old or was opened in another browser; start again in the application",
    )
    LOGOUT_REDIRECT_UNKNOWN = (
        400,
        "invalid_request",
        50011,
        "`{redirect_uri}` is no redirect URI of the application; nobody is sent there",
    )
    OUTSIDE_PROVIDER_MISSING = (
        400,
        "access_denied",
        50107,
        "`{provider}` is no identity provider of this tenant any more; ask an administrator there",
    )
    OUTSIDE_PROVIDER_UNREACHABLE = (
        503,
        "temporarily_unavailable",
        90033,
        "the identity provider `{provider}` does not answer as it should ({problem}); try again",
    )
    OUTSIDE_SIGN_IN_DECLINED = (
        400,
        "access_denied",
        50012,
        "the identity provider `{provider}` did not sign you in (`{error}`); begin anew",
    )
    OUTSIDE_ANSWER_REFUSED = (
        400,
        "access_denied",
        50008,
        "the answer of the identity provider is not believed: {problem}; begin anew",
    )
    OUTSIDE_ADDRESS_UNPROVED = (
        400,
        "access_denied",
        5000819,
        "the identity provider `{provider}` does not vouch for your mail address; confirm it there",
    )
    FEDERATION_LIBRARY_MISSING = (
        501,
        "not_implemented",
        90033,
        (
            "SAML and WS-Federation need a library that is not installed here; whoever operates"
            " the installation adds it with `pip install tenantry[saml]`"
        ),
    )
