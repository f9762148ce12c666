"""What a sign-in remembers between two pages: a sealed text in the form, bound to the browser.

Nothing is kept on the server.  The text can be neither read nor made elsewhere; it is worth
something only together with the cookie of the browser that began, so that nobody can be led into
somebody else's sign-in, and only for half an hour.
"""

from typing import Any

from msgspec import structs

from tenantry.clock import add_seconds
from tenantry.signin.authorization_requests import AuthorizationRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations import sealed_texts
from tenantry.signin.operations.sealed_texts import Carried
from tenantry.signin.refusals import Refusal
from tenantry.storage.encryption import SecretBox

_PURPOSE = "interaction"

LIFETIME = 30 * 60
"""Seconds from the first page to the last; as long as a passcode that it waits for is good."""


class Interaction(Carried, frozen=True, kw_only=True, omit_defaults=True):
    """A sign-in on its way.  ``tenant`` is the id or alias that the application asked at.

    What the person did: ``hint`` is the sign-in name that they typed, at first the one of the
    request, ``session_id`` the account that they chose or authenticated; ``is_fresh``,
    ``has_chosen``, ``has_agreed`` and ``has_consented`` are those of `dispatching.Asked`.
    ``passcode`` is the id of the code that was sent to them; ``was_sent_for_mfa`` says that they
    were sent home to another installation once more, for a second factor.
    """

    tenant: str
    request: AuthorizationRequest
    started_at: str
    hint: str = ""
    session_id: str = ""
    is_fresh: bool = False
    has_chosen: bool = False
    has_agreed: bool = False
    has_consented: bool = False
    passcode: str = ""
    was_sent_for_mfa: bool = False

    @property
    def longest_ago(self) -> int | None:
        """How many seconds ago the person may have authenticated elsewhere; None for whenever.

        Who has a session here and is sent away with it was asked to authenticate anew.
        """
        if self.request.prompt == "login" or self.session_id:
            return 0
        return self.request.max_age

    def of_account(self, **did: Any) -> "Interaction":  # noqa: ANN401  # fields of the interaction
        """Return it as that of an account: what another proved and agreed to does not count."""
        before = {"is_fresh": False, "has_agreed": False, "has_consented": False}
        return structs.replace(self, **{**before, **did})

    def of_another(self) -> "Interaction":
        """Return it as that of somebody else, who is still to say who."""
        return self.of_account(hint="", session_id="", has_chosen=True)


def seal(box: SecretBox, interaction: Interaction) -> str:
    """Return the text that the page carries."""
    return sealed_texts.seal(box, _PURPOSE, interaction)


def unseal(box: SecretBox, text: str, *, browser: str, instant: str) -> Interaction:
    """Return what *text* holds; `SigninRefusedError` if it is not of this *browser*, or too old."""
    interaction = sealed_texts.unseal(box, _PURPOSE, text, Interaction, browser=browser)
    if instant >= add_seconds(interaction.started_at, LIFETIME):
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return interaction
