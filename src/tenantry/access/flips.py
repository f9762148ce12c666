"""Flips: the smallest change of one side that turns a finding around.

Each candidate is tried on the evaluator itself, so a flip that is told does what it says.  A
change is one of the configuration for this partner: the default would concern all the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgspec import structs

from tenantry.access.applications import DIRECT_CONNECT_TAG, Application
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.trying import tried_conditions
from tenantry.access.decisions import (
    AccessDecision,
    Finding,
    Outcome,
    Person,
    Side,
    SideName,
    Stage,
)
from tenantry.access.edits import Change, Edit
from tenantry.access.evaluate import evaluate
from tenantry.access.first_party import is_shared_channel
from tenantry.access.inheritance import (
    Configuration,
    EffectiveSetting,
    Mode,
    TargetList,
)
from tenantry.access.policy import AccessType
from tenantry.directory.skus import P1_PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The edits that belong together, all in one tenant.

    They are in its configuration for the other one, unless ``of_partner`` is false.
    """

    side: SideName
    edits: tuple[Edit, ...]
    of_partner: bool = True

    @property
    def text(self) -> str:
        """Return the flip as a sentence for people."""
        edits = " and ".join(edit.text for edit in self.edits)
        place = "'s configuration for the partner" if self.of_partner else ""
        return f"{edits}, in the {self.side.value} tenant{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that the evaluator is asked about."""

    person: Person
    application: Application
    mode: Mode
    home: Side
    resource: Side
    visit: Visit | None = None

    def decide(self) -> AccessDecision:
        """Return what the evaluator says."""
        return evaluate(
            self.person,
            self.application,
            self.mode,
            self.home,
            self.resource,
            visit=self.visit,
        )


def find_flip(finding: Finding, asked: Asked) -> Flip | None:
    """Return the smallest change that turns *finding* around.

    None where no setting would: direct connect does not cross clouds.
    """
    for flip, changed in _candidates(finding, asked):
        if _is_turned(finding, changed.decide()):
            return flip
    return None


def _is_turned(finding: Finding, decision: AccessDecision) -> bool:
    """Return whether the finding is another one now, for the better where it kept somebody out."""
    key = (finding.stage, finding.side, finding.setting)
    for after in decision.findings:
        if (after.stage, after.side, after.setting) == key:
            if finding.outcome is Outcome.CHALLENGED:
                return after.outcome is Outcome.ALLOWED
            return after.outcome is not finding.outcome
    return finding.outcome is not Outcome.ALLOWED


def _candidates(finding: Finding, asked: Asked) -> Iterator[tuple[Flip, Asked]]:
    match finding.stage:
        case Stage.CONDITIONAL_ACCESS:
            yield from _conditions(finding, asked)
        case Stage.SHARED_CHANNEL:
            yield from _shared_channel(asked)
        case _:
            yield from _settings(finding, asked)


def _settings(finding: Finding, asked: Asked) -> Iterator[tuple[Flip, Asked]]:
    """Yield changes of the side that the finding is about."""
    at_home = finding.side is SideName.HOME
    side, other = (asked.home, asked.resource) if at_home else (asked.resource, asked.home)
    match finding.stage:
        case Stage.CLOUD:
            changes = _clouds(side, other)
        case Stage.AUTOMATIC_CONSENT:
            changes = _consent(side)
        case Stage.LICENCE:
            changes = _licence(side)
        case _:
            changes = _lists(finding, asked.person, asked.application, side)
    for edits, changed in changes:
        tried = replace(asked, home=changed) if at_home else replace(asked, resource=changed)
        of_partner = finding.stage is not Stage.LICENCE
        yield Flip(side=finding.side, edits=edits, of_partner=of_partner), tried


def _conditions(finding: Finding, asked: Asked) -> Iterator[tuple[Flip, Asked]]:
    if asked.visit is None:
        return
    for edit, of_partner, visit in tried_conditions(finding.setting, asked.visit):
        flip = Flip(side=finding.side, edits=(edit,), of_partner=of_partner)
        yield flip, replace(asked, visit=visit)


