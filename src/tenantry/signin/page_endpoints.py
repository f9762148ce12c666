"""The pages between request and answer: each shows itself, and hands what was done back.

Of every page a GET shows it and a POST answers it.  Both carry the sealed interaction; what a
POST changes in it goes to `go_on`, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from tenantry.directory.stores import tenants
from tenantry.directory.values import Record
from tenantry.signin.accounts import check_password, list_signed_in, sign_in
from tenantry.signin.authorize_endpoint import Browser, browser_of, go_on, home_tenant_of
from tenantry.signin.authorizing import get_registration, look
from tenantry.signin.consents import consent
from tenantry.signin.cookies import SESSION, written_cookie
from tenantry.signin.endpoints import SigninRequest, SigninResponse, form_in
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.interactions import Interaction, seal, unseal
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations import OpenIdProvider
from tenantry.signin.page_answers import answer_client, error_parameters, language_of
from tenantry.signin.pages.catalogue import LANGUAGES
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.proofs import PASSWORD
from tenantry.signin.redirect_uris import origin_of
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import Reading

_ANOTHER = "another"
_ACCEPT = "accept"


class _Page:
    """One request of a page: the browser, the interaction it is in, and what was entered."""

    def __init__(self, provider: OpenIdProvider, request: SigninRequest) -> None:
        self.provider = provider
        self.request = request
        self.browser: Browser = browser_of(request)
        self.form = form_in(request.body) if request.method == "POST" else dict(request.query)
        with provider.database.read() as reading:
            self.interaction: Interaction = unseal(
                provider.secret_box,
                self.form.get("ctx", ""),
                browser=self.browser.binding,
                instant=reading.instant,
            )
            self.app_name = get_registration(
                reading, self.interaction.request.client_id
            ).display_name
            self.tenant_name = _name_of(reading, request.tenant)
            self.resource_name = _name_of(reading, self.interaction.tenant)
        self.language = language_of(request, self.interaction.request.ui_locales)

    @property
    def is_answered(self) -> bool:
        """Whether the person answered the page, not only opened it."""
        return self.request.method == "POST"

    def text(self, key: str, **named: str) -> str:
        """Return a text in the reader's language."""
        return LANGUAGES[self.language][key].format(**named)

    def show(self, template: str, **values: object) -> SigninResponse:
        """Return the page; its form leads here and, in the end, to the application."""
        headers = page_headers(form_actions=(origin_of(self.interaction.request.redirect_uri),))
        shared: dict[str, object] = {
            "action": self.request.path.replace("{tenant}", self.request.tenant),
            "app_name": self.app_name,
            "problem": "",
            "resource_name": self.resource_name,
            "sealed": seal(self.provider.secret_box, self.interaction),
            "tenant_name": self.tenant_name,
        }
        body = render(template, self.language, **{**shared, **values})
        return SigninResponse(headers=headers, body=body)

    def go_on(self, **did: Any) -> SigninResponse:  # noqa: ANN401  # fields of the interaction
        """Hand what the person *did* back to the dispatcher."""
        interaction = structs.replace(self.interaction, **did)
        return go_on(self.provider, self.request, self.browser, interaction)

    def decline(self) -> SigninResponse:
        """Tell the application that the person did not agree."""
        told = error_parameters(self.request, SigninRefusedError(Refusal.CONSENT_DECLINED))
        destination = self.interaction.request.destination
        return answer_client(self.request, destination, told, app_name=self.app_name)

    def go_on_as_another(self) -> SigninResponse:
        """Let the person say who else they are."""
        return self.go_on(hint="", session_id="", has_chosen=True, is_fresh=False)


