"""The pages between request and answer: each shows itself, and hands what was done back."""

from tenantry.directory.stores import tenants
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_requests import ANOTHER, PageRequest, tenant_name_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import find_signed_in, list_signed_in, sign_in_name
from tenantry.signin.operations.consents import consent
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.seen import look
from tenantry.signin.refusals import Refusal

_ACCEPT = "accept"


def identify(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/identify`: who it is."""
    page = PageRequest(provider, request)
    hint = page.interaction.hint
    if not page.is_answered:
        problem = page.text("identify.unknown", user=hint) if hint else ""
        return page.show("identify", user_name=hint, problem=problem)
    user_name = page.form.get("user", "").strip()
    if "@" not in user_name or not user_name.isprintable():
        problem = page.text("identify.malformed")
        return page.show("identify", user_name=user_name, problem=problem)
    return page.go_on_as(hint=user_name, session_id="", has_chosen=True)


def accounts(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/accounts`: which of those who are signed in, or somebody else."""
    page = PageRequest(provider, request)
    if page.is_answered:
        chosen = page.form.get("account", "")
        if chosen in {"", ANOTHER}:
            return page.go_on_as_another()
        return page.go_on_as(session_id=chosen)
    with provider.database.read() as reading:
        signed_in = list_signed_in(reading, page.browser.session)
    told = [
        {
            "id": each.session.id,
            "name": each.user["display_name"],
            "user_name": sign_in_name(each.user),
        }
        for each in signed_in
        if each.counts_in(page.interaction.tenant)
    ]
    return page.show("accounts", accounts=told)


def join(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{resource}/join`: whether the person agrees to be a guest there."""
    page = PageRequest(provider, request)
    if page.is_answered:
        if page.form.get("answer") != _ACCEPT:
            declined = SigninRefusedError(Refusal.PENDING_DECLINED, resource=page.tenant_name)
            raise page.refuse(declined)
        return page.go_on(has_agreed=True)
    with provider.database.read() as reading:
        tenant = tenants.find(reading, request.tenant)
    privacy = (tenant["privacy_profile"] if tenant else None) or {}
    return page.show(
        "join",
        user_name=_user_name(page),
        statement_url=privacy.get("statement_url"),
        contact_email=privacy.get("contact_email"),
    )


def ask_consent(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{resource}/consent`: whether the application may do what it asks for."""
    page = PageRequest(provider, request)
    if page.is_answered:
        if page.form.get("answer") != _ACCEPT:
            return page.decline()
        consent(
            provider,
            page.browser.session,
            page.interaction,
            for_all=page.form.get("for_all") == "1",
            ip_address=request.client_address,
        )
        return page.go_on(has_consented=True)
    with provider.database.read() as reading:
        seen = look(
            reading,
            provider.origins.hosts,
            page.browser.session,
            page.interaction,
            ip_address=request.client_address,
        )
        publisher = tenant_name_of(reading, seen.arrival.registration.owner_tenant_id)
    return page.show(
        "consent",
        user_name=sign_in_name(seen.arrival.home_user),
        permissions=seen.asked_permissions,
        publisher=publisher,
        may_consent_for_all=seen.visit.may_consent_for_all,
    )


def _user_name(page: PageRequest) -> str:
    with page.provider.database.read() as reading:
        person = find_signed_in(reading, page.browser.session, page.interaction.session_id)
    return "" if person is None else sign_in_name(person.user)
