"""May this person of the home tenant use this application of the resource tenant, and why?

The one evaluator: enforcement, explanation and what-if call it, so an explanation never tells
anything but what is enforced.  Every stage is evaluated, also behind a refusal, and each finding
names its setting; `flips.py` finds the smallest change that would flip it.  Source: behaviour
§11, §12, contract §2.4; claims XTA-009 to XTA-041, CLD-010, CLD-011.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tenantry.access.inheritance import (
    ALL_MICROSOFT_APPS,
    OFFICE_365,
    Configuration,
    EffectiveFlag,
    EffectiveSetting,
    Mode,
    TargetList,
)


class SideName(Enum):
    """Whose setting it is."""

    HOME = "home"
    RESOURCE = "resource"


class Stage(Enum):
    """The steps of an evaluation, in their order (behaviour §12)."""

    CLOUD = "cloud"
    HOME_OUTBOUND = "homeOutbound"
    RESOURCE_INBOUND = "resourceInbound"
    AUTOMATIC_CONSENT = "automaticConsent"


class Outcome(Enum):
    """What a stage says."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    SKIPPED = "skipped"  # the consent prompt is left out
    PROMPTED = "prompted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who wants in: their object id and groups in the home tenant, in lower case."""

    id: str
    group_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What they want to use: its application id, in lower case, and the bundles it is in."""

    app_id: str
    is_microsoft: bool = False
    is_office_365: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one tenant says about the other, in the direction and mode of the request.

    ``has_partner`` tells whether it configured the other tenant by itself, ``open_clouds`` the
    clouds it is open to besides its own.
    """

    tenant_id: str
    cloud: str
    setting: EffectiveSetting
    consent: EffectiveFlag
    has_partner: bool
    open_clouds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one setting says."""

    stage: Stage
    side: SideName
    source: Configuration
    setting: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDecision:
    """Whether access is allowed, whether a prompt asks for consent first, and why."""

    is_allowed: bool
    consent_prompt: bool
    findings: tuple[Finding, ...]


def evaluate(
    person: Person, application: Application, mode: Mode, home: Side, resource: Side
) -> AccessDecision:
    """Return the decision with the findings of every stage."""
    findings = (
        *_clouds(mode, home, resource),
        *_lists(Stage.HOME_OUTBOUND, SideName.HOME, home.setting, person, application),
        *_lists(Stage.RESOURCE_INBOUND, SideName.RESOURCE, resource.setting, person, application),
        *_consents(home, resource),
    )
    outcomes = {finding.outcome for finding in findings}
    return AccessDecision(
        is_allowed=Outcome.BLOCKED not in outcomes,
        consent_prompt=Outcome.PROMPTED in outcomes,
        findings=findings,
    )


def admits_person(people: TargetList, person: Person) -> bool:
    """Return whether the list lets the person in, whatever they want to use (behaviour §14.1)."""
    return (people.access_type == "allowed") == _names_person(people, person)


def _clouds(mode: Mode, home: Side, resource: Side) -> Iterator[Finding]:
    """Yield whether each side is open to the other's cloud; nothing within one cloud."""
    if home.cloud == resource.cloud:
        return
    for name, side, other in (
        (SideName.HOME, home, resource),
        (SideName.RESOURCE, resource, home),
    ):
        is_open = other.cloud in side.open_clouds and side.has_partner  # CLD-011
        yield Finding(
            stage=Stage.CLOUD,
            side=name,
            source=Configuration.PARTNER if side.has_partner else Configuration.DEFAULT,
            setting="allowedCloudEndpoints",
            outcome=_outcome(is_allowed=is_open and mode is Mode.COLLABORATION),  # CLD-010
        )


def _lists(
    stage: Stage,
    side: SideName,
    setting: EffectiveSetting,
    person: Person,
    application: Application,
) -> Iterator[Finding]:
    """Yield what each list of the side says (the table of contract §2.4)."""
    people, applications = setting.users_and_groups, setting.applications
    named = _names_person(people, person), _names_application(applications, application)
    passes = [
        (each.access_type == "allowed") == is_named
        for each, is_named in zip((people, applications), named, strict=True)
    ]
    if people.access_type == applications.access_type == "blocked":
        # Two lists of exceptions block only where both name: this person in this application.
        passes = [any(passes)] * 2
    for each, passed in zip((people, applications), passes, strict=True):
        yield Finding(
            stage=stage,
            side=side,
            source=each.source,
            setting=each.path,
            outcome=_outcome(is_allowed=passed),
        )


def _outcome(*, is_allowed: bool) -> Outcome:
    return Outcome.ALLOWED if is_allowed else Outcome.BLOCKED


def _names_person(people: TargetList, person: Person) -> bool:
    return (
        people.names_everything
        or person.id in people.ids
        or not people.ids.isdisjoint(person.group_ids)
    )


def _names_application(applications: TargetList, application: Application) -> bool:
    return (
        applications.names_everything
        or application.app_id in applications.ids
        or (application.is_office_365 and OFFICE_365 in applications.keywords)
        or (application.is_microsoft and ALL_MICROSOFT_APPS in applications.keywords)
    )


def _consents(home: Side, resource: Side) -> Iterator[Finding]:
    """Yield whether each side skips the prompt; it is skipped where both do (AR-019)."""
    for name, flag in ((SideName.HOME, home.consent), (SideName.RESOURCE, resource.consent)):
        yield Finding(
            stage=Stage.AUTOMATIC_CONSENT,
            side=name,
            source=flag.source,
            setting=flag.path,
            outcome=Outcome.SKIPPED if flag.value else Outcome.PROMPTED,
        )
