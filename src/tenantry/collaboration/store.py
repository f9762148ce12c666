"""Invitations and domain lists as rows, and the users that an address or an identity leads to."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, delete, insert, select, update

from tenantry.collaboration.domain_lists import DomainList
from tenantry.collaboration.external_users import PENDING, identity_of
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.storage.filters.folding import fold
from tenantry.storage.id_lists import look_up
from tenantry.storage.tables import domain_lists, groups, invitations, tenants, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_invitations, _users, _groups = invitations.c, users.c, groups.c
_IS_EXTERNAL = _users.external_user_state.is_not(None)


def find(reading: Reading, tenant_id: str, invitation_id: str) -> Record | None:
    """Return the invitation with this id."""
    query = select(invitations).where(
        _invitations.tenant_id == tenant_id, _invitations.id == invitation_id
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def find_by_ticket(
    reading: Reading, tenant_id: str, user_id: str, ticket_hash: str
) -> Record | None:
    """Return the invitation of a user whose address has the ticket of this hash."""
    query = select(invitations).where(
        _invitations.tenant_id == tenant_id,
        _invitations.invited_user_id == user_id,
        _invitations.ticket_hash == ticket_hash,
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def add(work: UnitOfWork, tenant_id: str, invitation: Mapping[str, Any]) -> None:
    """Insert an invitation."""
    work.connection.execute(insert(invitations), {"tenant_id": tenant_id, **invitation})


def set_redeemed(work: UnitOfWork, tenant_id: str, user_id: str, redeemed_at: str) -> None:
    """Note that every open invitation of a user is redeemed."""
    statement = (
        update(invitations)
        .where(
            _invitations.tenant_id == tenant_id,
            _invitations.invited_user_id == user_id,
            _invitations.redeemed_at.is_(None),
        )
        .values(redeemed_at=redeemed_at)
    )
    work.connection.execute(statement)


def find_internal_user(reading: Reading, tenant_id: str, address: str) -> Record | None:
    """Return the live user of this tenant with the sign-in name or else the mail *address*."""
    key = fold(address)
    for column in (_users.user_principal_name_key, _users.mail_key):
        found = _first_user(reading, tenant_id, column == key, ~_IS_EXTERNAL)
        if found is not None:
            return found
    return None


def find_external_user(reading: Reading, tenant_id: str, address: str) -> Record | None:
    """Return the live external user with the mail *address*; the oldest, where there are several.

    An accepted one comes before one that is still pending.
    """
    return _first_user(reading, tenant_id, _users.mail_key == fold(address), _IS_EXTERNAL)


def find_by_identity(reading: Reading, tenant_id: str, identity: str) -> Record | None:
    """Return the live external user with this alternative security id."""
    return _first_user(reading, tenant_id, _users.alternative_security_id == identity)


def list_ids_by_identity(
    reading: Reading, tenant_id: str, identities: Collection[str]
) -> dict[str, str]:
    """Return alternative security id → id of the live external user who has it."""
    query = select(_users.alternative_security_id, _users.id).where(
        _users.tenant_id == tenant_id, _users.deleted_at.is_(None)
    )
    wanted = look_up(reading.connection, query, _users.alternative_security_id, identities)
    return dict(reading.connection.execute(wanted).all())


def list_elsewhere(
    reading: Reading, home_tenant_id: str, home_user_id: str
) -> list[tuple[str, Record]]:
    """Return tenant id and live external user of wherever a user of the home tenant is one."""
    is_the_person = (
        _users.alternative_security_id == identity_of(home_user_id),
        _users.home_tenant_id == home_tenant_id,
    )
    return _users_of_all_tenants(reading, *is_the_person)


def list_invited_elsewhere(
    reading: Reading, home_tenant_id: str, addresses: Collection[str]
) -> list[tuple[str, Record]]:
    """Return tenant id and user of the invitations to *addresses* that wait in other tenants."""
    waits = (
        _users.mail_key.in_([fold(address) for address in addresses]),
        _users.external_user_state == PENDING,
        _users.tenant_id != home_tenant_id,
    )
    return _users_of_all_tenants(reading, *waits)


def _users_of_all_tenants(
    reading: Reading, *conditions: ColumnElement[bool]
) -> list[tuple[str, Record]]:
    """Return the live users that meet *conditions*, which an index that begins by tenant serves.

    The join lets the database look into that index once for each tenant.
    """
    query = (
        select(_users.tenant_id, _users.id)
        .join(tenants, (tenants.c.id == _users.tenant_id) & tenants.c.deleted_at.is_(None))
        .where(_users.deleted_at.is_(None), *conditions)
        .order_by(_users.tenant_id, _users.id)
    )
    found = []
    for tenant_id, user_id in reading.connection.execute(query):
        user = USERS.find(reading, tenant_id, user_id)
        if user is not None:
            found.append((tenant_id, user))
    return found


def is_group_address(reading: Reading, tenant_id: str, address: str) -> bool:
    """Return whether a live group has the mail *address*."""
    query = select(_groups.id).where(
        _groups.tenant_id == tenant_id,
        _groups.mail_key == fold(address),
        _groups.deleted_at.is_(None),
    )
    return reading.connection.execute(query).first() is not None


def _first_user(
    reading: Reading, tenant_id: str, *conditions: ColumnElement[bool]
) -> Record | None:
    query = (
        select(_users.id)
        .where(_users.tenant_id == tenant_id, _users.deleted_at.is_(None), *conditions)
        .order_by(_users.external_user_state, _users.id)
        .limit(1)
    )
    user_id = reading.connection.execute(query).scalar()
    return None if user_id is None else USERS.find(reading, tenant_id, user_id)


def find_domain_list(reading: Reading, tenant_id: str) -> DomainList | None:
    """Return the tenant's list of domains."""
    query = select(domain_lists).where(domain_lists.c.tenant_id == tenant_id)
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return DomainList(
        id=row.id,
        display_name=row.display_name,
        is_allow_list=row.is_allow_list,
        domains=tuple(msgspec.json.decode(row.domains)),
    )


def save_domain_list(work: UnitOfWork, tenant_id: str, held: DomainList | None) -> None:
    """Write the tenant's list of domains, or take it away for None."""
    work.connection.execute(delete(domain_lists).where(domain_lists.c.tenant_id == tenant_id))
    if held is None:
        return
    values = {
        "tenant_id": tenant_id,
        "id": held.id,
        "display_name": held.display_name,
        "is_allow_list": held.is_allow_list,
        "domains": msgspec.json.encode(held.domains).decode(),
    }
    work.connection.execute(insert(domain_lists), values)
