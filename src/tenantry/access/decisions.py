"""What the evaluator is asked about and what it answers: persons, sides, findings, the decision.

Every token that is issued costs a decision, so what one is made of are structs of msgspec,
untracked by the collector: none of them refers to itself.
"""

from dataclasses import dataclass
from enum import Enum

from msgspec import Struct

from tenantry.access.conditional.controls import Challenge
from tenantry.access.conditional.evaluation import PersistentBrowser
from tenantry.access.inheritance import Configuration, EffectiveFlag, EffectiveSetting


class SideName(Enum):
    """Whose setting it is."""

    HOME = "home"
    RESOURCE = "resource"


class Stage(Enum):
    """The steps of an evaluation, in their order (behaviour §12)."""

    # Asked of each sign-in many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    CLOUD = "cloud"
    HOME_OUTBOUND = "homeOutbound"
    RESOURCE_INBOUND = "resourceInbound"
    LICENCE = "licence"
    SHARED_CHANNEL = "sharedChannel"
    CONDITIONAL_ACCESS = "conditionalAccess"
    AUTOMATIC_CONSENT = "automaticConsent"


class Outcome(Enum):
    """What a stage says."""

    # Asked of each sign-in many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    SKIPPED = "skipped"  # the consent prompt is left out
    PROMPTED = "prompted"
    CHALLENGED = "challenged"  # something can still be done
    REPORT_ONLY = "reportOnly"  # says what it would, and changes nothing
    ELSEWHERE = "decidedElsewhere"  # by the installation that the home tenant is in


class Person(Struct, frozen=True, kw_only=True, gc=False):
    """Who wants in: their object id and groups in the home tenant, in lower case."""

    id: str
    group_ids: frozenset[str] = frozenset()


class ForeignHome(Struct, frozen=True, kw_only=True, gc=False):
    """Who somebody is in a tenant of another installation, which authenticated them."""

    cloud: str
    tenant_id: str
    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one tenant says about the other, in the direction and mode of the request.

    ``has_partner`` tells whether it configured the other tenant by itself, ``open_clouds`` the
    clouds it is open to besides its own.  ``is_licensed`` tells whether it has the licence that
    direct connect takes, None where licences are not enforced.
    """

    tenant_id: str
    cloud: str
    setting: EffectiveSetting
    consent: EffectiveFlag
    has_partner: bool
    open_clouds: frozenset[str] = frozenset()
    is_licensed: bool | None = None


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """What one setting says.

    ``source`` is None where partner and default make no difference.  Of a Conditional Access
    policy ``name`` is its display name, ``control`` what decided, and ``would_be`` what it would
    say were it enforced, if it only reports.
    """

    stage: Stage
    side: SideName
    source: Configuration | None
    setting: str
    outcome: Outcome
    name: str | None = None
    control: str | None = None
    would_be: Outcome | None = None


class AccessDecision(Struct, frozen=True, kw_only=True, gc=False):
    """Whether access is allowed, whether a prompt asks for consent first, and why.

    ``challenges`` must all be met before access is allowed; there are none where nothing helps.
    ``persistent_browser`` tells whether the session must, or must not, outlive the browser.
    """

    is_allowed: bool
    consent_prompt: bool
    findings: tuple[Finding, ...]
    challenges: tuple[Challenge, ...] = ()
    persistent_browser: PersistentBrowser | None = None
