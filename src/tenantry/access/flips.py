"""Flips: the smallest change of one side that turns a finding around.

Each candidate is tried on the evaluator itself, so a flip that is told does what it says.  A
change is one of the configuration for this partner: the default would concern all the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tenantry.access.evaluate import (
    Application,
    Finding,
    Person,
    Side,
    SideName,
    Stage,
    evaluate,
)
from tenantry.access.inheritance import (
    Configuration,
    EffectiveSetting,
    Mode,
    TargetList,
)
from tenantry.access.policy import AccessType

Change = Literal["add", "remove", "set"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of one setting.  ``values`` are what is added, removed or set."""

    change: Change
    path: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the change for people."""
        values = ", ".join(f"`{value}`" for value in self.values)
        if self.change == "set":
            return f"set `{self.path}` to {values}"
        preposition = "to" if self.change == "add" else "from"
        return f"{self.change} {values} {preposition} `{self.path}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The edits that belong together, all in one tenant's configuration for the other."""

    side: SideName
    edits: tuple[Edit, ...]

    @property
    def text(self) -> str:
        """Return the flip as a sentence for people."""
        edits = " and ".join(edit.text for edit in self.edits)
        return f"{edits}, in the {self.side.value} tenant's configuration for the partner"


def find_flip(
    finding: Finding,
    person: Person,
    application: Application,
    mode: Mode,
    sides: tuple[Side, Side],
) -> Flip | None:
    """Return the smallest change that turns *finding* around; *sides* are home and resource.

    None where no setting would: direct connect does not cross clouds.
    """
    home, resource = sides
    at_home = finding.side is SideName.HOME
    side, other = (home, resource) if at_home else (resource, home)
    for flip, changed in _candidates(finding, person, application, side, other):
        tried = (changed, resource) if at_home else (home, changed)
        decision = evaluate(person, application, mode, *tried)
        key = (finding.stage, finding.side, finding.setting)
        for after in decision.findings:
            if (after.stage, after.side, after.setting) == key:
                if after.outcome is not finding.outcome:
                    return flip
                break
    return None


def _candidates(
    finding: Finding, person: Person, application: Application, side: Side, other: Side
) -> Iterator[tuple[Flip, Side]]:
    match finding.stage:
        case Stage.CLOUD:
            changes = _clouds(side, other)
        case Stage.AUTOMATIC_CONSENT:
            changes = _consent(side)
        case _:
            changes = _lists(finding, person, application, side)
    for edits, changed in changes:
        yield Flip(side=finding.side, edits=edits), changed


def _clouds(side: Side, other: Side) -> Iterator[tuple[tuple[Edit, ...], Side]]:
    opened, closed = side.open_clouds | {other.cloud}, side.open_clouds - {other.cloud}
    close = Edit(change="remove", path="allowedCloudEndpoints", values=(other.cloud,))
    open_ = Edit(change="add", path="allowedCloudEndpoints", values=(other.cloud,))
    know = Edit(change="add", path="partners", values=(other.tenant_id,))
    yield (close,), replace(side, open_clouds=closed)
    yield (open_,), replace(side, open_clouds=opened)
    yield (know,), replace(side, has_partner=True)
    yield (open_, know), replace(side, open_clouds=opened, has_partner=True)


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
