"""Inheritance: what holds towards one other tenant, and which configuration says so.

Property by property, and half by half of a list: the partner configuration where it says
something, else the default (behaviour §11, contract §2.4).  Lists are compiled into sets, since
a decision is made at every sign-in.
"""

from dataclasses import dataclass
from enum import Enum

from msgspec import Struct, structs

from tenantry.access.defaults import SYSTEM_DEFAULT
from tenantry.access.policy import (
    ALL_APPLICATIONS,
    ALL_USERS,
    AccessSettings,
    AccessType,
    DefaultSettings,
    Partner,
    TargetConfiguration,
)

ALL_MICROSOFT_APPS, OFFICE_365 = "AllMicrosoftApps", "Office365"

_HALVES = {"usersAndGroups": "users_and_groups", "applications": "applications"}
_MEMBERS = {field.encode_name: field.name for field in structs.fields(AccessSettings)}


class Mode(Enum):
    """The two ways to work in another tenant."""

    COLLABORATION = "b2bCollaboration"
    DIRECT_CONNECT = "b2bDirectConnect"


class Direction(Enum):
    """Own users to the other tenant, or its users to us."""

    OUTBOUND = "Outbound"
    INBOUND = "Inbound"


class Configuration(Enum):
    """Which settings say so (`source` of a finding)."""

    PARTNER = "partner"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class TargetList:
    """One compiled list.  ``path`` is its setting, as it is written on the wire.

    ``names_everything`` is `AllUsers` or `AllApplications`; ``ids`` are in lower case.
    """

    path: str
    source: Configuration
    access_type: AccessType
    names_everything: bool
    ids: frozenset[str]
    keywords: frozenset[str]


@dataclass(frozen=True, slots=True)
class EffectiveSetting:
    """Both lists of one mode and direction."""

    users_and_groups: TargetList
    applications: TargetList


@dataclass(frozen=True, slots=True)
class EffectiveFlag:
    """A flag, and which configuration says so."""

    path: str
    source: Configuration
    value: bool


def effective_setting(
    default: DefaultSettings, partner: Partner | None, mode: Mode, direction: Direction
) -> EffectiveSetting:
    """Return the lists that hold towards the *partner*, or towards any tenant if it is None."""
    name = f"{mode.value}{direction.value}"
    return EffectiveSetting(*(_list(default, partner, name, half) for half in _HALVES))


def effective_consent(partner: Partner | None, direction: Direction) -> EffectiveFlag:
    """Return whether the prompt is skipped; without a partner configuration it never is."""
    path = f"automaticUserConsentSettings.{direction.value.lower()}Allowed"
    if partner is None:
        return EffectiveFlag(path, Configuration.DEFAULT, value=False)
    inbound = direction is Direction.INBOUND
    value = (
        partner.is_inbound_consent_automatic if inbound else partner.is_outbound_consent_automatic
    )
    return EffectiveFlag(path, Configuration.PARTNER, value)


class EffectiveTrust(Struct, frozen=True):
    """Which claims of the home tenant count, and which configuration says so."""

    source: Configuration
    mfa: bool = False
    compliant_device: bool = False
    hybrid_joined_device: bool = False


def effective_trust(default: DefaultSettings, partner: Partner | None) -> EffectiveTrust:
    """Return what is trusted; a partner that says something says all of it (behaviour §11)."""
    source, given = Configuration.DEFAULT, default.inbound_trust
    if partner is not None and partner.inbound_trust is not None:
        source, given = Configuration.PARTNER, partner.inbound_trust
    if given is None:
        return EffectiveTrust(source)
    return EffectiveTrust(
        source,
        mfa=given.is_mfa_accepted is True,
        compliant_device=given.is_compliant_device_accepted is True,
        hybrid_joined_device=given.is_hybrid_azure_ad_joined_device_accepted is True,
    )


def _list(default: DefaultSettings, partner: Partner | None, name: str, half: str) -> TargetList:
    """Return the list *half* of the setting *name*; what nobody says is the system's default."""
    for source, settings in (
        (Configuration.PARTNER, partner),
        (Configuration.DEFAULT, default),
        (Configuration.DEFAULT, SYSTEM_DEFAULT),
    ):
        given = getattr(getattr(settings, _MEMBERS[name], None), _HALVES[half], None)
        if isinstance(given, TargetConfiguration) and given.access_type and given.targets:
            return _compiled(f"{name}.{half}", source, given)
    raise AssertionError(name)  # the system's default names every list


def _compiled(path: str, source: Configuration, given: TargetConfiguration) -> TargetList:
    names = [str(target.target) for target in given.targets or ()]
    keywords = {ALL_USERS, ALL_APPLICATIONS, ALL_MICROSOFT_APPS, OFFICE_365}.intersection(names)
    return TargetList(
        path=path,
        source=source,
        access_type="blocked" if given.access_type == "blocked" else "allowed",
        names_everything=not keywords.isdisjoint({ALL_USERS, ALL_APPLICATIONS}),
        ids=frozenset(name.lower() for name in names if name not in keywords),
        keywords=frozenset(keywords),
    )
