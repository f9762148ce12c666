"""Companies: tenants of a test's database, changed one transaction at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tenantry.actor import Actor
from tenantry.collaboration.external_users import HomeUser, identity_of
from tenantry.collaboration.inviting import InvitationRequest
from tenantry.collaboration.operations.inviting import Invitation, invite
from tenantry.collaboration.operations.leaving import leave
from tenantry.collaboration.operations.redeeming import redeem
from tenantry.directory.operations import groups, managers, memberships, users
from tenantry.directory.operations.assignments import (
    create_assignment,
    delete_assignment,
    list_assigned_to,
)
from tenantry.directory.operations.authorization import update_policy
from tenantry.directory.operations.deleted_items import restore
from tenantry.directory.operations.purging import purge, purge_expired
from tenantry.directory.stores import memberships as memberships_store
from tenantry.directory.values import Record
from tenantry.identifiers import new_ids
from tenantry.storage import feed, tables
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tests.support.directory import add_group, add_tenant, add_user

_COLUMNS = (
    "user_principal_name",
    "user_principal_name_key",
    "display_name",
    "display_name_key",
    "account_enabled",
    "user_type",
    "department",
    "mail_nickname",
)


class Company:
    """A tenant with the initial domain `{name}.test`; users and groups are told by their ids."""

    def __init__(self, database: Database, name: str, **given: Any) -> None:
        self.database = database
        self.domain = f"{name}.test"
        with database.write() as work:
            self.actor: Actor = add_tenant(work, name, **given)
        self.tenant_id = self.actor.tenant_id

    def add_user(self, name: str, **given: Any) -> str:
        with self.database.write() as work:
            user = add_user(work, self.actor, name, domain=self.domain, **given)
        return str(user["id"])

    def add_external_user(self, **given: Any) -> str:
        with self.database.write() as work:
            user = users.create_external_user(work, self.actor, given)
        return str(user["id"])

    def add_guest_of(self, home: "Company", user_id: str, **given: Any) -> str:
        """Add the external user that a user of *home* is here, under the name of that user."""
        original = home.user(user_id)
        name = original["user_principal_name"].replace("@", "_")
        values = {
            "display_name": original["display_name"],
            "user_principal_name": f"{name}#EXT#@{self.domain}",
            "mail": original["mail"],
            "external_user_state": "Accepted",
            "alternative_security_id": identity_of(user_id),
            "home_tenant_id": home.tenant_id,
            "home_user_id": user_id,
        }
        return self.add_external_user(**{**values, **given})

    def invite(self, address: str, **given: Any) -> Invitation:
        """Invite somebody; *given* are members of the request."""
        request = InvitationRequest(
            email_address=address, redirect_url="https://apps.test", **given
        )
        with self.database.write() as work:
            return invite(work, self.actor, request, origin="https://directory.test")

    def add_many(self, count: int, *, group_id: str | None = None) -> list[str]:
        """Add *count* users at once, all of them members of the group, and return their ids."""
        ids = new_ids(count)
        with self.database.write() as work:
            columns = ["tenant_id", "id", *_COLUMNS, "created_at"]
            rows = [
                (self.tenant_id, user_id, *self._person(number), work.instant)
                for number, user_id in enumerate(ids)
            ]
            insert_rows(work.connection, "users", columns, rows)
            work.record_rows(
                self.tenant_id, [("user", user_id, feed.CREATED, None, None) for user_id in ids]
            )
            if group_id is not None:
                memberships_store.add(
                    work, self.tenant_id, group_id, [("user", user_id) for user_id in ids]
                )
                changes = [("group", group_id, feed.MEMBER_ADDED, each, None) for each in ids]
                work.record_rows(self.tenant_id, changes)
        return ids

    def change(self, user_id: str, **changes: Any) -> None:
        with self.database.write() as work:
            users.update_user(work, self.actor, user_id, changes)

    def set_manager(self, user_id: str, manager_id: str) -> None:
        with self.database.write() as work:
            managers.set_manager(work, self.actor, user_id, manager_id)

    def clear_manager(self, user_id: str) -> None:
        with self.database.write() as work:
            managers.clear_manager(work, self.actor, user_id)

    def delete(self, user_id: str) -> None:
        with self.database.write() as work:
            users.delete_user(work, self.actor, user_id)

    def allow_invites_from(self, allowed: str) -> None:
        """Say who may invite, a member of Graph's `allowInvitesFrom`."""
        with self.database.write() as work:
            update_policy(work, self.actor, {"allow_invites_from": allowed})

    def let_leave(self, user_id: str) -> None:
        """Let an external user leave by their own will."""
        with self.database.write() as work:
            leave(work, self.actor, user_id)

    def redeem(self, invitation_id: str, home: "Company", user_id: str) -> None:
        """Let a user of *home* accept an invitation."""
        person = HomeUser(tenant_id=home.tenant_id, user_id=user_id)
        with self.database.write() as work:
            redeem(work, self.actor, invitation_id, person)

    def restore(self, object_id: str) -> None:
        with self.database.write() as work:
            restore(work, self.actor, object_id)

    def purge(self, object_id: str) -> None:
        with self.database.write() as work:
            purge(work, self.actor, object_id)

    def purge_expired(self) -> None:
        with self.database.write() as work:
            purge_expired(work, self.tenant_id)

    def add_group(self, name: str, member_ids: Sequence[str] = (), **given: Any) -> str:
        with self.database.write() as work:
            group = add_group(work, self.actor, name, **given)
            for member_id in member_ids:
                memberships.add_member(work, self.actor, group["id"], member_id)
        return str(group["id"])

    def add_member(self, group_id: str, member_id: str) -> None:
        with self.database.write() as work:
            memberships.add_member(work, self.actor, group_id, member_id)

    def remove_member(self, group_id: str, member_id: str) -> None:
        with self.database.write() as work:
            memberships.remove_member(work, self.actor, group_id, member_id)

    def change_group(self, group_id: str, **changes: Any) -> None:
        with self.database.write() as work:
            groups.update_group(work, self.actor, group_id, changes)

    def delete_group(self, group_id: str) -> None:
        with self.database.write() as work:
            groups.delete_group(work, self.actor, group_id)

    def assign(self, configuration: Record, principal_id: str) -> None:
        with self.database.write() as work:
            values = {
                "app_role_id": configuration["app_roles"][0]["id"],
                "principal_id": principal_id,
                "resource_id": configuration["id"],
            }
            create_assignment(work, self.actor, values)

    def unassign(self, configuration: Record, principal_id: str) -> None:
        with self.database.write() as work:
            page = list_assigned_to(work, self.actor, configuration["id"], PageQuery(limit=999))
            for assignment in page.records:
                if assignment["principal_id"] == principal_id:
                    delete_assignment(work, self.actor, configuration["id"], assignment["id"])

    def user(self, user_id: str) -> Record:
        """Return all columns of a user, one in the recycle bin included."""
        [row] = [row for row in self.users() if row["id"] == user_id]
        return row

    def users(self) -> list[Record]:
        """Return all columns of every user, those in the recycle bin included."""
        table = tables.users
        query = select(table).where(table.c.tenant_id == self.tenant_id).order_by(table.c.id)
        with self.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]

    def audit_of(self, activity: str) -> list[Record]:
        """Return the entries of *activity* in the company's directory audit, oldest first."""
        audits = tables.directory_audits
        query = (
            select(audits)
            .where(audits.c.tenant_id == self.tenant_id, audits.c.activity == activity)
            .order_by(audits.c.id)
        )
        with self.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]

    def groups(self) -> list[Record]:
        """Return all columns of every group, those in the recycle bin included."""
        table = tables.groups
        query = select(table).where(table.c.tenant_id == self.tenant_id).order_by(table.c.id)
        with self.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]

    def invitations(self) -> list[Record]:
        """Return every invitation that was made here, the oldest first."""
        table = tables.invitations
        query = select(table).where(table.c.tenant_id == self.tenant_id).order_by(table.c.id)
        with self.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]

    def members(self, group_id: str) -> list[str]:
        """Return the ids of all direct members, those in the recycle bin included."""
        own = tables.memberships.c
        query = select(own.member_id).where(
            own.tenant_id == self.tenant_id, own.group_id == group_id
        )
        with self.database.read() as reading:
            return list(reading.connection.execute(query).scalars())

    def position(self) -> int:
        """Return the number of the newest entry in the tenant's change feed."""
        with self.database.read() as reading:
            return feed.position(reading.connection, self.tenant_id)

    def changes(self, after: int = 0) -> list[feed.Change]:
        """Return what the feed tells after the entry *after*."""
        with self.database.read() as reading:
            connection = reading.connection
            until = feed.position(connection, self.tenant_id)
            return feed.since(connection, self.tenant_id, after, until=until, limit=100_000)

    def _person(self, number: int) -> tuple[object, ...]:
        """Return the values of `_COLUMNS` for one of many users."""
        name, address = f"Person {number}", f"person{number}@{self.domain}"
        return (address, address, name, name.lower(), True, "Member", "Sales", "person")


class Neighbour(Company):
    """A tenant with look-alikes of another's users, which no synchronization may touch."""

    def __init__(self, database: Database, name: str, **given: Any) -> None:
        super().__init__(database, name, **given)
        self.remember()

    def imitate(self, company: Company, user_id: str) -> None:
        """Add an external user with the identity, the name and the address of a user."""
        self.add_guest_of(company, user_id)
        self.remember()

    def check_untouched(self) -> None:
        """Assert that the users are what they were, and that nothing else was added."""
        assert self._look_alikes == self.users()
        assert self._position == self.position()

    def remember(self) -> None:
        """Take what is there now as what has to stay."""
        self._look_alikes = self.users()
        self._position = self.position()
