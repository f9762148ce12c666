"""What comes of one look at a sign-in: a page, an answer to the application, or its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import structs

from tenantry.signin import dispatching
from tenantry.signin.authorization_requests import Destination
from tenantry.signin.dispatching import Refuse
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.issuing import Issuance


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A page has to be answered first.  ``tenant_id`` is whose page it is, if it is known."""

    step: dispatching.Identification | dispatching.Admission
    tenant_id: str
    interaction: Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The application is answered; ``issuance`` is what an id_token beside the code tells.

    Who followed an invitation is only led on: nobody asked for an answer.  ``persistence`` is
    what Conditional Access says of the browser's session: `always` or `never`.
    """

    destination: Destination
    parameters: Mapping[str, str] = field(default_factory=dict)
    issuance: Issuance | None = None
    persistence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The sign-in is refused.  Only a client that asked silently is told; a person sees a page."""

    refusal: SigninRefusedError
    destination: Destination
    is_silent: bool


Outcome = Show | Answer | End


def shown(
    interaction: Interaction,
    step: dispatching.Identification | dispatching.Admission,
    tenant_id: str,
    *,
    session_id: str = "",
) -> Show | End:
    """Return the page of the *step*, or the refusal that it is.

    *session_id* is the account that the next page is about, where one is known.
    """
    if isinstance(step, Refuse):
        named = {"app_id": interaction.request.client_id, **dict(step.named)}
        return ended(interaction, SigninRefusedError(step.reason, **named))
    if session_id:
        interaction = structs.replace(interaction, session_id=session_id)
    return Show(step=step, tenant_id=tenant_id, interaction=interaction)


def ended(interaction: Interaction, refusal: SigninRefusedError) -> End:
    """Return the end of a sign-in that is refused."""
    return End(
        refusal=refusal,
        destination=interaction.request.destination,
        is_silent=interaction.request.is_silent,
    )
