"""SKUs: the products that a tenant can have units of, and the service plans in each.

Names and ids are the published ones, which scripts look for.
Graph: ``subscribedSku``, ``servicePlanInfo``.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlan:
    """What a user may use.  ``service`` is the wire's word for who provides it, if published."""

    id: str
    name: str
    service: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sku:
    """A product by its id and its part number, such as `AAD_PREMIUM`."""

    id: str
    part_number: str
    plans: tuple[ServicePlan, ...]

    def includes(self, plan: ServicePlan) -> bool:
        """Return whether *plan* is one of the product's."""
        return plan in self.plans


P1_PLAN = ServicePlan(
    id="41781fb2-bc02-4b7c-bd55-b576c07bb09d", name="AAD_PREMIUM", service="AADPremiumService"
)
P2_PLAN = ServicePlan(
    id="eec0eb4f-6444-4f95-aba0-50c24d67f998", name="AAD_PREMIUM_P2", service="AADPremiumService"
)
_MFA_PLAN = ServicePlan(
    id="8a256a2b-b617-496d-b51b-e76466e88db0", name="MFA_PREMIUM", service="MultiFactorService"
)
_DISCOVERY_PLAN = ServicePlan(
    id="932ad362-64a8-4783-9106-97849a1a30b9", name="ADALLOM_S_DISCOVERY", service="Adallom"
)
GOVERNANCE_PLAN = ServicePlan(
    id="e866a266-3cff-43a3-acca-0c90a7e00c8b", name="Entra_Identity_Governance", service=None
)

_CATALOGUE = (
    Sku(
        id="078d2b04-f1bd-4111-bbd4-b4b1b354cef4",
        part_number="AAD_PREMIUM",
        plans=(P1_PLAN, _DISCOVERY_PLAN, _MFA_PLAN),
    ),
    Sku(
        id="84a661c4-e949-4bd2-a560-ed7766fcaf2b",
        part_number="AAD_PREMIUM_P2",
        plans=(P1_PLAN, P2_PLAN, _DISCOVERY_PLAN, _MFA_PLAN),
    ),
    Sku(
        id="cf6b0d46-4093-4546-a0ab-0b1546dcc10e",
        part_number="Microsoft_Entra_ID_Governance",
        plans=(GOVERNANCE_PLAN,),
    ),
)

SKUS: Mapping[str, Sku] = {sku.id: sku for sku in _CATALOGUE}
"""Every product by its id."""


def find_sku(written: str) -> Sku | None:
    """Return the product with this id or part number, in any casing."""
    lowered = written.lower()
    found = (sku for sku in _CATALOGUE if lowered in {sku.id, sku.part_number.lower()})
    return next(found, None)


def subscribed_sku_id(tenant_id: str, sku_id: str) -> str:
    """Return the id of what a tenant has of a SKU (contract §6.13)."""
    return f"{tenant_id}_{sku_id}"
