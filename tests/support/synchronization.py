"""A synchronization between two companies, driven without HTTP and without a worker."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from tenantry.access.operations import partners, synchronizations
from tenantry.access.policy import (
    AutomaticConsent,
    GroupSyncInbound,
    IdentitySynchronization,
    UserSyncInbound,
)
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError
from tenantry.storage import tables
from tenantry.storage.lab_clock import set_offset
from tenantry.sync.engine.connections import Connections
from tenantry.sync.engine.cycles import Cycle, Outcome
from tenantry.sync.engine.on_demand import OnDemandRun
from tenantry.sync.jobs import APPLICATION_TEMPLATE_ID, Job, RunMode
from tenantry.sync.operations import connections, jobs, reports, schemas
from tenantry.sync.operations.on_demand import provision_on_demand
from tenantry.sync.provisioning_log import ENTITY_TYPE_NOT_SUPPORTED
from tenantry.sync.schema import JobSchema, ObjectMapping
from tests.support.companies import Company, Neighbour


class Synchronization:
    """A started job from *source* into *target*, with the settings of both that it needs.

    A *neighbour* gets a look-alike of every user that is added here.
    """

    def __init__(
        self,
        source: Company,
        target: Company,
        *,
        sync_all: bool = False,
        neighbour: Neighbour | None = None,
    ) -> None:
        self.database = source.database
        self.source = source
        self.target = target
        self.neighbour = neighbour
        allow_synchronization(source, target)
        actor = source.actor
        with self.database.write() as work:
            name = f"to {target.domain}"
            _, configuration = instantiate_template(work, actor, APPLICATION_TEMPLATE_ID, name)
            self.configuration: Record = configuration
            settings = {"CompanyId": target.tenant_id, "SyncAll": str(sync_all).lower()}
            connections.save_connection(work, actor, configuration["id"], settings)
            self.job_id = jobs.create_job(work, actor, configuration["id"]).id
        self.connections = Connections()
        self.start()

    def add_user(self, name: str, **given: Any) -> str:
        """Add a user to the source, assign it, and return its id."""
        user_id = self.source.add_user(name, **given)
        if self.neighbour is not None:
            self.neighbour.imitate(self.source, user_id)
        self.assign(user_id)
        return user_id

    def assign(self, principal_id: str) -> None:
        self.source.assign(self.configuration, principal_id)

    def unassign(self, principal_id: str) -> None:
        self.source.unassign(self.configuration, principal_id)

    def start(self) -> None:
        self.command(jobs.start_job)

    def pause(self) -> None:
        self.command(jobs.pause_job)

    def restart(self, scope: jobs.ResetScope = jobs.DEFAULT_RESET) -> None:
        self.command(jobs.restart_job, scope)

    def run_continuously(self) -> None:
        self.set_options(RunMode=RunMode.CONTINUOUS.value)

    def set_options(self, **settings: str) -> None:
        """Change job settings, `HealReferences="True"` for instance."""
        self.command(jobs.change_settings, settings)

    def change_scope(self, *, sync_all: bool) -> None:
        with self.database.write() as work:
            settings = {"SyncAll": str(sync_all).lower()}
            actor = self.source.actor
            connections.save_connection(work, actor, self.configuration["id"], settings)

    def schema(self) -> ObjectMapping:
        """Return the mapping of users as it is."""
        return self._schema().users

    def rule_id(self) -> str:
        """Return what on-demand requests name."""
        return self._schema().rule_id

    def replace_schema(self, users: ObjectMapping) -> None:
        self.command(schemas.replace_schema, users)

    def map_groups(self, **changes: Any) -> None:
        """Turn the mapping of groups on, or change it."""
        schema = self._schema()
        groups = replace(schema.groups, **{"enabled": True, **changes})
        with self.database.write() as work:
            schemas.replace_schema(
                work,
                self.source.actor,
                self.configuration["id"],
                self.job_id,
                schema.users,
                groups=groups,
            )

    def allow_groups(self, *, is_allowed: bool = True) -> None:
        """Let the target say whether groups of the source may come in."""
        allowed = GroupSyncInbound(is_sync_allowed=is_allowed)
        with self.database.write() as work:
            synchronizations.update_synchronization(
                work, self.target.actor, self.source.tenant_id, {"group_sync_inbound": allowed}
            )

    def run_cycle(self) -> Outcome:
        """Run a cycle now, whether it is due or not."""
        return Cycle(
            self.database, self.source.tenant_id, self.job_id, connections=self.connections
        ).run()

    def after_the_first_chunk(self, act: Callable[[], None]) -> None:
        """Call *act* once, after the next transaction that changes users of the target."""
        waiting = [act]

        def on_commit(positions: Mapping[str, int]) -> None:
            if self.target.tenant_id in positions and waiting:
                waiting.pop()()

        self.database.after_commit(on_commit)

    def provision(self, user_id: str) -> OnDemandRun:
        """Provision one user on demand."""
        rule_id = self.rule_id()
        with self.database.write() as work:
            return provision_on_demand(
                work,
                self.source.actor,
                self.configuration["id"],
                self.job_id,
                rule_id=rule_id,
                object_id=user_id,
                object_type="User",
            )

    def job(self) -> Job:
        with self.database.read() as reading:
            return reports.report_job(
                reading, self.source.actor, self.configuration["id"], self.job_id
            ).job

    def twins(self, user_id: str) -> list[Record]:
        """Return every user of the target that a source user ever became, oldest first."""
        return [row for row in self.target.users() if row["home_user_id"] == user_id]

    def twin(self, user_id: str) -> Record:
        """Return the one user of the target that a source user became."""
        [row] = self.twins(user_id)
        return row

    def group_twin(self, group_id: str) -> Record:
        """Return the one group of the target that a source group became."""
        [row] = [row for row in self.target.groups() if row["home_group_id"] == group_id]
        return row

    def members_of_twin(self, group_id: str) -> list[str]:
        """Return the home ids of the members of a group's twin, those in the recycle bin too."""
        home = {row["id"]: row["home_user_id"] for row in self.target.users()}
        members = self.target.members(self.group_twin(group_id)["id"])
        return sorted(home[member_id] or member_id for member_id in members)

    def events(self, user_id: str | None = None) -> list[Record]:
        """Return the job's entries in the provisioning log, of one user or all, oldest first."""
        found = self._rows(tables.provisioning_events)
        of_users = [row for row in found if row["error_code"] != ENTITY_TYPE_NOT_SUPPORTED]
        of_user = [row for row in of_users if user_id in (None, row["source_id"])]
        return sorted(of_user, key=lambda row: str(row["id"]))

    def skipped_groups(self) -> list[str]:
        """Return the ids of the groups that the log tells of, oldest entry first."""
        found = self._rows(tables.provisioning_events)
        of_groups = [row for row in found if row["error_code"] == ENTITY_TYPE_NOT_SUPPORTED]
        return [row["source_id"] for row in sorted(of_groups, key=lambda row: str(row["id"]))]

    def links(self) -> dict[str, tuple[str, str]]:
        """Return source id → target id and state of every link."""
        found = self._rows(tables.sync_links)
        return {row["source_id"]: (row["target_id"], row["state"]) for row in found}

    def escrows(self) -> dict[str, str]:
        """Return source id → error code of every user in escrow."""
        return {row["source_id"]: row["error_code"] for row in self._rows(tables.sync_escrows)}

    def staged(self) -> list[Record]:
        """Return the removals that wait, in the order of their source ids."""
        found = self._rows(tables.sync_staged_deletes)
        return sorted(found, key=lambda row: str(row["source_id"]))

    def pending_references(self) -> dict[str, str]:
        """Return source id → manager's source id of every reference that waits."""
        found = self._rows(tables.sync_pending_references)
        return {row["source_id"]: row["referenced_source_id"] for row in found}

    def move_clock(self, days: float) -> None:
        """Move the lab's clock to *days* from now, and purge what is due by then."""
        with self.database.write() as work:
            set_offset(work.connection, work.clock_offset + days * 24 * 3600)
        for company in (self.source, self.target):
            company.purge_expired()

    def command(self, operation: Callable[..., object], *given: object) -> None:
        """Carry out an operation of the job as an administrator of the source."""
        with self.database.write() as work:
            operation(work, self.source.actor, self.configuration["id"], self.job_id, *given)

    def _schema(self) -> JobSchema:
        with self.database.read() as reading:
            return schemas.read_schema(
                reading, self.source.actor, self.configuration["id"], self.job_id
            )[1]

    def _rows(self, table: Any) -> list[Record]:
        query = select(table).where(
            table.c.tenant_id == self.source.tenant_id, table.c.job_id == self.job_id
        )
        with self.database.read() as reading:
            return [row._asdict() for row in reading.connection.execute(query)]


