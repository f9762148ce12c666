"""The request that a browser brings from an application: read, checked, and where it is answered.

First come the client and its redirect URI: until both are known to belong together, nothing is
sent to that URI, the error is shown to the person instead (RFC 6749 §4.1.2.1).  Whatever is wrong
after that, the application is told.  Source: OpenID Connect Core §3, RFC 7636, clients §0.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from tenantry.signin import proof_keys
from tenantry.signin.asked_claims import read_contexts, wants_second_factor
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.registrations import Registration

QUERY, FRAGMENT, FORM_POST = "query", "fragment", "form_post"
_MODES = (QUERY, FRAGMENT, FORM_POST)
CODE, ID_TOKEN = "code", "id_token"
_PROMPTS = ("", "none", "login", "select_account", "consent")
_NAMES = frozenset({"login_hint", "domain_hint", "scope", "resource"})
_LONGEST = 2048  # characters of a parameter that is carried from page to page


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the application is answered, how, and what it wants to recognize the answer by."""

    uri: str
    mode: str
    state: str


class AuthorizationRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request whose parameters are sound.

    ``response_types`` are sorted; a guest who follows an invitation asks for none.
    ``contexts`` are the authentication contexts that the tokens have to carry, and
    ``wants_second_factor`` says that their `amr` has to have `mfa`.
    """

    client_id: str
    redirect_uri: str
    platform: Platform
    response_types: tuple[str, ...]
    response_mode: str
    scope: str
    state: str = ""
    nonce: str = ""
    prompt: str = ""
    login_hint: str = ""
    domain_hint: str = ""
    max_age: int | None = None
    challenge: str = ""
    challenge_method: str = ""
    wants_client_info: bool = False
    ui_locales: str = ""
    contexts: tuple[str, ...] = ()
    wants_second_factor: bool = False

    @property
    def destination(self) -> Destination:
        """Where it is answered."""
        return Destination(uri=self.redirect_uri, mode=self.response_mode, state=self.state)

    @property
    def is_silent(self) -> bool:
        """Whether no page may be shown."""
        return self.prompt == "none"


def find_destination(
    parameters: Mapping[str, str], registration: Registration
) -> tuple[Destination, Platform]:
    """Return where to answer; `SigninRefusedError` if the redirect URI is not the client's."""
    uri = parameters.get("redirect_uri") or registration.redirect_uris.only() or ""
    platform = registration.redirect_uris.find_platform(uri)
    if platform is None:
        raise SigninRefusedError(
            Refusal.INVALID_REDIRECT_URI, redirect_uri=uri, app_id=registration.app_id
        )
    mode = parameters.get("response_mode", "")
    if mode not in _MODES:
        mode = _default_mode(parameters.get("response_type", "").split())
    return Destination(uri=uri, mode=mode, state=parameters.get("state", "")), platform


def read_request(
    parameters: Mapping[str, str],
    registration: Registration,
    destination: Destination,
    platform: Platform,
) -> AuthorizationRequest:
    """Return the request that *parameters* make; `SigninRefusedError` for the application."""
    for name, value in parameters.items():
        if len(value) > _LONGEST:
            raise _invalid(name, f"it has over {_LONGEST} characters")
        if name in _NAMES and not value.isprintable():
            raise _invalid(name, "it has control characters")
    response_types = _response_types(parameters, registration)
    _check_mode(parameters, response_types)
    challenge, method = _challenge(parameters, platform, response_types)
    if ID_TOKEN in response_types and not parameters.get("nonce"):
        raise SigninRefusedError(Refusal.NONCE_MISSING)
    return AuthorizationRequest(
        client_id=registration.app_id,
        redirect_uri=destination.uri,
        platform=platform,
        response_types=response_types,
        response_mode=destination.mode,
        scope=_scope(parameters),
        state=destination.state,
        nonce=parameters.get("nonce", ""),
        prompt=_prompt(parameters),
        login_hint=parameters.get("login_hint", "").strip(),
        domain_hint=parameters.get("domain_hint", "").strip(),
        max_age=_max_age(parameters),
        challenge=challenge,
        challenge_method=method,
        wants_client_info=parameters.get("client_info") == "1",
        ui_locales=parameters.get("ui_locales", ""),
        contexts=read_contexts(parameters.get("claims", "")),
        wants_second_factor=wants_second_factor(parameters.get("claims", "")),
    )


def _response_types(parameters: Mapping[str, str], registration: Registration) -> tuple[str, ...]:
    given = parameters.get("response_type", "")
    if not given:
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter="response_type")
    wanted = tuple(sorted(set(given.split())))
    is_known = set(wanted) <= {CODE, ID_TOKEN}
    if not is_known or (ID_TOKEN in wanted and not registration.issues_id_tokens):
        raise SigninRefusedError(Refusal.UNSUPPORTED_RESPONSE_TYPE, response_type=given)
    return wanted


def _check_mode(parameters: Mapping[str, str], response_types: tuple[str, ...]) -> None:
    given = parameters.get("response_mode", "")
    if given and given not in _MODES:
        raise _invalid("response_mode", f"`{given}` is none of {', '.join(_MODES)}")
    if given == QUERY and ID_TOKEN in response_types:
        raise SigninRefusedError(Refusal.QUERY_MODE_REFUSED, response_mode=given)


def _default_mode(response_types: list[str]) -> str:
    return FRAGMENT if ID_TOKEN in response_types else QUERY


def _challenge(
    parameters: Mapping[str, str], platform: Platform, response_types: tuple[str, ...]
) -> tuple[str, str]:
    challenge = parameters.get("code_challenge", "")
    if not challenge:
        if platform.is_public and CODE in response_types:
            raise SigninRefusedError(Refusal.CHALLENGE_MISSING)
        if "code_challenge_method" in parameters:
            raise _invalid("code_challenge_method", "`code_challenge` is missing")
        return "", ""
    method = parameters.get("code_challenge_method") or proof_keys.PLAIN
    if method not in proof_keys.METHODS:
        raise _invalid("code_challenge_method", f"`{method}` is neither `S256` nor `plain`")
    if not proof_keys.is_challenge(challenge):
        raise _invalid("code_challenge", "it has 43 to 128 letters, digits or `-._~`")
    return challenge, method


def _scope(parameters: Mapping[str, str]) -> str:
    scope = parameters.get("scope", "")
    if resource := parameters.get("resource"):  # how clients of the first version ask
        return f"openid profile offline_access {resource}/.default"
    if not scope.strip():
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter="scope")
    return " ".join(dict.fromkeys(scope.split()))


def _prompt(parameters: Mapping[str, str]) -> str:
    prompt = parameters.get("prompt", "").strip()
    if prompt == "create":
        raise SigninRefusedError(Refusal.PROMPT_CREATE_REFUSED)
    if prompt not in _PROMPTS:
        words = ", ".join(filter(None, _PROMPTS))
        raise _invalid("prompt", f"`{prompt}` is none of {words}")
    return prompt


def _max_age(parameters: Mapping[str, str]) -> int | None:
    given = parameters.get("max_age", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit()):
        raise _invalid("max_age", "it is a number of seconds")
    return int(given)


def _invalid(parameter: str, problem: str) -> SigninRefusedError:
    return SigninRefusedError(Refusal.INVALID_PARAMETER, parameter=parameter, problem=problem)
