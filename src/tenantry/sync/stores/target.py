"""Reading and writing the target tenant's external users, many at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import is_among
from tenantry.storage.tables import groups, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_users = users.c


def read_users(
    reading: Reading, tenant_id: str, user_ids: Sequence[str], columns: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Return id → (deleted_at, *columns*) of the users that exist, the recycle bin included."""
    if not user_ids:
        return {}
    query = select(_users.id, _users.deleted_at, *(_users[name] for name in columns)).where(
        _users.tenant_id == tenant_id, is_among(reading.connection, _users.id, user_ids)
    )
    return {row[0]: tuple(row[1:]) for row in reading.connection.execute(query).all()}


def find_by_alternative_security_id(
    reading: Reading, tenant_id: str, identities: Sequence[str]
) -> dict[str, list[str]]:
    """Return alternative security id → ids of the live external users that carry it."""
    if not identities:
        return {}
    query = select(_users.alternative_security_id, _users.id).where(
        _users.tenant_id == tenant_id,
        is_among(reading.connection, _users.alternative_security_id, identities),
        _users.deleted_at.is_(None),
    )
    found: dict[str, list[str]] = {}
    for identity, user_id in reading.connection.execute(query).all():
        found.setdefault(identity, []).append(user_id)
    return found


def find_names_in_use(reading: Reading, tenant_id: str, name_keys: Sequence[str]) -> dict[str, str]:
    """Return folded user principal name → id of the live user that holds it."""
    if not name_keys:
        return {}
    query = select(_users.user_principal_name_key, _users.id).where(
        _users.tenant_id == tenant_id,
        is_among(reading.connection, _users.user_principal_name_key, name_keys),
        _users.deleted_at.is_(None),
    )
    return {row[0]: row[1] for row in reading.connection.execute(query).all()}


def find_internal_mails_in_use(
    reading: Reading, tenant_id: str, mail_keys: Sequence[str]
) -> tuple[set[str], set[str]]:
    """Return the folded addresses that internal users hold, and those that groups hold."""
    if not mail_keys:
        return set(), set()
    of_users = select(_users.mail_key).where(
        _users.tenant_id == tenant_id,
        is_among(reading.connection, _users.mail_key, mail_keys),
        _users.alternative_security_id.is_(None),
        _users.deleted_at.is_(None),
    )
    of_groups = select(groups.c.mail_key).where(
        groups.c.tenant_id == tenant_id,
        is_among(reading.connection, groups.c.mail_key, mail_keys),
        groups.c.deleted_at.is_(None),
    )
    connection = reading.connection
    return set(connection.execute(of_users).scalars()), set(connection.execute(of_groups).scalars())


def add_users(work: UnitOfWork, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert whole rows of `users`; *columns* start with the tenant id."""
    insert_rows(work.connection, "users", columns, rows)


def release_names(work: UnitOfWork, tenant_id: str, user_ids: Sequence[str]) -> None:
    """Free the names of users that get other ones in the same transaction."""
    if not user_ids:
        return
    statement = (
        update(users)
        .where(_users.tenant_id == tenant_id, is_among(work.connection, _users.id, user_ids))
        .values(user_principal_name_key=_users.id)
    )
    work.connection.execute(statement)


def update_users(
    work: UnitOfWork, tenant_id: str, changes: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Write only the changed columns of each user, users with the same columns together."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for user_id, values in changes:
        written = {f"to_{name}": value for name, value in values.items()}
        by_columns.setdefault(tuple(values), []).append({"of_user": user_id, **written})
    for names, parameters in by_columns.items():
        statement = (
            update(users)
            .where(_users.tenant_id == tenant_id, _users.id == bindparam("of_user"))
            .values({name: bindparam(f"to_{name}") for name in names})
        )
        work.connection.execute(statement, parameters)
