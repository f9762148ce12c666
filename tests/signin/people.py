"""A tenant whose people sign in, beside a neighbour that looks alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tenantry.actor import Actor
from tenantry.directory.operations.password_hashing import HashCost, PasswordHashing
from tenantry.directory.operations.users import get_user, update_user
from tenantry.directory.values import Record
from tenantry.signin.authentication.accounts import PasswordOutcome
from tenantry.signin.authentication.operations.passwords import (
    change_own_password,
    check_user_password,
)
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.lab_clock import set_offset
from tenantry.storage.tables import directory_audits
from tests.support.directory import add_neighbour, add_tenant, add_user

PASSWORD = "Correct-horse-1"
_CHEAP = HashCost(memory_kib=8, iterations=1, parallelism=1)


class CountingHashing(PasswordHashing):
    """Real hashing that counts how often a password was checked against something."""

    def __init__(self, cost: HashCost = _CHEAP) -> None:
        super().__init__(cost)
        self.checks = 0
        self.meanwhile: Callable[[], None] | None = None
        """What others do while the next password is checked."""

    def is_password(self, password: str, password_hash: str | None) -> bool:
        self.checks += 1
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return super().is_password(password, password_hash)


@dataclass(slots=True)
class People:
    """What tests do with the people of `northwind`; ``mira`` has `PASSWORD`."""

    database: Database
    secret_box: SecretBox
    hashing: CountingHashing
    actor: Actor
    neighbour: Actor
    mira: Record

    @property
    def tenant_id(self) -> str:
        return self.actor.tenant_id

    def attempt(
        self, password: str = PASSWORD, *, who: str = "", tenant_id: str = ""
    ) -> PasswordOutcome:
        """Try *password* for the user, or the name that nobody has, *who*."""
        return check_user_password(
            self.database,
            tenant_id or self.tenant_id,
            who or self.mira["id"],
            password,
            hashing=self.hashing,
            secret_box=self.secret_box,
        )

    def fail(self, times: int, *, who: str = "", tenant_id: str = "") -> None:
        """Try *times* passwords that are wrong, each another."""
        for number in range(times):
            self.attempt(f"wrong {number} {self.hashing.checks}", who=who, tenant_id=tenant_id)

    def change_password(self, old: str, new: str, *, has_mfa: bool = False) -> PasswordOutcome:
        return change_own_password(
            self.database,
            self.tenant_id,
            self.mira["id"],
            old=old,
            new=new,
            has_mfa=has_mfa,
            hashing=self.hashing,
            secret_box=self.secret_box,
            ip_address="192.0.2.7",
        )

    def update(self, **values: Any) -> None:
        """Change Mira as the operator."""
        with self.database.write() as work:
            update_user(work, self.actor, self.mira["id"], values)

    def read(self, user_id: str = "") -> Record:
        """Return Mira, or somebody else, as the directory has them."""
        with self.database.read() as reading:
            return get_user(reading, self.actor, user_id or self.mira["id"])

    def move_clock(self, seconds: float) -> None:
        """Set the lab's clock this far ahead of the real time."""
        with self.database.write() as work:
            set_offset(work.connection, timedelta(seconds=seconds).total_seconds())

    def audits(self) -> list[Record]:
        """Return the audit of the tenant, the oldest first."""
        query = select(directory_audits).where(directory_audits.c.tenant_id == self.tenant_id)
        with self.database.read() as reading:
            rows = reading.connection.execute(query.order_by(directory_audits.c.id)).mappings()
            return [dict(row) for row in rows]


def add_people(database: Database, secret_box: SecretBox, **tenant: Any) -> People:
    """Add the two tenants to a migrated database."""
    hashing = CountingHashing()
    with database.write() as work:
        neighbour = add_neighbour(work)
        actor = add_tenant(work, "northwind", **tenant)
        mira = add_user(work, actor, "mira", password_hash=hashing.hash(PASSWORD))
    return People(database, secret_box, hashing, actor, neighbour, mira)
