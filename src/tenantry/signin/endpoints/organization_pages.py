"""`/{tenant}/organizations`: where people see who knows them, and leave.

The page is of the home tenant, which authenticates the person; nothing here is of another tenant
but what it lets its external users know of itself.
"""

from dataclasses import dataclass, replace

from tenantry.access.first_party import MY_PROFILE
from tenantry.actor import Actor
from tenantry.collaboration.operations.organizations import leave_organization, list_organizations
from tenantry.collaboration.organizations import Organization
from tenantry.directory import rights
from tenantry.errors import ConflictError, NotFoundError, NotPermittedError
from tenantry.signin.authentication.operations.registering import own_account
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.own_pages import begin, find_person
from tenantry.signin.endpoints.page_requests import PageRequest
from tenantry.signin.operations.accounts import sign_in_name
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.storage.unit_of_work import Reading

_PAGE = "organizations"
_RIGHTS = frozenset({*rights.OWN_PROFILE_READ, *rights.OWN_PROFILE_WRITE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A person and their organizations."""

    actor: Actor
    user_name: str
    organizations: list[Organization]

    def find(self, tenant_id: str) -> Organization | None:
        """Return the organization of this id, if it can be left."""
        found = (each for each in self.organizations if each.tenant_id == tenant_id)
        return next((each for each in found if each.leaving is None), None)


def own_organizations(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Show where a person is known, ask whether they want to leave, and let them."""
    if request.method == "GET" and "ctx" not in request.query:
        return begin(provider, request, _PAGE, MY_PROFILE, is_at_home=True)
    page = PageRequest(provider, request)
    with provider.database.read() as reading:
        seen = _look(page, reading)
    wanted = seen.find(page.form.get("leave", ""))
    if wanted is None:
        return _show(page, seen)
    if page.is_answered:
        return _left(page, seen, wanted)
    return page.show("leave", user_name=seen.user_name, organization=wanted)


def _look(page: PageRequest, reading: Reading) -> _Seen:
    """Return who is signed in at home; `SigninRefusedError` if nobody is any more."""
    session = find_person(page, reading)
    address = page.request.client_address
    actor, user = own_account(reading, session.tenant_id, session.user_id, address)
    actor = replace(actor, permissions=_RIGHTS)
    return _Seen(
        actor=actor,
        user_name=sign_in_name(user),
        organizations=list_organizations(reading, actor),
    )


def _left(page: PageRequest, seen: _Seen, wanted: Organization) -> SigninResponse:
    try:
        with page.provider.database.write() as work:
            leave_organization(work, seen.actor, wanted.tenant_id)
    except (ConflictError, NotFoundError, NotPermittedError):
        return page.turn_to(_PAGE)  # it changed meanwhile, as the page tells
    if wanted.tenant_id == seen.actor.tenant_id:
        return page.show("signed_out")
    rest = [each for each in seen.organizations if each is not wanted]
    return _show(page, replace(seen, organizations=rest), left=wanted.display_name)


def _show(page: PageRequest, seen: _Seen, *, left: str = "") -> SigninResponse:
    return page.show(
        "organizations",
        user_name=seen.user_name,
        organizations=seen.organizations,
        left=left,
    )
