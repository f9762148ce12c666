"""Organizations of a person: listed for them, and left by them.

A person asks as a user of the home tenant.  Other tenants are told by what they let the person
know anyhow: their name, what they published, and what the person is there.
"""

from dataclasses import replace

from tenantry.actor import Actor, ActorKind
from tenantry.collaboration import store
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.homes import check_collaboration, find_home
from tenantry.collaboration.operations.leaving import leave
from tenantry.collaboration.organizations import (
    Obstacle,
    Organization,
    Sponsor,
    find_obstacle_to_leaving,
)
from tenantry.directory import rights
from tenantry.directory.delegation import RESTRICTED_GUEST_ROLE
from tenantry.directory.operations.authorization import guest_role_of
from tenantry.directory.operations.lookups import STORES, not_found, require_user
from tenantry.directory.stores import sponsors, tenants
from tenantry.directory.users import GUEST
from tenantry.directory.values import Record
from tenantry.errors import ConflictError, InvitationRefusedError, NotPermittedError
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_WHY: dict[Obstacle, str] = {
    Obstacle.HOME: "it is the home organization, which nobody leaves",
    Obstacle.NOT_JOINED: "its invitation was never accepted",
    Obstacle.DISABLED_ACCOUNT: "the account there is disabled; ask an administrator there",
    Obstacle.KEPT: "it does not let external users leave; ask an administrator there",
}


def list_organizations(reading: Reading, actor: Actor) -> list[Organization]:
    """Return where the person has a user object: the home tenant, then the others by name.

    Raises `NotPermittedError` for a caller who is no person, or is not at home.
    """
    actor.require(*rights.OWN_PROFILE_READ)
    person = _require_person(reading, actor)
    own = _organization(reading, actor.tenant_id, person, None)
    home = HomeUser(tenant_id=actor.tenant_id, user_id=person["id"])
    others = [
        _organization(reading, tenant_id, user, home)
        for tenant_id, user in _accounts_elsewhere(reading, actor.tenant_id, person)
    ]
    return [own, *sorted(others, key=lambda each: (each.display_name, each.tenant_id))]


def leave_organization(work: UnitOfWork, actor: Actor, tenant_id: str) -> Record:
    """Take the person out of another tenant by their own will; return the user they were there.

    Raises `NotFoundError` for a tenant in which they have no user object, `NotPermittedError`
    where that tenant keeps them, `ConflictError` where there is nothing to leave.
    """
    actor.require(*rights.OWN_PROFILE_WRITE)
    person = _require_person(work, actor)
    accounts = dict(_accounts_elsewhere(work, actor.tenant_id, person))
    user = {**accounts, actor.tenant_id: person}.get(tenant_id.lower())
    if user is None:
        raise not_found(tenant_id)
    tenant = tenants.find(work, tenant_id.lower())
    if tenant is None:
        raise not_found(tenant_id)
    obstacle = find_obstacle_to_leaving(tenant, user)
    if obstacle is not None:
        raise _refusal(tenant, obstacle)
    there = replace(
        actor,
        tenant_id=tenant["id"],
        actor_id=user["id"],
        display_name=user["display_name"],
        user_principal_name=user["user_principal_name"],
    )
    leave(work, there, user["id"])
    return user


def _require_person(reading: Reading, actor: Actor) -> Record:
    """Return the caller's user object; external ones are at home where they signed in from."""
    if actor.kind is not ActorKind.USER:
        message = "organizations are a person's; use a token that a person signed in for"
        raise NotPermittedError(rights.OWN_PROFILE_READ, message)
    person = require_user(reading, actor.tenant_id, actor.actor_id)
    if person["home_tenant_id"] is not None:
        message = "ask with a token of the home tenant; this one is of a tenant that is visited"
        raise NotPermittedError(rights.OWN_PROFILE_READ, message)
    return person


def _accounts_elsewhere(
    reading: Reading, home_tenant_id: str, person: Record
) -> list[tuple[str, Record]]:
    """Return tenant id and user of all other tenants, of each one user.

    An invitation that waits counts by an address whose domain the home tenant has verified, as
    it does when it is redeemed.
    """
    joined = store.list_elsewhere(reading, home_tenant_id, person["id"])
    addresses = [
        address
        for address in filter(None, (person["user_principal_name"], person["mail"]))
        if (home := find_home(reading, address)) is not None and home["id"] == home_tenant_id
    ]
    waiting = store.list_invited_elsewhere(reading, home_tenant_id, addresses)
    return list({**dict(waiting), **dict(joined)}.items())


def _organization(
    reading: Reading, tenant_id: str, user: Record, home: HomeUser | None
) -> Organization:
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        raise not_found(tenant_id)
    profile = tenant["privacy_profile"] or {}
    return Organization(
        tenant_id=tenant_id,
        display_name=tenant["display_name"],
        default_domain=tenants.find_default_domain(reading, tenant_id) or tenant["initial_domain"],
        country_letter_code=tenant["country_letter_code"],
        user_id=user["id"],
        user_principal_name=user["user_principal_name"],
        user_type=user["user_type"],
        state=user["external_user_state"],
        entering=_find_obstacle_to_entering(reading, tenant_id, user, home),
        leaving=find_obstacle_to_leaving(tenant, user),
        contact_email=profile.get("contact_email"),
        statement_url=profile.get("statement_url"),
        sponsors=_sponsors(reading, tenant_id, user),
    )


def _find_obstacle_to_entering(
    reading: Reading, tenant_id: str, user: Record, home: HomeUser | None
) -> Obstacle | None:
    if not user["account_enabled"]:
        return Obstacle.DISABLED_ACCOUNT
    if home is None:
        return None
    try:
        check_collaboration(reading, tenant_id, home.tenant_id, home)
    except InvitationRefusedError as refusal:
        return Obstacle.BLOCKED_AT_HOME if refusal.side == "source" else Obstacle.BLOCKED_THERE
    return None


def _sponsors(reading: Reading, tenant_id: str, user: Record) -> list[Sponsor]:
    """Return who answers for an external user, where the tenant lets its guests see people."""
    is_guest = user["user_type"] == GUEST
    if is_guest and guest_role_of(reading, tenant_id) == RESTRICTED_GUEST_ROLE:
        return []
    sponsor_ids = sponsors.list_of(reading, tenant_id, user["id"])
    found = [
        record
        for kind in ("user", "group")
        for record in STORES[kind].list_by_ids(reading, tenant_id, sponsor_ids).values()
    ]
    return [Sponsor(display_name=each["display_name"], mail=each["mail"]) for each in found]


def _refusal(tenant: Record, obstacle: Obstacle) -> NotPermittedError | ConflictError:
    name, why = tenant["display_name"], _WHY[obstacle]
    message = f"`{name}` cannot be left: {why}"
    if obstacle in (Obstacle.HOME, Obstacle.NOT_JOINED):
        return ConflictError(message)
    contact = (tenant["privacy_profile"] or {}).get("contact_email")
    return NotPermittedError(
        rights.OWN_PROFILE_WRITE, f"{message}, at `{contact}`" if contact else message
    )
