"""The shape of an external user: name, identity and state.

Source: behaviour §4 (names), contract §6.1 (identities, states); claims CTS-012, CTS-058.
"""

from typing import Any

import msgspec

from tenantry.directory.users import USER_OF_ANOTHER_TENANT
from tenantry.identifiers import net_id

CREATION_TYPE = "Invitation"
PENDING = "PendingAcceptance"
ACCEPTED = "Accepted"


class HomeUser(msgspec.Struct, frozen=True, kw_only=True):
    """Who an external user is at home."""

    tenant_id: str
    user_id: str


def external_user_principal_name(name: str, resource_initial_domain: str) -> str:
    """Return the `#EXT#` form of a home user principal name or an invited mail address.

    >>> external_user_principal_name("mira@northwind.test", "tailwind.tenantry.test")
    'mira_northwind.test#EXT#@tailwind.tenantry.test'
    """
    return f"{name.replace('@', '_')}#EXT#@{resource_initial_domain}"


def alternative_security_id(stable_id: str) -> str:
    """Return how other tenants store a user whose `netId` is *stable_id*.

    The leading number is the kind of identifier: 5 is a user of another tenant.
    """
    return f"{USER_OF_ANOTHER_TENANT}:{stable_id}"


def identity_of(user_id: str) -> str:
    """Return the alternative security id that a user has in every other tenant (behaviour §4)."""
    return alternative_security_id(net_id(user_id))


def redeemed(home: HomeUser, instant: str) -> dict[str, Any]:
    """Return column → value of an external user who has redeemed the invitation as *home*."""
    return {
        **accepted(instant),
        "alternative_security_id": identity_of(home.user_id),
        "home_tenant_id": home.tenant_id,
        "home_user_id": home.user_id,
    }


def accepted(instant: str) -> dict[str, Any]:
    """Return column → value of an external user who has redeemed, as whomever."""
    return {"external_user_state": ACCEPTED, "external_user_state_changed_at": instant}


def unredeemed(instant: str) -> dict[str, Any]:
    """Return column → value of an external user who has yet to redeem the invitation."""
    return {
        "external_user_state": PENDING,
        "external_user_state_changed_at": instant,
        "alternative_security_id": None,
        "home_tenant_id": None,
        "home_user_id": None,
    }


def has_left(deleted_at: str | None, left_at: str | None) -> bool:
    """Return whether a deleted user went by their own will (behaviour §14.3).

    Whoever was restored and deleted again since did not.
    """
    return deleted_at is not None and deleted_at == left_at
