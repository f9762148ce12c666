"""Cross-tenant activity: who came from and went where, by partner and application."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedApplication:
    """An application that visitors used."""

    app_id: str
    name: str | None
    users: int
    sign_ins: int
    refused: int
    last_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Visits in one direction: ``users`` are counted once, ``refused`` are among ``sign_ins``."""

    users: int
    sign_ins: int
    refused: int
    last_seen: str
    applications: tuple[UsedApplication, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerActivity:
    """What happened between the own tenant and another one; None for nothing."""

    tenant_id: str
    tenant_name: str | None
    inbound: Traffic | None
    outbound: Traffic | None


def activity_by_partner(
    own_tenant_id: str,
    counted: Iterable[Mapping[str, Any]],
    visitors: Mapping[tuple[str, str], int],
) -> list[PartnerActivity]:
    """Return the activity with each partner, the most sign-ins first.

    *counted* are visits by home, resource and application, *visitors* people by home and
    resource (`stores.visits`).
    """
    rows: dict[tuple[str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    names: dict[str, str | None] = {}
    for row in counted:
        is_inbound = row["resource_tenant_id"] == own_tenant_id
        side = "home" if is_inbound else "resource"
        other = row[f"{side}_tenant_id"]
        rows[other, is_inbound].append(row)
        names[other] = row[f"{side}_tenant_name"] or names.get(other)
    partners = [
        PartnerActivity(
            tenant_id=other,
            tenant_name=name,
            inbound=_traffic(rows[other, True], visitors.get((other, own_tenant_id), 0)),
            outbound=_traffic(rows[other, False], visitors.get((own_tenant_id, other), 0)),
        )
        for other, name in names.items()
    ]
    return sorted(partners, key=lambda each: (-_sign_ins(each), each.tenant_id))


def _traffic(rows: Iterable[Mapping[str, Any]], users: int) -> Traffic | None:
    applications = [
        UsedApplication(
            app_id=row["app_id"],
            name=row["app_name"],
            users=row["users"],
            sign_ins=row["sign_ins"],
            refused=row["refused"],
            last_seen=row["last_seen"],
        )
        for row in rows
    ]
    if not applications:
        return None
    return Traffic(
        users=users,
        sign_ins=sum(each.sign_ins for each in applications),
        refused=sum(each.refused for each in applications),
        last_seen=max(each.last_seen for each in applications),
        applications=tuple(sorted(applications, key=lambda each: (-each.sign_ins, each.app_id))),
    )


def _sign_ins(partner: PartnerActivity) -> int:
    return sum(each.sign_ins for each in (partner.inbound, partner.outbound) if each)
