"""Which access settings take a licence: what a change turns on that was not on before.

Turning something off never takes one, so that a tenant whose licences ended can still close its
doors.  Source: behaviour §20; claims LIC-004, LIC-005, LIC-006.
"""

from collections.abc import Iterator

from msgspec import structs

from tenantry.access.policy import (
    ALL_APPLICATIONS,
    ALL_USERS,
    AccessSettings,
    AutomaticConsent,
    B2BSetting,
    InboundTrust,
    Setting,
    Target,
    TargetConfiguration,
)
from tenantry.directory.licensing import Feature

_EVERYTHING = frozenset({ALL_USERS, ALL_APPLICATIONS})


def features_turned_on(before: AccessSettings | None, after: AccessSettings) -> Iterator[Feature]:
    """Yield what takes a licence in *after* and was not in *before*, None for nothing at all."""
    if _consents(after) and not _consents(before):
        yield Feature.AUTOMATIC_REDEMPTION
    if _trusts(after.inbound_trust) - _trusts(before.inbound_trust if before else None):
        yield Feature.INBOUND_TRUST
    if set(_named(after)) - set(_named(before) if before else ()):
        yield Feature.SPECIFIC_TARGETS


def _consents(settings: AccessSettings | None) -> bool:
    consent = getattr(settings, "automatic_user_consent_settings", None)
    return isinstance(consent, AutomaticConsent) and consent.inbound_allowed is True


def _trusts(trust: InboundTrust | None) -> frozenset[str]:
    """Return the names of the claims that are trusted."""
    if trust is None:
        return frozenset()
    return frozenset(
        field.name for field in structs.fields(trust) if getattr(trust, field.name) is True
    )


def _named(setting: Setting, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the list and the name of each target that is not everybody or everything."""
    for field in structs.fields(setting):
        value = getattr(setting, field.name)
        where = f"{path}.{field.name}"
        for item in value if isinstance(value, tuple) else ():
            if isinstance(item, Target) and item.target not in _EVERYTHING:
                yield where, str(item.target)
        if isinstance(value, Setting):
            yield from _named(value, where)


def features_of(settings: AccessSettings) -> Iterator[Feature]:
    """Yield what takes a licence in *settings*, those of a default or of a partner."""
    yield from features_turned_on(None, settings)
    if any(
        _admits(setting)
        for setting in (settings.b2b_direct_connect_inbound, settings.b2b_direct_connect_outbound)
    ):
        yield Feature.DIRECT_CONNECT


def _admits(setting: B2BSetting | None) -> bool:
    """Return whether a setting lets anybody through, as far as it says so itself."""
    people = setting.users_and_groups if setting is not None else None
    if not isinstance(people, TargetConfiguration):
        return False
    names_all = any(target.target == ALL_USERS for target in people.targets or ())
    return people.access_type == "allowed" or (people.access_type == "blocked" and not names_all)
