"""Who may invite guests, and how much they see: the part of the authorization policy built here.

Source: contract §6.4, §6.5; behaviour §14.1, §14.3.
Graph: ``authorizationPolicy``.
"""

from collections.abc import Collection, Mapping

from tenantry.directory.delegation import STANDINGS
from tenantry.directory.roles import GLOBAL_ADMINISTRATOR, GUEST_INVITER, USER_ADMINISTRATOR
from tenantry.directory.values import Rule, choice

NOBODY = "none"
ADMINISTRATORS = "adminsAndGuestInviters"
MEMBERS = "adminsGuestInvitersAndAllMembers"
EVERYONE = "everyone"

US_GOVERNMENT = "usgov"

_ADMINISTRATOR_ROLES = frozenset({GLOBAL_ADMINISTRATOR, USER_ADMINISTRATOR})
_INVITER_ROLES = _ADMINISTRATOR_ROLES | {GUEST_INVITER}

RULES: Mapping[str, Rule] = {
    "allow_invites_from": choice(NOBODY, ADMINISTRATORS, MEMBERS, EVERYONE, clearable=False),
    "guest_user_role_id": choice(*STANDINGS, clearable=False),
}
"""What a caller may set."""


def default_inviters(cloud: str) -> str:
    """Return who may invite in a tenant that never said so (behaviour §14.1)."""
    return NOBODY if cloud == US_GOVERNMENT else EVERYONE


def may_application_invite(allowed: str) -> bool:
    """Return whether an application may invite: not where only administrators may."""
    return allowed in (MEMBERS, EVERYONE)


def may_person_invite(allowed: str, *, is_guest: bool, role_ids: Collection[str]) -> bool:
    """Return whether a user with these directory roles may invite."""
    if allowed == NOBODY:
        return False
    if not _INVITER_ROLES.isdisjoint(role_ids):
        return True
    return allowed == EVERYONE or (allowed == MEMBERS and not is_guest)


def is_administrator(role_ids: Collection[str]) -> bool:
    """Return whether the roles let their holder invite members, not only guests."""
    return not _ADMINISTRATOR_ROLES.isdisjoint(role_ids)
