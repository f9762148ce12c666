"""What a side's lists say: whom they let in, and to which applications.

Source: the table of contract §2.4; behaviour §11, §14.1.
"""

from tenantry.access.applications import Application
from tenantry.access.decisions import Finding, Outcome, Person, SideName, Stage
from tenantry.access.inheritance import (
    ALL_MICROSOFT_APPS,
    OFFICE_365,
    EffectiveSetting,
    TargetList,
)

_ALLOWED, _BLOCKED = Outcome.ALLOWED, Outcome.BLOCKED  # looked up once, as in `access.evaluate`


def find_lists(
    stage: Stage,
    side: SideName,
    setting: EffectiveSetting,
    person: Person,
    application: Application,
) -> tuple[Finding, Finding]:
    """Return what each list of the side says (the table of contract §2.4)."""
    people, applications = setting.users_and_groups, setting.applications
    passes = admits_person(people, person)
    fits = (applications.access_type == "allowed") == _names_application(applications, application)
    if people.access_type == applications.access_type == "blocked":
        # Two lists of exceptions block only where both name: this person in this application.
        passes = fits = passes or fits
    return _said(stage, side, people, passes), _said(stage, side, applications, fits)


def admits_person(people: TargetList, person: Person) -> bool:
    """Return whether the list lets the person in, whatever they want to use (behaviour §14.1)."""
    return (people.access_type == "allowed") == _names_person(people, person)


def _said(stage: Stage, side: SideName, held: TargetList, is_allowed: bool) -> Finding:  # noqa: FBT001  # asked of each sign-in four times
    return Finding(
        stage=stage,
        side=side,
        source=held.source,
        setting=held.path,
        outcome=_ALLOWED if is_allowed else _BLOCKED,
    )


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
