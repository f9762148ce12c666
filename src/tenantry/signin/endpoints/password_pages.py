"""The pages of the home tenant that ask for a password, and for a new one where it must change."""

from collections.abc import Mapping
from urllib.parse import quote

from tenantry.errors import InvalidValueError
from tenantry.signin.authentication.accounts import PasswordOutcome
from tenantry.signin.authentication.operations.codes import check_code
from tenantry.signin.authentication.operations.passwords import change_own_password
from tenantry.signin.endpoints.choosing import home_tenant_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, trace_of
from tenantry.signin.endpoints.page_requests import ANOTHER, PageRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import PASSWORD_REFUSALS, check_password, find_user_at_home
from tenantry.signin.operations.failed_factors import attempt_of, record_failed_attempt
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.refusals import Refusal

_PROBLEMS: Mapping[object, str] = {
    Refusal.ACCOUNT_LOCKED: "login.locked",
    Refusal.DISABLED_USER: "login.disabled",
}


def login(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{home}/login`: the password, which only the home tenant is told."""
    page = PageRequest(provider, request)
    if not page.is_answered:
        return _ask(page)
    if ANOTHER in page.form:
        return page.go_on_as_another()
    if not _is_at_home(page):
        return _ask(page, SigninRefusedError(Refusal.WRONG_CREDENTIALS))
    try:
        user = check_password(
            provider.database,
            request.tenant,
            page.interaction.hint,
            page.form.get("password", ""),
            hashing=provider.hashing,
            secret_box=provider.secret_box,
        )
    except SigninRefusedError as refusal:
        _record(page, refusal)
        if refusal.reason is Refusal.PASSWORD_EXPIRED:
            return _ask_new(page, "password.must_change")
        return _ask(page, refusal)
    return page.go_on_signed_in(user["id"])


def new_password(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{home}/password`: another password, in place of one that is shown once more."""
    page = PageRequest(provider, request)
    if not page.is_answered:
        return _ask_new(page)
    if problem := _hindrance(page):
        return _ask_new(page, problem)
    try:
        user_id = _changed(page)
    except SigninRefusedError as refusal:
        _record(page, refusal)
        if refusal.reason is Refusal.MFA_NEEDED:
            return _ask_new(page, "password.code_needed")
        return _ask_new(page, _problem_of(refusal))
    except InvalidValueError as fault:
        is_old = fault.path == "new_password"
        return _ask_new(page, "password.same" if is_old else "password.weak")
    return page.go_on_signed_in(user_id)


def _hindrance(page: PageRequest) -> str:
    """Return what is wrong before the passwords are looked at; empty for nothing."""
    if page.form.get("new", "") != page.form.get("repeated", ""):
        return "password.not_repeated"
    return "" if _is_at_home(page) else "login.wrong"


def _ask(page: PageRequest, refusal: SigninRefusedError | None = None) -> SigninResponse:
    problem = page.text(_problem_of(refusal), home=page.tenant_name) if refusal else ""
    return page.show("login", user_name=page.interaction.hint, problem=problem)


def _ask_new(page: PageRequest, problem: str = "") -> SigninResponse:
    is_first = problem == "password.must_change"
    return page.show(
        "password",
        action=f"/{quote(page.request.tenant, safe='')}/password",
        user_name=page.interaction.hint,
        needs_code=_needs_code(page) if is_first else _is_code_asked(page, problem),
        problem=page.text(problem, home=page.tenant_name) if problem else "",
    )


def _is_code_asked(page: PageRequest, problem: str) -> bool:
    return problem == "password.code_needed" or "code" in page.form


def _needs_code(page: PageRequest) -> bool:
    """Return whether the change takes a code; who is asked has given the right password."""
    user = find_user_at_home(page.provider.database, page.request.tenant, page.interaction.hint)
    return user is not None and bool(user["force_change_password_with_mfa"])


def _changed(page: PageRequest) -> str:
    """Change the password, and return the user's id; `SigninRefusedError` if it cannot be."""
    provider, tenant_id = page.provider, page.request.tenant
    user = find_user_at_home(provider.database, tenant_id, page.interaction.hint)
    user_id = str(user["id"]) if user else page.interaction.hint
    outcome = _attempt(page, user_id, has_mfa=False)
    if outcome.needs_mfa:
        _require_code(page, user_id)
        outcome = _attempt(page, user_id, has_mfa=True)
    if outcome.refusal is not None:
        raise SigninRefusedError(PASSWORD_REFUSALS[outcome.refusal])
    return user_id


def _attempt(page: PageRequest, user_id: str, *, has_mfa: bool) -> PasswordOutcome:
    return change_own_password(
        page.provider.database,
        page.request.tenant,
        user_id,
        old=page.form.get("password", ""),
        new=page.form.get("new", ""),
        has_mfa=has_mfa,
        hashing=page.provider.hashing,
        secret_box=page.provider.secret_box,
        ip_address=page.request.client_address,
    )


def _require_code(page: PageRequest, user_id: str) -> None:
    proved = check_code(
        page.provider.database,
        page.request.tenant,
        user_id,
        page.form.get("code", ""),
        secret_box=page.provider.secret_box,
    )
    if proved.refusal is not None:
        raise SigninRefusedError(Refusal.MFA_NEEDED, setting="password")


def _is_at_home(page: PageRequest) -> bool:
    """Return whether the page is one of the tenant that verified the domain of the name."""
    with page.provider.database.read() as reading:
        return home_tenant_of(reading, page.interaction.hint) == page.request.tenant


def _record(page: PageRequest, refusal: SigninRefusedError) -> None:
    """Keep a failed attempt in the log; to be asked for a code is none, to give a wrong one is."""
    if refusal.reason is Refusal.MFA_NEEDED:
        if not page.form.get("code"):
            return
        refusal = SigninRefusedError(Refusal.SECOND_FACTOR_FAILED)
    attempt = attempt_of(page.interaction, page.request.tenant)
    record_failed_attempt(page.provider, trace_of(page.request), attempt, refusal)


def _problem_of(refusal: SigninRefusedError) -> str:
    return _PROBLEMS.get(refusal.reason, "login.wrong")