def identify(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/identify`: who it is."""
    page = _Page(provider, request)
    hint = page.interaction.hint
    if not page.is_answered:
        problem = page.text("identify.unknown", user=hint) if hint else ""
        return page.show("identify", user_name=hint, problem=problem)
    user_name = page.form.get("user", "").strip()
    if "@" not in user_name or not user_name.isprintable():
        problem = page.text("identify.malformed")
        return page.show("identify", user_name=user_name, problem=problem)
    return page.go_on(hint=user_name, session_id="", has_chosen=True, is_fresh=False)


def login(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{home}/login`: the password, which only the home tenant is told."""
    page = _Page(provider, request)
    user_name = page.interaction.hint
    if not page.is_answered:
        return page.show("login", user_name=user_name)
    if _ANOTHER in page.form:
        return page.go_on_as_another()
    home = request.tenant
    try:
        user = _authenticated(page, home, user_name)
    except SigninRefusedError as refusal:
        is_disabled = refusal.reason is Refusal.DISABLED_USER
        problem = page.text(
            "login.disabled" if is_disabled else "login.wrong", home=page.tenant_name
        )
        return page.show("login", user_name=user_name, problem=problem)
    with provider.database.write() as work:
        session, cookie = sign_in(work, home, user["id"], PASSWORD, page.browser.session)
    written = written_cookie(SESSION, cookie, is_secure=page.browser.is_secure)
    page.browser = replace(page.browser, session=cookie, written=(*page.browser.written, written))
    return page.go_on(session_id=session.id, is_fresh=True)


def accounts(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/accounts`: which of those who are signed in, or somebody else."""
    page = _Page(provider, request)
    if page.is_answered:
        chosen = page.form.get("account", "")
        if chosen in {"", _ANOTHER}:
            return page.go_on_as_another()
        return page.go_on(session_id=chosen)
    with provider.database.read() as reading:
        signed_in = list_signed_in(reading, page.browser.session)
    told = [
        {
            "id": each.session.id,
            "name": each.user["display_name"],
            "user_name": each.user["user_principal_name"],
        }
        for each in signed_in
    ]
    return page.show("accounts", accounts=told)


def join(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{resource}/join`: whether the person agrees to be a guest there."""
    page = _Page(provider, request)
    if page.is_answered:
        if page.form.get("answer") != _ACCEPT:
            raise SigninRefusedError(Refusal.PENDING_DECLINED, resource=page.tenant_name)
        return page.go_on(has_agreed=True)
    return page.show("join", user_name=_user_name(page))


def ask_consent(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{resource}/consent`: whether the application may do what it asks for."""
    page = _Page(provider, request)
    if page.is_answered:
        if page.form.get("answer") != _ACCEPT:
            return page.decline()
        consent(
            provider,
            page.browser.session,
            page.interaction,
            for_all=page.form.get("for_all") == "1",
        )
        return page.go_on(has_consented=True)
    with provider.database.read() as reading:
        seen = look(reading, provider.origins.hosts, page.browser.session, page.interaction)
        publisher = _name_of(reading, seen.arrival.registration.owner_tenant_id)
    return page.show(
        "consent",
        user_name=seen.arrival.home_user["user_principal_name"],
        permissions=seen.asked_permissions,
        publisher=publisher,
        may_consent_for_all=seen.visit.may_consent_for_all,
    )


def _authenticated(page: _Page, home: str, user_name: str) -> Record:
    """Return the user whose password was entered, on a page of the tenant that is their home."""
    with page.provider.database.read() as reading:
        is_at_home = home_tenant_of(reading, user_name) == home
    if not is_at_home:
        raise SigninRefusedError(Refusal.WRONG_CREDENTIALS)
    password = page.form.get("password", "")
    return check_password(page.provider.database, page.provider.hashing, home, user_name, password)


def _user_name(page: _Page) -> str:
    with page.provider.database.read() as reading:
        found: Sequence[Any] = list_signed_in(reading, page.browser.session)
    wanted = page.interaction.session_id
    names = [one.user["user_principal_name"] for one in found if one.session.id == wanted]
    return str(names[0]) if names else ""


def _name_of(reading: Reading, tenant_id: str) -> str:
    if not tenant_id or tenant_id in TENANT_ALIASES:
        return ""
    tenant = tenants.find(reading, tenant_id)
    return "" if tenant is None else str(tenant["display_name"])
