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
    InboundTrust,
    Setting,
    Target,
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
