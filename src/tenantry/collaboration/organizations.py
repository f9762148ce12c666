"""Organizations of a person: what they are there, and whether they can come in and leave.

Source: behaviour §14.3; claims ORG-002, ORG-003, ORG-005.
"""

from collections.abc import Sequence
from enum import Enum

import msgspec

from tenantry.collaboration.external_users import ACCEPTED
from tenantry.directory.values import Record


class Obstacle(Enum):
    """Why somebody cannot come into an organization, or cannot leave it."""

    HOME = "homeOrganization"
    NOT_JOINED = "notJoined"
    DISABLED_ACCOUNT = "disabledAccount"
    KEPT = "notAllowedByOrganization"
    BLOCKED_AT_HOME = "blockedByHomeOrganization"
    BLOCKED_THERE = "blockedByOrganization"


class Sponsor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who answers for a guest."""

    display_name: str
    mail: str | None


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant in which somebody has a user object, and what they can do there.

    ``state`` is None at home; ``entering`` and ``leaving`` tell what stands in the way of it,
    nothing where it is None.  ``contact_email`` and ``statement_url`` are what the tenant
    published about privacy.
    """

    tenant_id: str
    display_name: str
    default_domain: str
    country_letter_code: str | None
    user_id: str
    user_principal_name: str
    user_type: str
    state: str | None
    entering: Obstacle | None
    leaving: Obstacle | None
    contact_email: str | None
    statement_url: str | None
    sponsors: Sequence[Sponsor] = ()

    @property
    def is_home(self) -> bool:
        """Whether the person is authenticated there."""
        return self.leaving is Obstacle.HOME


def lets_people_leave(tenant: Record) -> bool:
    """Return whether external users of a tenant may leave: yes, unless it says that they may not.

    >>> lets_people_leave({"may_external_users_leave": None})
    True
    """
    return tenant["may_external_users_leave"] is not False


def find_obstacle_to_leaving(tenant: Record, user: Record) -> Obstacle | None:
    """Return why *user* cannot leave *tenant* by their own will; None where they can."""
    if user["external_user_state"] is None:
        return Obstacle.HOME
    if user["external_user_state"] != ACCEPTED:
        return Obstacle.NOT_JOINED
    if not user["account_enabled"]:
        return Obstacle.DISABLED_ACCOUNT
    return None if lets_people_leave(tenant) else Obstacle.KEPT
