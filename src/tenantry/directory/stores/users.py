"""What only users have: sign-in names and managers."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, select, update

from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import USER_OF_ANOTHER_TENANT
from tenantry.directory.values import Record
from tenantry.identifiers import net_id
from tenantry.storage.bulk import insert_rows
from tenantry.storage.filters.folding import fold
from tenantry.storage.id_lists import look_up
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.tables import (
    authentication_challenges,
    authentication_methods,
    invitations,
    mail_passcodes,
    outside_identities,
    secondary_addresses,
    sign_in_failures,
    users,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_users = users.c
_LONGEST_CHAIN = 1000  # levels; `$levels` goes no further (contract §6.1)


def find_by_principal_name(
    reading: Reading, tenant_id: str, user_principal_name: str
) -> Record | None:
    """Return the live user with this sign-in name, in any casing."""
    return USERS.find_by(reading, tenant_id, user_principal_name_key=fold(user_principal_name))


def find_external(
    reading: Reading, tenant_id: str, home_tenant_id: str, home_user_id: str
) -> Record | None:
    """Return the live external user that a user of another tenant is here.

    Looked up by the identity, which is indexed, and told apart by the home.
    """
    return USERS.find_by(
        reading,
        tenant_id,
        alternative_security_id=f"{USER_OF_ANOTHER_TENANT}:{net_id(home_user_id)}",
        home_tenant_id=home_tenant_id,
        home_user_id=home_user_id,
    )


def replace_secondary_addresses(
    work: UnitOfWork, tenant_id: str, user_id: str, addresses: Collection[str]
) -> None:
    """Keep under which *addresses* the user can be found beside the mail."""
    own = secondary_addresses.c
    of_user = and_(own.tenant_id == tenant_id, own.user_id == user_id)
    work.connection.execute(delete(secondary_addresses).where(of_user))
    columns = ("tenant_id", "address_key", "user_id")
    rows = [(tenant_id, address_key, user_id) for address_key in set(map(fold, addresses))]
    insert_rows(work.connection, secondary_addresses.name, columns, rows)


def is_domain_used(reading: Reading, tenant_id: str, domain: str) -> bool:
    """Return whether a live user's sign-in name is in *domain*.

    It reads the tenant's sign-in names; removing a domain is rare.
    """
    ending = f"@{domain}"
    query = select(
        exists().where(
            _users.tenant_id == tenant_id,
            _users.deleted_at.is_(None),
            func.substr(_users.user_principal_name_key, -len(ending)) == literal(ending)
            if reading.dialect == "sqlite"
            else func.right(_users.user_principal_name_key, len(ending)) == literal(ending),
        )
    )
    return bool(reading.connection.execute(query).scalar())


def list_manager_ids(reading: Reading, tenant_id: str, user_ids: Collection[str]) -> dict[str, str]:
    """Return user id → id of the manager, for the live users among *user_ids* with a live one."""
    managers = users.alias("managers")
    is_live_manager = and_(
        managers.c.tenant_id == tenant_id,
        managers.c.id == _users.manager_id,
        managers.c.deleted_at.is_(None),
    )
    query = (
        select(_users.id, _users.manager_id)
        .join(managers, is_live_manager)
        .where(_users.tenant_id == tenant_id, _users.deleted_at.is_(None))
    )
    wanted = look_up(reading.connection, query, _users.id, user_ids)
    return dict(reading.connection.execute(wanted).all())


def list_managers_above(reading: Reading, tenant_id: str, user_id: str) -> list[str]:
    """Return the ids of the manager, the manager's manager and so on, the nearest first."""
    first = (
        select(_users.manager_id.label("id"), literal(1).label("distance"))
        .where(_users.tenant_id == tenant_id, _users.id == user_id, _users.manager_id.is_not(None))
        .cte("above", recursive=True)
    )
    above = first.union(
        select(_users.manager_id, first.c.distance + 1)
        .join(first, first.c.id == _users.id)
        .where(
            _users.tenant_id == tenant_id,
            _users.manager_id.is_not(None),
            first.c.distance < _LONGEST_CHAIN,
        )
    )
    query = select(above.c.id).order_by(above.c.distance)
    return list(reading.connection.execute(query).scalars())


def list_reports(reading: Reading, tenant_id: str, manager_id: str, query: PageQuery) -> Page:
    """Return a page of the live users whose manager is *manager_id*."""
    return USERS.list_page(reading, tenant_id, query, _reports_to(tenant_id, manager_id))


def count_reports(reading: Reading, tenant_id: str, manager_id: str, query: PageQuery) -> int:
    """Return how many live users whose manager is *manager_id* meet the condition of *query*."""
    return USERS.count(reading, tenant_id, query, _reports_to(tenant_id, manager_id))


def list_report_ids(reading: Reading, tenant_id: str, manager_id: str) -> Sequence[str]:
    """Return the ids of everybody whose manager is *manager_id*, deleted users included."""
    query = select(_users.id).where(_users.tenant_id == tenant_id, _users.manager_id == manager_id)
    return reading.connection.execute(query).scalars().all()


def clear_manager(work: UnitOfWork, tenant_id: str, manager_id: str) -> None:
    """Leave everybody whose manager is *manager_id* without one."""
    work.connection.execute(
        update(users)
        .where(_users.tenant_id == tenant_id, _users.manager_id == manager_id)
        .values(manager_id=None)
    )


def remove_invitations(work: UnitOfWork, tenant_id: str, user_id: str) -> None:
    """Forget how a user was invited, and as whom they redeemed."""
    for table, owner in (
        (invitations, invitations.c.invited_user_id),
        (outside_identities, outside_identities.c.user_id),
    ):
        work.connection.execute(
            delete(table).where(table.c.tenant_id == tenant_id, owner == user_id)
        )


def remove_credentials(work: UnitOfWork, tenant_id: str, user_id: str) -> None:
    """Forget how a user proved who they are, and what failed."""
    for table, owner in (
        (authentication_challenges, authentication_challenges.c.user_id),
        (authentication_methods, authentication_methods.c.user_id),
        (mail_passcodes, mail_passcodes.c.user_id),
        (sign_in_failures, sign_in_failures.c.subject),
    ):
        work.connection.execute(
            delete(table).where(table.c.tenant_id == tenant_id, owner == user_id)
        )


def _reports_to(tenant_id: str, manager_id: str) -> ColumnElement[bool]:
    """Return the condition of a report, such that SQLite takes the index of managers."""
    reports = users.alias("reports")
    query = select(reports.c.id).where(
        reports.c.tenant_id == tenant_id, reports.c.manager_id == manager_id
    )
    return _users.id.in_(query)