def allow_synchronization(source: Company, target: Company) -> None:
    """Set what both tenants must say before users of *source* come into *target*."""
    consents = {
        source: (target, AutomaticConsent(outbound_allowed=True)),
        target: (source, AutomaticConsent(inbound_allowed=True)),
    }
    with source.database.write() as work:
        for company, (partner, consent) in consents.items():
            with suppress(AlreadyExistsError):
                partners.add_partner(work, company.actor, partner.tenant_id, {})
            settings = {"automatic_user_consent_settings": consent}
            partners.update_partner(work, company.actor, partner.tenant_id, settings)
        inbound = UserSyncInbound(is_sync_allowed=True)
        allowed = IdentitySynchronization(
            partner_tenant_id=source.tenant_id, user_sync_inbound=inbound
        )
        synchronizations.add_synchronization(work, target.actor, allowed)


def withdraw(source: Company, target: Company) -> None:
    """Take back that users of *source* may be synchronized into *target*."""
    _set_inbound(source, target, is_allowed=False)


def allow_again(source: Company, target: Company) -> None:
    """Let users of *source* be synchronized into *target* after `withdraw`."""
    _set_inbound(source, target, is_allowed=True)


def _set_inbound(source: Company, target: Company, *, is_allowed: bool) -> None:
    settings = {"user_sync_inbound": UserSyncInbound(is_sync_allowed=is_allowed)}
    with target.database.write() as work:
        synchronizations.update_synchronization(work, target.actor, source.tenant_id, settings)
