"""Sending the browser to the identity provider of the person's organization."""

from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.openid_sending import leave
from tenantry.signin.federation.operations.questions import ask_provider
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider


def begin_federation(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Ask the provider of the federation that vouches for the person's address."""
    question = ask_provider(provider, request.base_url, interaction)
    return leave(request, browser, interaction, question.address, question.provider_name)
