"""One request of a page: the browser, the interaction it is in, and what was entered.

Of every page a GET shows it and a POST answers it.  Both carry the sealed interaction; what a
POST changes in it goes to `go_on`, and nowhere else.
"""

from typing import Any

from msgspec import structs

from tenantry.directory.stores import tenants
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import Browser, browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in, trace_of
from tenantry.signin.endpoints.page_answers import (
    answer_client,
    error_parameters,
    language_of,
    page_address,
    see_other,
)
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import sign_in
from tenantry.signin.operations.failed_factors import record_refusal
from tenantry.signin.operations.interactions import Interaction, seal, unseal
from tenantry.signin.operations.provider import OpenIdProvider, get_registration
from tenantry.signin.pages.catalogue import LANGUAGES
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.proofs import PASSWORD
from tenantry.signin.redirect_uris import origin_of
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import Reading

ANOTHER = "another"
"""The button by which somebody says that they are somebody else."""


class PageRequest:
    """A page that is opened or answered."""

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
            self.tenant_name = tenant_name_of(reading, request.tenant)
            self.resource_name = tenant_name_of(reading, self.interaction.tenant)
        self.language = language_of(request, self.interaction.request.ui_locales)

    @property
    def is_answered(self) -> bool:
        """Whether the person answered the page, not only opened it."""
        return self.request.method == "POST"

    def text(self, key: str, **named: str) -> str:
        """Return a text in the reader's language."""
        return LANGUAGES[self.language][key].format(**named)

    def show(self, template: str, *, nonce: str = "", **values: object) -> SigninResponse:
        """Return the page; its form leads here and, in the end, to the application.

        *nonce* lets the page's own script run.
        """
        headers = page_headers(
            form_actions=(origin_of(self.interaction.request.redirect_uri),), script_nonce=nonce
        )
        shared: dict[str, object] = {
            "action": self.request.own_path,
            "app_name": self.app_name,
            "nonce": nonce,
            "problem": "",
            "resource_name": self.resource_name,
            "sealed": seal(self.provider.secret_box, self.interaction),
            "tenant_name": self.tenant_name,
        }
        body = render(template, self.language, **{**shared, **values})
        return SigninResponse(headers=headers, body=body)

    def turn_to(self, name: str) -> SigninResponse:
        """Show another page of the same tenant."""
        sealed = seal(self.provider.secret_box, self.interaction)
        return see_other(
            page_address(self.request.base_url, self.request.tenant, name, sealed),
            cookies=self.browser.written,
        )

    def go_on(self, **did: Any) -> SigninResponse:  # noqa: ANN401  # fields of the interaction
        """Hand what the person *did* back to the dispatcher."""
        return self._go_on(structs.replace(self.interaction, **did))

    def refuse(self, refusal: SigninRefusedError) -> SigninRefusedError:
        """Return the refusal, after it was kept in the log of the account that is signed in."""
        record_refusal(
            self.provider,
            trace_of(self.request),
            self.browser.session,
            self.interaction,
            refusal,
        )
        return refusal

    def decline(self) -> SigninResponse:
        """Tell the application that the person did not agree."""
        refusal = self.refuse(SigninRefusedError(Refusal.CONSENT_DECLINED))
        told = error_parameters(self.request, refusal)
        destination = self.interaction.request.destination
        return answer_client(self.request, destination, told, app_name=self.app_name)

    def go_on_as(self, **did: Any) -> SigninResponse:  # noqa: ANN401  # as for `go_on`
        """Let it be another account: what one proved and agreed to does not count for the next."""
        return self._go_on(self.interaction.of_account(**did))

    def go_on_as_another(self) -> SigninResponse:
        """Let the person say who else they are."""
        return self._go_on(self.interaction.of_another())

    def go_on_signed_in(self, user_id: str) -> SigninResponse:
        """Sign the user of the page's tenant in, whose password was right."""
        with self.provider.database.write() as work:
            session, cookie = sign_in(
                work, self.request.tenant, user_id, PASSWORD, self.browser.session
            )
        self.keep(cookie)
        return self.go_on_as(session_id=session.id, is_fresh=True)

    def keep(self, cookie: str) -> None:
        """Give the browser a new session cookie."""
        self.browser = self.browser.with_session(cookie)

    def _go_on(self, interaction: Interaction) -> SigninResponse:
        return go_on(self.provider, self.request, self.browser, interaction)


def tenant_name_of(reading: Reading, tenant_id: str) -> str:
    """Return the display name of the tenant; empty for an alias, and for one that is gone."""
    if not tenant_id or tenant_id in TENANT_ALIASES:
        return ""
    tenant = tenants.find(reading, tenant_id)
    return "" if tenant is None else str(tenant["display_name"])
