"""The people of a company, written into its tenant: users, managers, groups."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from tenantry.actor import Actor
from tenantry.directory.operations.groups import create_group
from tenantry.directory.operations.managers import set_manager
from tenantry.directory.operations.memberships import add_member
from tenantry.directory.operations.password_hashing import NO_PASSWORD
from tenantry.directory.operations.users import create_user
from tenantry.lab.lab_file import LabUser
from tenantry.lab.passwords import LabPassword
from tenantry.lab.people import SamplePerson
from tenantry.lab.presets import LEADERSHIP
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork

_CHUNK = 50  # people written in one transaction

Progress = Callable[[int], None]
"""Called with the number of people that were written since the last call."""


def add_people(
    database: Database,
    actor: Actor,
    people: Sequence[SamplePerson],
    passwords: Sequence[LabPassword],
    on_progress: Progress,
) -> tuple[list[str], list[LabUser]]:
    """Write *people* with their managers; return their ids, and those who can sign in.

    Each of *passwords* goes to one of the first who may sign in.
    """
    names = _who_may_sign_in(people)
    signing_in = dict(zip(names, passwords, strict=False))
    ids: list[str] = []
    for start in range(0, len(people), _CHUNK):
        chunk = people[start : start + _CHUNK]
        with database.write() as work:
            for person in chunk:
                password = signing_in.get(person.user_principal_name)
                _add_person(work, actor, person, password.hash if password else NO_PASSWORD, ids)
        on_progress(len(chunk))
    users = [
        LabUser(
            tenant_id=actor.tenant_id,
            id=user_id,
            user_principal_name=person.user_principal_name,
            password=signing_in[person.user_principal_name].text,
        )
        for user_id, person in zip(ids, people, strict=True)
        if person.user_principal_name in signing_in
    ]
    return ids, users


def add_groups(
    database: Database, actor: Actor, people: Sequence[SamplePerson], ids: Sequence[str]
) -> dict[str, str]:
    """Make a security group of every department, and of the leadership; return name → id."""
    members: Mapping[str, list[str]] = defaultdict(list)
    for user_id, person in zip(ids, people, strict=True):
        members[person.department].append(user_id)
        if person.manager in {None, 0}:
            members[LEADERSHIP].append(user_id)
    with database.write() as work:
        return {
            name: _add_group(work, actor, name, member_ids)
            for name, member_ids in sorted(members.items())
        }


def _who_may_sign_in(people: Sequence[SamplePerson]) -> list[str]:
    return [
        each.user_principal_name
        for each in people
        if each.account_enabled and each.user_type == "Member"
    ]


def _add_person(
    work: UnitOfWork, actor: Actor, person: SamplePerson, password_hash: str, ids: list[str]
) -> None:
    """Write *person* and append the new id to *ids*, those of the people before."""
    values = {name: value for name, value in asdict(person).items() if value is not None}
    manager = values.pop("manager", None)
    user = create_user(work, actor, {**values, "password_hash": password_hash})
    if manager is not None:
        set_manager(work, actor, user["id"], ids[manager])
    ids.append(user["id"])


def _add_group(work: UnitOfWork, actor: Actor, name: str, member_ids: Sequence[str]) -> str:
    values = {
        "display_name": name,
        "description": f"Everybody in {name}",
        "mail_enabled": False,
        "mail_nickname": name.lower().replace(" ", "-"),
        "security_enabled": True,
    }
    group_id: str = create_group(work, actor, values)["id"]
    for member_id in member_ids:
        add_member(work, actor, group_id, member_id)
    return group_id
