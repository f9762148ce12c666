"""Offers: the packages that somebody may ask for, each with the policies that let them."""

import msgspec

from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import require
from tenantry.entitlement.operations.catalogs import require_catalog
from tenantry.entitlement.operations.policies import rules_of
from tenantry.entitlement.operations.requestors import Asker
from tenantry.entitlement.policies import AssignmentPolicy, may_ask
from tenantry.entitlement.stores.records import PACKAGES, POLICIES
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.storage.unit_of_work import Reading


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A package, and the policies by which the person may ask for it."""

    package: Record
    policies: tuple[Record, ...]


def list_offers(reading: Reading, asker: Asker) -> list[Offer]:
    """Return what the person may ask for; hidden packages are left out."""
    packages = PACKAGES.list_where(reading, asker.tenant_id)
    offers = [_offer(reading, asker, each) for each in packages if not each["is_hidden"]]
    return [offer for offer in offers if offer.policies]


def choose_policy(
    reading: Reading, asker: Asker, package_id: str, policy_id: str | None
) -> tuple[Record, Record, AssignmentPolicy]:
    """Return the package, locked, and the policy by which the person asks for it, with its rules.

    Somebody from elsewhere is not told whether a package exists that they may not ask for.
    Raises `NotFoundError`, `NotPermittedError`, or `InvalidValueError` where several policies fit
    and none is named.
    """
    package = require(reading, PACKAGES, asker.tenant_id, package_id, lock=True)
    fitting = _offer(reading, asker, package).policies
    if policy_id is not None:
        fitting = tuple(each for each in fitting if each["id"] == policy_id.lower())
    if not fitting and asker.home is not None:
        raise not_found(package_id)
    if not fitting:
        message = "no policy of the access package lets you ask for it"
        raise NotPermittedError((), message)
    if len(fitting) > 1:
        names = ", ".join(f"`{each['id']}`" for each in fitting)
        message = f"several policies let you ask; name one in `assignmentPolicyId`: {names}"
        raise InvalidValueError("assignmentPolicyId", message)
    return package, fitting[0], rules_of(fitting[0])


def _offer(reading: Reading, asker: Asker, package: Record) -> Offer:
    catalog = require_catalog(reading, asker.tenant_id, package["catalog_id"])
    is_open = catalog["is_published"] and (
        catalog["is_externally_visible"] or asker.requestor.home_tenant_id is None
    )
    if not is_open:
        return Offer(package=package, policies=())
    policies = POLICIES.list_where(reading, asker.tenant_id, package_id=package["id"])
    fitting = tuple(each for each in policies if may_ask(rules_of(each), asker.requestor))
    return Offer(package=package, policies=fitting)
