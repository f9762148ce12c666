"""Sending the browser to the page that asks for a passcode, which is mailed on the way."""

from msgspec import structs

from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_answers import language_of, page_address, see_other
from tenantry.signin.operations.interactions import Interaction, seal
from tenantry.signin.operations.passcodes import send_passcode
from tenantry.signin.operations.provider import OpenIdProvider


def begin_passcode(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Mail a code to the address that the person typed, and show where to enter it.

    Mail may be slow, and a code is good for half an hour: so the sign-in has its time from now on.
    """
    language = language_of(request, interaction.request.ui_locales)
    passcode = send_passcode(
        provider, interaction.tenant, interaction.hint, language, before=interaction.passcode
    )
    with provider.database.read() as reading:
        waiting = structs.replace(interaction, passcode=passcode, started_at=reading.instant)
    sealed = seal(provider.secret_box, waiting)
    address = page_address(request.base_url, interaction.tenant, "passcode", sealed)
    return see_other(address, cookies=browser.written)
