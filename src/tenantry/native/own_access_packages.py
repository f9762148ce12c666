"""The access packages of other tenants, for a person with a token of home.

A token of home says who the person is and nothing of the other tenant, where they may not be
known yet; so they name the tenant, and see and ask for what its policies let them (ADR 0028).
Graph has no call for it: there everybody asks with a token of the package's own tenant.
"""

import msgspec

from tenantry.actor import Actor, ActorKind
from tenantry.directory import rights
from tenantry.directory.operations.tenants import require_tenant
from tenantry.entitlement.operations import home_requests
from tenantry.entitlement.operations.offers import Offer, list_offers
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.requesting import Asked, ask
from tenantry.entitlement.operations.requestors import Asker, asker_from_home
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.native.callers import NativeCall
from tenantry.storage.unit_of_work import Reading

TENANT = "tenant"


class OfferedPolicy(msgspec.Struct, rename="camel", kw_only=True):
    """One way to a package."""

    id: str
    display_name: str
    is_approval_required: bool
    is_justification_required: bool


class OfferedPackage(msgspec.Struct, rename="camel", kw_only=True):
    """A package that the person may ask for, and the policies by which they may."""

    id: str
    display_name: str
    description: str | None
    policies: list[OfferedPolicy]


class OfferedPackages(msgspec.Struct):
    """Every package of a tenant that the person may ask for."""

    value: list[OfferedPackage]


class NewAccessRequest(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """What the person asks for; ``tenant`` is the package's, by its id or a verified domain.

    ``assignment_policy_id`` may be left out where one policy lets the person ask.
    """

    tenant: str
    access_package_id: str
    assignment_policy_id: str | None = None
    justification: str | None = None


class OwnAccessRequest(msgspec.Struct, rename="camel", kw_only=True):
    """A request of the person, and how far it is."""

    id: str
    tenant_id: str
    access_package_id: str
    state: str
    created_date_time: str
    completed_date_time: str | None


class OwnAccessRequests(msgspec.Struct):
    """What the person asked for in a tenant, oldest first."""

    value: list[OwnAccessRequest]


def list_packages(call: NativeCall) -> OfferedPackages:
    """Return what the caller may ask for in the tenant of the query."""
    with call.database.read() as reading:
        asker = _asker(reading, call, call.query.get(TENANT, ""))
        offers = list_offers(reading, asker)
    return OfferedPackages(value=[_offered(each) for each in offers])


def create_request(call: NativeCall, *, body: NewAccessRequest) -> OwnAccessRequest:
    """Ask for a package."""
    asked = Asked(
        package_id=body.access_package_id,
        policy_id=body.assignment_policy_id,
        justification=body.justification,
    )
    with call.database.write() as work:
        asker = _asker(work, call, body.tenant)
        request = ask(work, asker, asked, origin=call.sign_in_origin)
    return _shown(asker, request)


def list_requests(call: NativeCall) -> OwnAccessRequests:
    """Return what the caller asked for in the tenant of the query."""
    with call.database.read() as reading:
        asker = _asker(reading, call, call.query.get(TENANT, ""))
        found = home_requests.list_requests(reading, asker)
    return OwnAccessRequests(value=[_shown(asker, each) for each in found])


def cancel_request(call: NativeCall, request: str) -> OwnAccessRequest:
    """Withdraw a request that nobody decided yet."""
    with call.database.write() as work:
        asker = _asker(work, call, call.query.get(TENANT, ""))
        cancelled = home_requests.cancel(work, asker, request)
    return _shown(asker, cancelled)


def _asker(reading: Reading, call: NativeCall, name: str) -> Asker:
    """Return the caller as one who asks in the tenant *name*, which is another one than home."""
    caller = _person(call)
    if not name:
        message = "name the tenant of the packages in `tenant`, by its id or a verified domain"
        raise InvalidValueError(TENANT, message)
    tenant = require_tenant(reading, name)
    if tenant["id"] == caller.tenant_id:
        message = "ask for packages of your own organization through Graph, `assignmentRequests`"
        raise InvalidValueError(TENANT, message)
    return asker_from_home(reading, caller, tenant["id"])


def _person(call: NativeCall) -> Actor:
    if call.caller is None or call.caller.kind is not ActorKind.USER:
        message = "people ask for themselves; call with the token of a user"
        raise NotPermittedError(rights.OWN_ENTITLEMENTS, message)
    call.caller.require(*rights.OWN_ENTITLEMENTS)
    return call.caller


def _offered(offer: Offer) -> OfferedPackage:
    policies = [
        OfferedPolicy(
            id=each["id"],
            display_name=each["display_name"],
            is_approval_required=settings.is_approval_required_for_add,
            is_justification_required=settings.is_requestor_justification_required,
        )
        for each in offer.policies
        for settings in (rules_of(each).request_approval_settings,)
    ]
    return OfferedPackage(
        id=offer.package["id"],
        display_name=offer.package["display_name"],
        description=offer.package["description"],
        policies=policies,
    )


def _shown(asker: Asker, request: dict[str, object]) -> OwnAccessRequest:
    completed = request["completed_at"]
    return OwnAccessRequest(
        id=str(request["id"]),
        tenant_id=asker.tenant_id,
        access_package_id=str(request["package_id"]),
        state=str(request["state"]),
        created_date_time=str(request["created_at"]),
        completed_date_time=None if completed is None else str(completed),
    )
