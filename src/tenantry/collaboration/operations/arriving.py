"""Arriving: a person of another tenant asked to come, and gets the guest that this takes.

Whether they may is said by the same settings of both tenants, and the same list of domains, as
for an invitation; the setting for synchronization has no say (CTS-028).
"""

from collections.abc import Collection

from tenantry.actor import Actor
from tenantry.collaboration import store
from tenantry.collaboration.external_users import HomeUser, identity_of
from tenantry.collaboration.inviting import InvitationRequest, is_invitable
from tenantry.collaboration.operations.domain_lists import check_domain
from tenantry.collaboration.operations.homes import check_collaboration, find_home, find_home_user
from tenantry.collaboration.operations.inviting import invite
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.errors import InvitationRefusedError
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def find_guest(reading: Reading, tenant_id: str, home: HomeUser) -> Record | None:
    """Return the user of *tenant_id* that the person is there."""
    return store.find_by_identity(reading, tenant_id, identity_of(home.user_id))


def list_guest_ids(
    reading: Reading, tenant_id: str, homes: Collection[HomeUser]
) -> dict[HomeUser, str]:
    """Return person → id of the user of *tenant_id* that the person is there, if they are one."""
    identities = {home: identity_of(home.user_id) for home in homes}
    found = store.list_ids_by_identity(reading, tenant_id, identities.values())
    return {home: found[identity] for home, identity in identities.items() if identity in found}


def find_person(reading: Reading, home: HomeUser) -> Record | None:
    """Return the person as the home tenant has them."""
    return USERS.find(reading, home.tenant_id, home.user_id)


def check_arrival(reading: Reading, actor: Actor, home: HomeUser) -> None:
    """Raise `InvitationRefusedError` where the person could not be made a guest now."""
    address = _address_of(reading, home)
    check_domain(reading, actor.tenant_id, address)
    check_collaboration(reading, actor.tenant_id, home.tenant_id, home)


def arrive(work: UnitOfWork, actor: Actor, home: HomeUser, *, origin: str) -> Record:
    """Return the guest that the person is in the actor's tenant, made where there is none.

    It is pending until the person signs in and consents, unless both tenants skip that.
    *origin* is that of the sign-in pages.  Raises what `invite` raises.
    """
    existing = find_guest(work, actor.tenant_id, home)
    if existing is not None:
        return existing
    user = find_person(work, home)
    request = InvitationRequest(
        email_address=_address_of(work, home),
        redirect_url=f"{origin}/{actor.tenant_id}/security-info",
        display_name=None if user is None else user["display_name"],
    )
    return invite(work, actor, request, origin=origin).user


def _address_of(reading: Reading, home: HomeUser) -> str:
    """Return an address that means this person and nobody else.

    The mail is whatever an administrator wrote, so it counts only where it leads back to the
    person at home; the sign-in name is of a verified domain.
    """
    user = find_person(reading, home)
    known = () if user is None else (user["mail"], user["user_principal_name"])
    for address in filter(None, known):
        tenant = find_home(reading, address) if is_invitable(address) else None
        if tenant is None or tenant["id"] != home.tenant_id:
            continue
        if find_home_user(reading, home.tenant_id, address) == home:
            return str(address)
    message = "the person has no address of a verified domain at home by which to be invited"
    raise InvitationRefusedError(message, side="source", setting="mail")
