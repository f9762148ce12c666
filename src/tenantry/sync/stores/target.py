"""Reading and writing the target tenant's external users, many at a time."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Update, and_, bindparam, select, update

from tenantry.collaboration.external_users import ACCEPTED, CREATION_TYPE, PENDING
from tenantry.storage.bulk import insert_rows
from tenantry.storage.id_lists import key_list, look_up, looking_up
from tenantry.storage.tables import contacts, groups, secondary_addresses, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.matching import Holder, HolderKind

_users = users.c
_secondary = secondary_addresses.c
_OFTEN_SHARED = ("account_enabled", "user_type", "extensions")
_contacts, _groups = contacts.c, groups.c


def read_users(
    reading: Reading, tenant_id: str, user_ids: Sequence[str], columns: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Return id → (deleted_at, *columns*) of the users that exist, the recycle bin included."""
    if not user_ids:
        return {}
    statement = _reading(reading.dialect, tuple(columns))
    parameters = {"of_tenant": tenant_id, "keys": key_list(user_ids)}
    found = reading.connection.execute(statement, parameters)
    return {row[0]: tuple(row[1:]) for row in found.all()}


@lru_cache(maxsize=64)
def _reading(dialect: str, columns: tuple[str, ...]) -> Select[Any]:
    query = select(_users.id, _users.deleted_at, *(_users[name] for name in columns)).where(
        _users.tenant_id == bindparam("of_tenant")
    )
    return looking_up(dialect, query, _users.id)


def find_by_alternative_security_id(
    reading: Reading, tenant_id: str, identities: Sequence[str]
) -> dict[str, list[str]]:
    """Return alternative security id → ids of the live external users that carry it."""
    if not identities:
        return {}
    connection = reading.connection
    # Asking for live users would offer PostgreSQL the index on their names, which it takes for
    # nearly empty while the table grows.
    columns = (_users.alternative_security_id, _users.id, _users.deleted_at)
    query = select(*columns).where(_users.tenant_id == tenant_id)
    rows = connection.execute(
        look_up(connection, query, _users.alternative_security_id, identities)
    )
    found: dict[str, list[str]] = {}
    for identity, user_id, deleted_at in rows.all():
        if deleted_at is None:
            found.setdefault(identity, []).append(user_id)
    return found


def find_names_in_use(reading: Reading, tenant_id: str, name_keys: Sequence[str]) -> dict[str, str]:
    """Return folded user principal name → id of the live user that holds it."""
    if not name_keys:
        return {}
    connection = reading.connection
    query = select(_users.user_principal_name_key, _users.id).where(
        _users.tenant_id == tenant_id, _users.deleted_at.is_(None)
    )
    found = connection.execute(
        look_up(connection, query, _users.user_principal_name_key, name_keys)
    )
    return {row[0]: row[1] for row in found.all()}


def find_address_holders(
    reading: Reading, tenant_id: str, mail_keys: Sequence[str]
) -> dict[str, Holder]:
    """Return folded address → who has it: an internal user before a guest, these before a group."""
    if not mail_keys:
        return {}
    connection = reading.connection
    users_with = select(
        _users.mail_key, _users.id, _users.external_user_state, _users.deleted_at
    ).where(_users.tenant_id == tenant_id)
    groups_with = select(_groups.mail_key, _groups.id, _groups.deleted_at).where(
        _groups.tenant_id == tenant_id
    )
    of_users = connection.execute(look_up(connection, users_with, _users.mail_key, mail_keys))
    of_groups = connection.execute(look_up(connection, groups_with, _groups.mail_key, mail_keys))
    contacts_with = select(_contacts.mail_key, _contacts.id).where(_contacts.tenant_id == tenant_id)
    of_contacts = connection.execute(
        look_up(connection, contacts_with, _contacts.mail_key, mail_keys)
    )
    found = [(row[0], _KINDS[row[2]], row[1]) for row in of_users if row[3] is None]
    found += [
        (address_key, HolderKind.INTERNAL_USER, user_id)
        for address_key, user_id in _list_secondary_holders(reading, tenant_id, mail_keys)
    ]
    found += [(row[0], HolderKind.GROUP, row[1]) for row in of_groups if row[2] is None]
    found += [(row[0], HolderKind.CONTACT, row[1]) for row in of_contacts]
    # The last one stays: of the kinds the one that weighs most, of each kind the oldest.
    found.sort(key=lambda each: (_MOST_FIRST.index(each[1]), each[2]), reverse=True)
    return {key: Holder(kind, object_id) for key, kind, object_id in found}


def _list_secondary_holders(
    reading: Reading, tenant_id: str, address_keys: Sequence[str]
) -> list[tuple[str, str]]:
    """Return (folded address, user id) of the internal users that have it beside their mail."""
    query = select(_secondary.address_key, _secondary.user_id).where(
        _secondary.tenant_id == tenant_id
    )
    connection = reading.connection
    rows = connection.execute(look_up(connection, query, _secondary.address_key, address_keys))
    holders = {(row[0], row[1]) for row in rows}
    if not holders:
        return []
    kinds = select(_users.id).where(
        _users.tenant_id == tenant_id,
        _users.external_user_state.is_(None),
        _users.deleted_at.is_(None),
    )
    ids = {user_id for _, user_id in holders}
    internal = set(connection.execute(look_up(connection, kinds, _users.id, ids)).scalars())
    return [holder for holder in holders if holder[1] in internal]


_KINDS = {
    None: HolderKind.INTERNAL_USER,
    PENDING: HolderKind.PENDING_GUEST,
    ACCEPTED: HolderKind.EXTERNAL_USER,
}
_MOST_FIRST = (
    HolderKind.INTERNAL_USER,
    HolderKind.PENDING_GUEST,
    HolderKind.EXTERNAL_USER,
    HolderKind.GROUP,
    HolderKind.CONTACT,
)


def add_users(
    work: UnitOfWork,
    tenant_id: str,
    home_tenant_id: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Insert external users whose home is another tenant; *rows* have what differs among them."""
    shared = {
        "tenant_id": tenant_id,
        "home_tenant_id": home_tenant_id,
        "creation_type": CREATION_TYPE,
        "external_user_state": ACCEPTED,
        "external_user_state_changed_at": work.instant,
        "created_at": work.instant,
    }
    insert_rows(
        work.connection, users.name, columns, rows, shared=shared, often_shared=_OFTEN_SHARED
    )


def release_names(work: UnitOfWork, tenant_id: str, user_ids: Sequence[str]) -> None:
    """Free the names of users that get other ones in the same transaction."""
    if not user_ids:
        return
    statement = (
        update(users)
        .where(_users.tenant_id == tenant_id, _users.id == bindparam("of_user"))
        .values(user_principal_name_key=_users.id)
    )
    work.connection.execute(statement, [{"of_user": user_id} for user_id in user_ids])


def update_users(
    work: UnitOfWork, tenant_id: str, changes: Sequence[tuple[str, Mapping[str, Any]]]
) -> None:
    """Write only the changed columns of each user, users with the same columns together."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for user_id, values in changes:
        key = {"of_tenant": tenant_id, "of_user": user_id}
        written = {f"to_{name}": value for name, value in values.items()}
        by_columns.setdefault(tuple(values), []).append(key | written)
    for names, parameters in by_columns.items():
        work.connection.execute(_updating(names), parameters)


@lru_cache(maxsize=256)
def _updating(names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    is_user = and_(_users.tenant_id == bindparam("of_tenant"), _users.id == bindparam("of_user"))
    return update(users).where(is_user).values(values)
