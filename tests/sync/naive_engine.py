"""A second engine, written long-hand: one user after the other, on copies in memory.

It shares no code with the engine but the numbers of the change feed.  Before a cycle it copies
both tenants and the links as they are, works out what the cycle has to do, and tells what must
be found afterwards: users of the target, links, and the entries of the provisioning log.  It
knows the default mapping, assignment of users and groups, and none of what is off by default.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from tenantry.storage import feed, tables
from tests.support.synchronization import Synchronization

Row = dict[str, Any]

DIRECT = {
    "accountEnabled": "account_enabled",
    "city": "city",
    "country": "country",
    "department": "department",
    "displayName": "display_name",
    "employeeId": "employee_id",
    "givenName": "given_name",
    "jobTitle": "job_title",
    "mailNickname": "mail_nickname",
    "physicalDeliveryOfficeName": "office_location",
    "postalCode": "postal_code",
    "preferredLanguage": "preferred_language",
    "state": "state",
    "streetAddress": "street_address",
    "surname": "surname",
    "telephoneNumber": "telephone_number",
}
SHOWN = (*DIRECT.values(), "user_principal_name", "show_in_address_list", "user_type")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One entry of the log; ``names`` are the properties that an update changes."""

    source_id: str
    action: str
    status: str
    why: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class World:
    """What the engine sees: rows by id, and links by source id (target id, state)."""

    source: dict[str, Row]
    target: dict[str, Row]
    entitled: set[str]
    links: dict[str, tuple[str, str]]
    log: list[Entry] = field(default_factory=list)


