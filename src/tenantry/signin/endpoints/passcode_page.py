"""`/{tenant}/passcode`: the code that was mailed to a guest whom no tenant here authenticates."""

from tenantry.collaboration.outside_identities import mailbox
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, trace_of
from tenantry.signin.endpoints.outside_sign_ins import go_on_as
from tenantry.signin.endpoints.page_requests import ANOTHER, PageRequest
from tenantry.signin.endpoints.passcode_sending import begin_passcode
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.failed_factors import record_guest_failure
from tenantry.signin.operations.passcodes import check_passcode
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.refusals import Refusal

_AGAIN = "again"


def passcode(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Ask for the code, and go on as who it was sent to."""
    page = PageRequest(provider, request)
    if request.tenant != page.interaction.tenant or not page.interaction.passcode:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    if not page.is_answered:
        return _ask(page)
    if ANOTHER in page.form:
        return page.go_on_as_another()
    if _AGAIN in page.form:
        return begin_passcode(provider, request, page.browser, page.interaction)
    shown = check_passcode(
        provider, request.tenant, page.interaction.passcode, page.form.get("code", "")
    )
    if shown is None:
        refusal = SigninRefusedError(Refusal.WRONG_CREDENTIALS)
        told = mailbox(page.interaction.hint)
        record_guest_failure(provider, trace_of(request), page.interaction, told, refusal)
        return _ask(page, problem="passcode.wrong")
    return go_on_as(provider, request, page.browser, page.interaction, shown)


def _ask(page: PageRequest, *, problem: str = "") -> SigninResponse:
    told = page.text(problem) if problem else ""
    return page.show("passcode", user_name=page.interaction.hint, problem=told)
