"""Licences: what a user has of the tenant's SKUs, and what takes one.

Source: behaviour §20, contract §6.1, §6.13; decision 13; claims LIC-001 to LIC-007.
Graph: ``assignedLicense``, ``assignLicense``.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from tenantry.directory.skus import GOVERNANCE_PLAN, P1_PLAN, SKUS, ServicePlan, Sku
from tenantry.directory.values import Record
from tenantry.errors import ConflictError, InvalidValueError, LicenceRequiredError

OFF, REPORT, ENFORCE = "off", "report", "enforce"
"""The setting `licensing`: missing licences are ignored, reported or refused (decision 13)."""

MOST_UNITS = 10_000_000


class Feature(Enum):
    """What takes a licence in the tenant that uses it; the value says it in a sentence.

    It is Entra ID P1, but for groups Entra ID Governance.
    """

    SYNCHRONIZATION = "cross-tenant synchronization out of a tenant"  # LIC-001
    GROUPS = "synchronization of groups out of a tenant (Entra ID Governance)"  # behaviour §20, §23
    AUTOMATIC_REDEMPTION = "automatic redemption of those who come in"  # LIC-004
    INBOUND_TRUST = "trust in the claims of other tenants"  # LIC-005
    SPECIFIC_TARGETS = "access settings for single users, groups or applications"  # LIC-006
    DIRECT_CONNECT = "direct connect"  # LIC-007


def require_plan(feature: Feature, skus: Collection[Sku]) -> None:
    """Raise `LicenceRequiredError` unless a tenant with these *skus* may use *feature*."""
    plan, name = P1_PLAN, f"{P1_PLAN.name} (Entra ID P1)"
    if feature is Feature.GROUPS:
        plan, name = GOVERNANCE_PLAN, GOVERNANCE_PLAN.name
    if not any(sku.includes(plan) for sku in skus):
        message = f"{feature.value} takes {name}, which this tenant lacks"
        raise LicenceRequiredError(f"{message}; the operator adds units of a SKU with it")


def has_p1(skus: Collection[Sku]) -> bool:
    """Return whether Entra ID P1 is in one of *skus*; P2 includes it."""
    return any(sku.includes(P1_PLAN) for sku in skus)


def is_licensed(licences: Collection[Mapping[str, object]] | None) -> bool:
    """Return whether a user with the assigned *licences* has Entra ID P1 (LIC-002)."""
    return any(P1_PLAN in enabled_plans(licence) for licence in licences or ())


def enabled_plans(licence: Mapping[str, object]) -> list[ServicePlan]:
    """Return the plans of an assigned licence that are not disabled for the user."""
    disabled = licence["disabled_plans"]
    off = disabled if isinstance(disabled, list) else []
    return [plan for plan in SKUS[str(licence["sku_id"])].plans if plan.id not in off]


def relicensed(
    user: Mapping[str, object],
    held: Sequence[Record],
    added: Sequence[Record],
    removed: Sequence[str],
    *,
    subscribed: Collection[str],
    instant: str,
) -> list[Record]:
    """Return the licences of *user*, who has *held*, after *added* and without *removed*.

    An added licence is `sku_id` and `disabled_plans`; one that is held gets those plans.
    *subscribed* are the ids of the SKUs that the tenant has.

    Raises `InvalidValueError` for a SKU or plan that is not there, for one that is both added
    and removed or removed and not held, and for a user without a usage location.
    """
    _check_removed(held, added, removed)
    for index, licence in enumerate(added):
        _check_added(licence, f"addLicenses[{index}]", subscribed)
    if added and not user.get("usage_location"):
        message = "`usageLocation` of the user must be set before a licence is assigned"
        raise InvalidValueError("usage_location", message)
    kept = {each["sku_id"]: each for each in held if each["sku_id"] not in removed}
    for licence in added:
        since = kept.get(licence["sku_id"], {}).get("assigned_at", instant)
        kept[licence["sku_id"]] = {**licence, "assigned_at": since}
    return list(kept.values())


def check_available(sku: Sku, enabled: int, consumed: int) -> None:
    """Raise `InvalidValueError` unless of *enabled* units one more than *consumed* is there."""
    if consumed >= enabled:
        message = (
            f"all {enabled} units of `{sku.part_number}` are assigned;"
            " remove one from somebody or let the operator add units"
        )
        raise InvalidValueError("addLicenses", message)


def check_units(sku: Sku, units: int, consumed: int) -> None:
    """Raise unless a tenant whose users have *consumed* can have *units* of *sku*.

    Fewer than are consumed can be: nobody loses a licence, nobody gets one more.  None at all
    take that nobody has one (`ConflictError`).
    """
    if not 0 <= units <= MOST_UNITS:
        message = f"`enabledUnits` must be a number from 0 to {MOST_UNITS}, not {units}"
        raise InvalidValueError("enabledUnits", message)
    if not units and consumed:
        message = f"{consumed} users have `{sku.part_number}`; remove it from them first"
        raise ConflictError(message)


def _check_removed(held: Sequence[Record], added: Sequence[Record], removed: Sequence[str]) -> None:
    named = {each["sku_id"] for each in added}
    for index, sku_id in enumerate(removed):
        path = f"removeLicenses[{index}]"
        if sku_id in named:
            raise InvalidValueError(path, f"`{sku_id}` is both added and removed; do one of them")
        if sku_id not in {each["sku_id"] for each in held}:
            raise InvalidValueError(path, f"the user does not have the licence `{sku_id}`")


def _check_added(licence: Record, path: str, subscribed: Collection[str]) -> None:
    sku_id = licence["sku_id"]
    if sku_id not in subscribed:
        message = f"`{sku_id}` is no SKU of this tenant; `GET /subscribedSkus` lists those it has"
        raise InvalidValueError(f"{path}.skuId", message)
    plans = {plan.id for plan in SKUS[sku_id].plans}
    for index, plan_id in enumerate(licence["disabled_plans"]):
        if plan_id not in plans:
            message = f"`{plan_id}` is no service plan of `{SKUS[sku_id].part_number}`"
            raise InvalidValueError(f"{path}.disabledPlans[{index}]", message)
