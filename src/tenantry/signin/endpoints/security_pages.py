"""`/{tenant}/security-info`: where people see and change how they prove who they are.

It is an application of its own to the dispatcher: who is not signed in is sent through a sign-in
and comes back, and who has methods shows one of them first, so that nobody adds a way around
them with a password alone.
"""

from dataclasses import replace

from tenantry.access.first_party import MY_SIGN_INS
from tenantry.directory import rights
from tenantry.directory.operations.own_account import end_own_sessions
from tenantry.errors import NotFoundError
from tenantry.signin.authentication.operations.methods import delete_method
from tenantry.signin.authentication.operations.registering import own_account
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.own_pages import begin
from tenantry.signin.endpoints.page_requests import PageRequest
from tenantry.signin.endpoints.provers import Prover, find_prover
from tenantry.signin.endpoints.setting_up import offer, set_up
from tenantry.signin.operations.accounts import sign_in_name
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import SECOND_FACTORS

_PAGE = "security-info"
_LEAD = "security.adding"


def own_security(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Show what a person has set up in the tenant, and change it."""
    if request.method == "GET" and "ctx" not in request.query:
        return begin(provider, request, _PAGE, MY_SIGN_INS)
    page = PageRequest(provider, request)
    prover = find_prover(page)
    if prover.methods and not _is_proved(prover):
        return page.turn_to("mfa")
    if page.is_answered:
        return _answered(page, prover)
    return offer(page, prover, lead=_LEAD) if "add" in request.query else _show(page, prover)


def _is_proved(prover: Prover) -> bool:
    return any(
        proof.tenant_id == prover.tenant_id and proof.method in SECOND_FACTORS
        for proof in prover.session.proofs
    )


def _answered(page: PageRequest, prover: Prover) -> SigninResponse:
    if "everywhere" in page.form and prover.is_at_home:
        with page.provider.database.write() as work:
            actor, _ = own_account(work, *prover.tenant_and_user, page.request.client_address)
            end_own_sessions(work, actor)
        return page.show("signed_out")
    if "remove" in page.form:
        _remove(page, prover)
    elif problem := set_up(page, prover):
        return offer(page, prover, problem=problem, lead=_LEAD)
    return page.turn_to(_PAGE)


def _remove(page: PageRequest, prover: Prover) -> None:
    kind, _, method_id = page.form["remove"].partition("/")
    with page.provider.database.write() as work:
        actor, user = own_account(work, *prover.tenant_and_user, page.request.client_address)
        actor = replace(actor, permissions=frozenset(rights.OWN_METHODS_WRITE))
        try:
            delete_method(work, actor, user["id"], kind, method_id)
        except NotFoundError:
            return  # it is gone, as was wanted


def _show(page: PageRequest, prover: Prover) -> SigninResponse:
    return page.show(
        "security",
        user_name=sign_in_name(prover.user),
        methods=prover.methods,
        is_at_home=prover.is_at_home,
        tenant_id=prover.tenant_id,
    )