def _shared_channel(asked: Asked) -> Iterator[tuple[Flip, Asked]]:
    application = asked.application
    if is_shared_channel(application.app_id):
        return
    edit = Edit(
        change="remove" if application.connects_directly else "add",
        path="servicePrincipal.tags",
        values=(DIRECT_CONNECT_TAG,),
    )
    changed = structs.replace(application, connects_directly=not application.connects_directly)
    flip = Flip(side=SideName.RESOURCE, edits=(edit,), of_partner=False)
    yield flip, replace(asked, application=changed)


def _clouds(side: Side, other: Side) -> Iterator[tuple[tuple[Edit, ...], Side]]:
    opened, closed = side.open_clouds | {other.cloud}, side.open_clouds - {other.cloud}
    close = Edit(change="remove", path="allowedCloudEndpoints", values=(other.cloud,))
    open_ = Edit(change="add", path="allowedCloudEndpoints", values=(other.cloud,))
    know = Edit(change="add", path="partners", values=(other.tenant_id,))
    yield (close,), replace(side, open_clouds=closed)
    yield (open_,), replace(side, open_clouds=opened)
    yield (know,), replace(side, has_partner=True)
    yield (open_, know), replace(side, open_clouds=opened, has_partner=True)


def _licence(side: Side) -> Iterator[tuple[tuple[Edit, ...], Side]]:
    change: Change = "remove" if side.is_licensed else "add"
    edit = Edit(change=change, path="subscribedSkus", values=(P1_PLAN.name,))
    yield (edit,), replace(side, is_licensed=not side.is_licensed)


def _consent(side: Side) -> Iterator[tuple[tuple[Edit, ...], Side]]:
    flag = side.consent
    edit = Edit(change="set", path=flag.path, values=(str(not flag.value).lower(),))
    yield (edit,), replace(side, consent=replace(flag, value=not flag.value))


def _lists(
    finding: Finding, person: Person, application: Application, side: Side
) -> Iterator[tuple[tuple[Edit, ...], Side]]:
    """Yield changes of the finding's own list, of the other one, of both; small ones first."""
    setting = side.setting
    of_people = list(_changes(setting.users_and_groups, person.id, person.group_ids))
    of_applications = list(_changes(setting.applications, application.app_id, frozenset()))
    alone = [
        *(((edit,), replace(setting, users_and_groups=held)) for edit, held in of_people),
        *(((edit,), replace(setting, applications=held)) for edit, held in of_applications),
    ]
    alone.sort(key=lambda each: not each[0][0].path.startswith(finding.setting))
    together = [
        ((one, two), EffectiveSetting(people, applications))
        for one, people in of_people
        for two, applications in of_applications
    ]
    for edits, changed in (*alone, *together):
        if _is_accepted(changed):
            yield edits, replace(side, setting=changed)


def _changes(
    held: TargetList, subject: str, group_ids: frozenset[str]
) -> Iterator[tuple[Edit, TargetList]]:
    path, ids = f"{held.path}.targets", held.ids
    if subject in ids:
        edit = Edit(change="remove", path=path, values=(subject,))
        yield edit, replace(held, ids=ids - {subject})
    elif not held.names_everything and not held.keywords:
        yield Edit(change="add", path=path, values=(subject,)), replace(held, ids=ids | {subject})
    if through := ids & group_ids:
        edit = Edit(change="remove", path=path, values=tuple(sorted(through)))
        yield edit, replace(held, ids=ids - through)
    for access_type in ("allowed", "blocked"):
        edit = Edit(change="set", path=held.path, values=(f"{access_type} {subject}",))
        yield edit, _only(held.path, access_type, subject)


def _only(path: str, access_type: AccessType, subject: str) -> TargetList:
    return TargetList(
        path=path,
        source=Configuration.PARTNER,
        access_type=access_type,
        names_everything=False,
        ids=frozenset({subject}),
        keywords=frozenset(),
    )


def _is_accepted(setting: EffectiveSetting) -> bool:
    """Return whether the rules of `settings.py` accept both lists together."""
    people, applications = setting.users_and_groups, setting.applications
    if not all(
        each.names_everything or each.ids or each.keywords for each in (people, applications)
    ):
        return False
    none = applications.access_type == "blocked" and applications.names_everything
    if people.access_type == "blocked":
        return none or not people.names_everything
    return not none