class NaiveEngine:
    """Follows one job; ``position`` is how far it has read the source's change feed."""

    def __init__(self, sync: Synchronization) -> None:
        self._sync = sync
        self.position: int | None = None

    def foresee(self) -> World:
        """Return what is to be found after the next cycle."""
        world = self._copy()
        for_everybody = self.position is None
        users = {*world.links, *world.entitled} if for_everybody else self._touched(world)
        self.position = self._sync.source.position()
        concerned = [each for each in users if each in world.links or each in world.entitled]
        self._provision(world, sorted(concerned), has_references_step=True)
        return world

    def foresee_one(self, user_id: str) -> World:
        """Return what is to be found after the user was provisioned on demand."""
        world = self._copy()
        self._provision(world, [user_id], has_references_step=False)
        return world

    def _copy(self) -> World:
        sync = self._sync
        return World(
            source={row["id"]: row for row in sync.source.users()},
            target={row["id"]: row for row in sync.target.users()},
            entitled=self._entitled(),
            links=dict(sync.links()),
        )

    def _rows(self, table: Any) -> list[Row]:
        query = select(table).where(table.c.tenant_id == self._sync.source.tenant_id)
        with self._sync.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]

    def _entitled(self) -> set[str]:
        """Return who is assigned, directly or as a direct member of an assigned group."""
        found = set()
        live_groups = {row["id"] for row in self._rows(tables.groups) if row["deleted_at"] is None}
        members = self._rows(tables.memberships)
        for assignment in self._rows(tables.app_role_assignments):
            if assignment["resource_id"] != self._sync.configuration["id"]:
                continue
            principal = assignment["principal_id"]
            if assignment["principal_type"] == "User":
                found.add(principal)
            elif principal in live_groups:
                found |= {row["member_id"] for row in members if row["group_id"] == principal}
        return found

    def _touched(self, world: World) -> set[str]:
        """Return whom the news of the source may concern."""
        found: set[str] = set()
        groups: set[str] = set()
        for change in self._sync.source.changes(self.position or 0):
            if change.object_type == "user" or change.kind == feed.LEFT:
                found.add(change.object_id)
            elif change.kind in (feed.MEMBER_ADDED, feed.MEMBER_REMOVED):
                found.add(change.related_id or "")
            elif change.object_type == "group" and change.kind != feed.CREATED:
                groups.add(change.object_id)
            elif change.object_id == self._sync.configuration["id"] and change.related_id:
                found.add(change.related_id)
                groups.add(change.related_id)
        if groups:
            members = self._rows(tables.memberships)
            found |= {row["member_id"] for row in members if row["group_id"] in groups}
            found |= {
                source_id
                for source_id, (_, state) in world.links.items()
                if state != "deleted" and source_id not in world.entitled
            }
        return found

    def _provision(
        self, world: World, source_ids: Iterable[str], *, has_references_step: bool
    ) -> None:
        before = dict(world.links)
        there_before = {key for key, row in world.target.items() if row["deleted_at"] is None}
        done: list[tuple[str, Entry]] = []
        for source_id in source_ids:
            entry = self._provision_user(world, source_id)
            if entry is not None:
                done.append((source_id, entry))
        leaving = {source_id for source_id, entry in done if entry.action == "delete"}
        made = {source_id for source_id, entry in done if entry.action == "create"}
        for source_id, entry in done:
            manager_id = (world.source.get(source_id) or {}).get("manager_id")
            exported = entry.status == "success" and entry.action != "delete"
            if manager_id is None or not (exported or entry.why == "RedundantExport"):
                world.log.append(entry)
                continue
            link = before.get(manager_id)
            was_there = link is not None and link[1] != "deleted" and link[0] in there_before
            known = manager_id in made or (was_there and manager_id not in leaving)
            if known:
                world.log.append(self._with_manager(world, source_id, manager_id, entry))
                continue
            world.log.append(entry)
            if has_references_step and self._is_there(world, manager_id):
                late = self._with_manager(world, source_id, manager_id, Entry(source_id, "", ""))
                if late.names:
                    world.log.append(late)

    def _with_manager(self, world: World, source_id: str, manager_id: str, entry: Entry) -> Entry:
        """Set the manager in the target; return the entry as it is told then."""
        user = world.target[world.links[source_id][0]]
        manager = world.links[manager_id][0]
        if user["manager_id"] == manager:
            return entry
        user["manager_id"] = manager
        if entry.action == "create":
            return entry
        names = tuple(sorted((*entry.names, "manager")))
        return Entry(source_id, "update", "success", "", names)

    def _is_there(self, world: World, source_id: str) -> bool:
        link = world.links.get(source_id)
        if link is None or link[1] == "deleted":
            return False
        row = world.target.get(link[0])
        return row is not None and row["deleted_at"] is None

    def _provision_user(self, world: World, source_id: str) -> Entry | None:
        """Do what is to be done with one user; return its entry, None if nobody is told."""
        row, link = world.source.get(source_id), world.links.get(source_id)
        found = world.target.get(link[0]) if link is not None else None
        why_not = self._why_not(world, row, source_id)
        if why_not is not None:
            return self._let_go(world, source_id, why_not)
        assert row is not None
        has_left = found is not None and found["deleted_at"] == found["left_at"] is not None
        if link is None or found is None or has_left:
            return self._create(world, row)
        if found["deleted_at"] is not None and link[1] != "deleted":
            return Entry(source_id, "other", "skipped", "TargetObjectRemoved")
        return self._update(world, row, found)

    @staticmethod
    def _why_not(world: World, row: Row | None, source_id: str) -> str | None:
        if row is None:
            return "SourceObjectDeleted"
        if row["deleted_at"] is not None:
            return "IsSoftDeleted"
        return None if source_id in world.entitled else "NotEffectivelyEntitled"

    def _let_go(self, world: World, source_id: str, why: str) -> Entry | None:
        link = world.links.get(source_id)
        if link is None:
            skipped = Entry(source_id, "other", "skipped", why)
            return None if why == "NotEffectivelyEntitled" else skipped
        target_id, state = link
        found = world.target.get(target_id)
        if found is None:
            del world.links[source_id]
            return Entry(source_id, "other", "skipped", "InvalidAnchor")
        if found["deleted_at"] is None and state == "active":
            found["deleted_at"] = "now"
            world.links[source_id] = (target_id, "deleted")
            return Entry(source_id, "delete", "success", why)
        return Entry(source_id, "other", "skipped", why)

    def _create(self, world: World, row: Row) -> Entry:
        if not row["account_enabled"]:
            return Entry(row["id"], "other", "skipped", "IsActive")
        made: Row = {column: row[column] for column in DIRECT.values()}
        made["user_principal_name"] = self._external_name(row)
        made["show_in_address_list"], made["user_type"] = True, "Member"
        made["home_user_id"], made["deleted_at"], made["manager_id"] = row["id"], None, None
        world.target[f"new {row['id']}"] = made
        world.links[row["id"]] = (f"new {row['id']}", "active")
        return Entry(row["id"], "create", "success")

    def _update(self, world: World, row: Row, found: Row) -> Entry:
        wanted = {name: (column, row[column]) for name, column in DIRECT.items()}
        wanted["userPrincipalName"] = ("user_principal_name", self._external_name(row))
        wanted["showInAddressList"] = ("show_in_address_list", True)
        names = []
        for name, (column, value) in wanted.items():
            if value is not None and value != found[column]:
                found[column] = value
                names.append(name)
        if found["deleted_at"] is not None:
            found["deleted_at"] = None
            names.append("IsSoftDeleted")
        state = "active" if row["account_enabled"] else "inactive"
        world.links[row["id"]] = (world.links[row["id"]][0], state)
        if not names:
            return Entry(row["id"], "other", "skipped", "RedundantExport")
        return Entry(row["id"], "update", "success", "", tuple(sorted(names)))

    def _external_name(self, row: Row) -> str:
        alias, _, domain = str(row["user_principal_name"]).rpartition("@")
        return f"{alias}_{domain}#EXT#@{self._sync.target.domain}"


def shown(
    world: World, known: Collection[str]
) -> tuple[dict[str, Row], dict[str, tuple[str, str]]]:
    """Return users and links of *world* in terms that do not depend on new ids.

    *known* are the ids of the users that the target had before.
    """
    names = {
        key: key if key in known else f"new {row['home_user_id']}"
        for key, row in world.target.items()
    }
    users = {
        names[key]: {
            **{column: row[column] for column in SHOWN},
            "is_deleted": row["deleted_at"] is not None,
            "manager": names.get(row["manager_id"]),
        }
        for key, row in world.target.items()
    }
    links = {
        source_id: (names.get(target_id, "gone"), state)
        for source_id, (target_id, state) in world.links.items()
    }
    return users, links
