"""`/{tenant}/providers`: with which of two accounts of the same address somebody signs in.

Source: behaviour §14.2, step 1; claims RO-011, RO-012.
"""

from collections.abc import Sequence

from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.signin.endpoints.choosing import begin_with
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_requests import ANOTHER, PageRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.authorities import list_kinds
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.refusals import Refusal


def providers(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Ask for the provider, and send the browser there."""
    page = PageRequest(provider, request)
    offered = _list_offered(page)
    if not page.is_answered:
        return page.show(
            "providers", user_name=page.interaction.hint, kinds=[each.value for each in offered]
        )
    if ANOTHER in page.form:
        return page.go_on_as_another()
    for kind in offered:
        if kind.value == page.form.get("provider"):
            return begin_with(provider, request, page.browser, page.interaction, kind)
    raise SigninRefusedError(
        Refusal.INVALID_PARAMETER, parameter="provider", problem="it is none of those offered"
    )


def _list_offered(page: PageRequest) -> Sequence[IdentityProviderKind]:
    tenant_id = page.interaction.tenant
    if page.request.tenant != tenant_id or tenant_id in TENANT_ALIASES:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    with page.provider.database.read() as reading:
        return list_kinds(reading, tenant_id, page.interaction.hint)
