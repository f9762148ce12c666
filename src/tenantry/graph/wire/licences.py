"""Licences on the wire: SKUs, and what users have of them (contract §6.1, §6.13)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tenantry.directory.applications import assignment_id
from tenantry.directory.licensing import enabled_plans
from tenantry.directory.skus import SKUS, ServicePlan, subscribed_sku_id
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import guid, list_of
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.instants import directory_instant
from tenantry.storage.filters.fields import Kind, make_field

_ENABLED, _DISABLED = "Success", "Disabled"
_TARGET = "User"


def _plan(plan: ServicePlan, *, is_enabled: bool = True) -> JsonObject:
    return {
        "appliesTo": _TARGET,
        "provisioningStatus": _ENABLED if is_enabled else _DISABLED,
        "servicePlanId": plan.id,
        "servicePlanName": plan.name,
    }


def _plans_of(licence: Mapping[str, Any]) -> list[JsonObject]:
    enabled = enabled_plans(licence)
    return [_plan(plan, is_enabled=plan in enabled) for plan in SKUS[licence["sku_id"]].plans]


SUBSCRIBED_SKU = Entity(
    "subscribedSku",
    "subscribedSkus",
    (
        declare(
            "id: String!",
            read=lambda sku: subscribed_sku_id(sku["tenant_id"], sku["sku_id"]),
            columns=("tenant_id", "sku_id"),
        ),
        declare("accountId: String", column="tenant_id"),
        declare("accountName: String", column="account_name"),
        constant("appliesTo: String", _TARGET),
        constant("capabilityStatus: String", "Enabled"),
        declare("consumedUnits: Int32"),
        declare(
            "prepaidUnits: licenseUnitsDetail",
            read=lambda sku: {
                "enabled": sku["enabled_units"],
                "lockedOut": 0,
                "suspended": 0,
                "warning": 0,
            },
            columns=("enabled_units",),
        ),
        declare(
            "servicePlans: [servicePlanInfo]!",
            read=lambda sku: [_plan(plan) for plan in SKUS[sku["sku_id"]].plans],
            columns=("sku_id",),
        ),
        declare("skuId: Guid"),
        declare(
            "skuPartNumber: String",
            read=lambda sku: SKUS[sku["sku_id"]].part_number,
            columns=("sku_id",),
        ),
        declare(
            "subscriptionIds: [String]",
            read=lambda sku: [sku["subscription_id"]],
            columns=("subscription_id",),
        ),
    ),
)
LICENSE_DETAILS = Entity(
    "licenseDetails",
    "licenseDetails",
    (
        declare(
            "id: String!",
            read=lambda licence: assignment_id(licence["user_id"], licence["sku_id"]),
            columns=("user_id", "sku_id"),
        ),
        declare(
            "servicePlans: [servicePlanInfo]!",
            read=_plans_of,
            columns=("sku_id", "disabled_plans"),
        ),
        declare("skuId: Guid"),
        declare(
            "skuPartNumber: String",
            read=lambda licence: SKUS[licence["sku_id"]].part_number,
            columns=("sku_id",),
        ),
    ),
)

_ADDED = BodyShape(
    {
        "skuId": Property("sku_id", guid, nullable=False),
        "disabledPlans": Property("disabled_plans", list_of(guid)),
    }
)


def _added(value: object, path: str) -> Record:
    licence = _ADDED.read(value, path)
    if "sku_id" not in licence:
        raise InvalidValueError(f"{path}.skuId", f"`{path}.skuId` is required")
    return {"sku_id": licence["sku_id"], "disabled_plans": licence.get("disabled_plans") or []}


LICENCE_CHANGES = BodyShape(
    {
        "addLicenses": Property("added", list_of(_added), nullable=False),
        "removeLicenses": Property("removed", list_of(guid), nullable=False),
    },
    required=["addLicenses", "removeLicenses"],
)
"""The body of `assignLicense`: both lists are required, and may be empty."""


def _assigned_licenses(user: Mapping[str, Any]) -> list[JsonObject]:
    """Return `assignedLicenses` of a user."""
    return [
        {"disabledPlans": licence["disabled_plans"], "skuId": licence["sku_id"]}
        for licence in user["assigned_licenses"] or []
    ]


def plans_of_skus(skus: Iterable[Mapping[str, Any]]) -> list[JsonObject]:
    """Return `assignedPlans` of a tenant that has *skus*."""
    return _once((plan, sku["created_at"]) for sku in skus for plan in SKUS[sku["sku_id"]].plans)


def _assigned_plans(user: Mapping[str, Any]) -> list[JsonObject]:
    return _once(
        (plan, licence["assigned_at"])
        for licence in user["assigned_licenses"] or []
        for plan in enabled_plans(licence)
    )


def _once(found: Iterable[tuple[ServicePlan, str]]) -> list[JsonObject]:
    """Return each plan once, since it was there first."""
    plans: dict[str, JsonObject] = {}
    for plan, since in found:
        told = {
            "assignedDateTime": directory_instant(since),
            "capabilityStatus": "Enabled",
            "service": plan.service,
            "servicePlanId": plan.id,
        }
        plans.setdefault(plan.id, told)
    return list(plans.values())


def _licence_states(user: Mapping[str, Any]) -> list[JsonObject]:
    """Return `licenseAssignmentStates` of a user; every licence is assigned directly."""
    return [
        {
            "assignedByGroup": None,
            "disabledPlans": licence["disabled_plans"],
            "error": "None",
            "lastUpdatedDateTime": directory_instant(licence["assigned_at"]),
            "skuId": licence["sku_id"],
            "state": "Active",
        }
        for licence in user["assigned_licenses"] or []
    ]


LICENCE_PROPERTIES = (
    replace(
        declare(
            "assignedLicenses: [assignedLicense]!",
            read=_assigned_licenses,
            columns=("assigned_licenses",),
        ),
        field=make_field(
            "assignedLicenses",
            "eq",
            "not $count",
            kind=Kind.OBJECT_LIST,
            elements=[make_field("skuId", "eq", kind=Kind.ID, json_path=("sku_id",))],
        ),
    ),
    declare("assignedPlans: [assignedPlan]!", read=_assigned_plans, columns=("assigned_licenses",)),
    declare(
        "licenseAssignmentStates: [licenseAssignmentState]",
        read=_licence_states,
        columns=("assigned_licenses",),
    ),
)
"""What users have on the wire of their licences."""
