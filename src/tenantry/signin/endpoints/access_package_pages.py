"""`/{tenant}/access-packages`: where people ask for access, and decide about what others ask for.

The page is of the home tenant, which authenticates the person.  They see what it offers them, and
by its domain what another tenant does (ADR 0028); decisions are those of home.
"""

from dataclasses import dataclass, replace

from tenantry.access.first_party import MY_ACCESS
from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.operations.tenants import find_tenant
from tenantry.directory.users import is_external
from tenantry.directory.values import Record
from tenantry.entitlement.operations import approving, home_requests, reading as requests
from tenantry.entitlement.operations.offers import Offer, list_offers
from tenantry.entitlement.operations.requesting import Asked, ask
from tenantry.entitlement.operations.requestors import Asker, asker_from_home, asker_here
from tenantry.entitlement.states import APPROVED, DENIED
from tenantry.errors import TenantryError, UnavailableError
from tenantry.signin.authentication.operations.registering import own_account
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.own_pages import begin, find_person
from tenantry.signin.endpoints.page_requests import PageRequest, tenant_name_of
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.storage.unit_of_work import Reading

_PAGE = "access-packages"
_SAID = {"": "", "ask": "access.asked", APPROVED: "access.approved", DENIED: "access.denied"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A request with the name of its package."""

    package_name: str
    request: Record


def own_access_packages(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Show what a person may ask for and has to decide, and do it."""
    if request.method == "GET" and "ctx" not in request.query:
        return begin(provider, request, _PAGE, MY_ACCESS, is_at_home=True)
    page = PageRequest(provider, request)
    with provider.database.read() as reading:
        person = find_person(page, reading)
        address = request.client_address
        actor, user = own_account(reading, person.tenant_id, person.user_id, address)
        found = _wanted(page, reading, user)
    actor = replace(actor, permissions=frozenset(rights.OWN_ENTITLEMENTS))
    place = found or actor.tenant_id
    problem = page.text("access.unknown") if found is None else ""
    said = ""
    if page.is_answered and not problem:
        said, problem = _act(page, actor, place)
    return _show(page, actor, place, said=said, problem=problem)


def _wanted(page: PageRequest, reading: Reading, user: Record) -> str | None:
    """Return the id of the tenant whose packages are wanted, None if there is none of that name.

    Somebody of no tenant here sees those of the tenant that they are a guest of.
    """
    named = page.form.get("at", "").strip()
    if not named:
        return page.request.tenant
    found = None if is_external(user) else find_tenant(reading, named)
    return None if found is None else str(found["id"])


def _act(page: PageRequest, actor: Actor, place: str) -> tuple[str, str]:
    """Do what the form says; return what was done, and the problem if it could not be."""
    try:
        return _done(page, actor, place), ""
    except UnavailableError:
        raise
    except TenantryError:
        return "", page.text("access.refused")


def _done(page: PageRequest, actor: Actor, place: str) -> str:
    form = page.form
    justification = form.get("justification", "").strip() or None
    with page.provider.database.write() as work:
        if "ask" in form:
            package_id, _, policy_id = form["ask"].partition("/")
            asked = Asked(package_id=package_id, policy_id=policy_id, justification=justification)
            ask(work, _asker(work, actor, place), asked, origin=page.request.base_url)
            return "ask"
        for decision, name in ((APPROVED, "approve"), (DENIED, "deny")):
            if name in form:
                approving.decide(
                    work,
                    actor,
                    form[name],
                    decision=decision,
                    justification=justification,
                    origin=page.request.base_url,
                )
                return decision
    return ""


def _asker(reading: Reading, actor: Actor, place: str) -> Asker:
    if place == actor.tenant_id:
        return asker_here(reading, place, actor.actor_id)
    return asker_from_home(reading, actor, place)


def _show(
    page: PageRequest, actor: Actor, place: str, *, said: str, problem: str
) -> SigninResponse:
    with page.provider.database.read() as reading:
        asker = _asker(reading, actor, place)
        offers: list[Offer] = list_offers(reading, asker)
        if asker.home is None:
            asked = requests.list_own_requests(reading, actor)
        else:
            asked = home_requests.list_requests(reading, asker)
        own = _named(reading, place, asked)
        waiting = _named(reading, actor.tenant_id, approving.list_waiting_for(reading, actor))
        place_name = tenant_name_of(reading, place)
    return page.show(
        "access_packages",
        user_name=actor.user_principal_name,
        at="" if place == actor.tenant_id else place,
        place_name=place_name,
        offers=offers,
        own=own[::-1],
        waiting=waiting,
        said=page.text(_SAID[said]) if said else "",
        problem=problem,
    )


def _named(reading: Reading, tenant_id: str, found: list[Record]) -> list[_Shown]:
    packages = requests.packages_of(reading, tenant_id, found)
    names = {package_id: package["display_name"] for package_id, package in packages.items()}
    return [_Shown(package_name=names.get(each["package_id"], ""), request=each) for each in found]
