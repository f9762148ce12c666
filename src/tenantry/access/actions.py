"""Which role actions a change of the policy takes: named by the settings that it touches.

Source: behaviour §19.  Settings that the documents name no action for: trust and automatic
consent count for collaboration and for direct connect, so they take both; the Microsoft 365
and App Service settings are read as collaboration; what tells of the partner itself is basic.
Synchronization settings have no action for their deletion; it is an update.
"""

from collections.abc import Collection, Iterable, Mapping

from tenantry.directory import actions

_Needed = Mapping[str, Collection[str]]
"""Python name of a setting → the actions that changing it takes, all of them."""

_OF_POLICY: _Needed = {
    "display_name": {actions.POLICY_UPDATE},
    "allowed_cloud_endpoints": {actions.CLOUDS_UPDATE},
}


def _shared(collaboration: str, direct_connect: str, restrictions: str) -> _Needed:
    """Return what the settings take that defaults and partners have in common."""
    return {
        "app_service_connect_inbound": {collaboration},
        "automatic_user_consent_settings": {collaboration, direct_connect},
        "b2b_collaboration_inbound": {collaboration},
        "b2b_collaboration_outbound": {collaboration},
        "b2b_direct_connect_inbound": {direct_connect},
        "b2b_direct_connect_outbound": {direct_connect},
        "inbound_trust": {collaboration, direct_connect},
        "m365_collaboration_inbound": {collaboration},
        "m365_collaboration_outbound": {collaboration},
        "tenant_restrictions": {restrictions},
    }


_OF_DEFAULT: _Needed = {
    **_shared(
        actions.DEFAULT_COLLABORATION_UPDATE,
        actions.DEFAULT_DIRECT_CONNECT_UPDATE,
        actions.DEFAULT_RESTRICTIONS_UPDATE,
    ),
    "invitation_redemption_identity_provider_configuration": {actions.DEFAULT_COLLABORATION_UPDATE},
}
_OF_PARTNER: _Needed = {
    **_shared(
        actions.PARTNERS_COLLABORATION_UPDATE,
        actions.PARTNERS_DIRECT_CONNECT_UPDATE,
        actions.PARTNERS_RESTRICTIONS_UPDATE,
    ),
    "is_service_provider": {actions.POLICY_UPDATE},
}

RESET_DEFAULT = frozenset(action for needed in _OF_DEFAULT.values() for action in needed)


def policy_changes(names: Iterable[str]) -> frozenset[str]:
    """Return what it takes to change the members *names* of the policy itself."""
    return _needed(_OF_POLICY, names)


def default_changes(names: Iterable[str]) -> frozenset[str]:
    """Return what it takes to change the settings *names* of the default."""
    return _needed(_OF_DEFAULT, names)


def partner_changes(names: Iterable[str]) -> frozenset[str]:
    """Return what it takes to change the settings *names* of a partner."""
    return _needed(_OF_PARTNER, names)


def partner_creation(names: Iterable[str]) -> frozenset[str]:
    """Return what it takes to add a partner that has the settings *names* from the start."""
    return partner_changes(names) | {actions.PARTNERS_CREATE}


def _needed(table: _Needed, names: Iterable[str]) -> frozenset[str]:
    return frozenset(action for name in names for action in table[name])
