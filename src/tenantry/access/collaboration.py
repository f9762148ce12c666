"""May a person of one tenant be a guest of another?  The users' side of B2B collaboration.

Source: behaviour §11 (lists, inheritance), §14.1 (checked at invitation).
"""

from collections.abc import Collection

from msgspec import UNSET

from tenantry.access.policy import (
    ALL_USERS,
    B2BSetting,
    DefaultSettings,
    Partner,
    TargetConfiguration,
)


def inbound_of(partner: Partner | None, default: DefaultSettings) -> B2BSetting | None:
    """Return what a tenant says of guests from a partner, which may inherit the default."""
    own = partner.b2b_collaboration_inbound if partner else None
    return own or default.b2b_collaboration_inbound


def outbound_of(partner: Partner | None, default: DefaultSettings) -> B2BSetting | None:
    """Return what a tenant says of its own people as guests of a partner."""
    own = partner.b2b_collaboration_outbound if partner else None
    return own or default.b2b_collaboration_outbound


def admits(setting: B2BSetting | None, ids: Collection[str]) -> bool:
    """Return whether *setting* lets a person in; *ids* are their own and those of their groups.

    What is not said allows: a setting that names only applications says nothing of people.
    """
    people = setting.users_and_groups if setting else None
    if not isinstance(people, TargetConfiguration):
        return True
    targets = people.targets
    named = {each.target for each in targets} if targets not in (UNSET, None) else set()
    is_listed = ALL_USERS in named or not named.isdisjoint(ids)
    return not is_listed if people.access_type == "blocked" else is_listed
