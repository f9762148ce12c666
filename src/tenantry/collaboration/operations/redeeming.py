"""Redeeming: a guest shows who they are at home, and is that person from then on.

The sign-in calls `redeem` once it has authenticated the person; until then the operator does.
Source: behaviour §4, §14.2; decision 7; claim CTS-038.
"""

from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.collaboration import store
from tenantry.collaboration.external_users import PENDING, HomeUser, identity_of, redeemed
from tenantry.collaboration.operations.domain_lists import check_domain
from tenantry.collaboration.operations.homes import find_home, find_home_user
from tenantry.collaboration.stores import outside_identities
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.user_changes import change_user
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record, differing
from tenantry.errors import ConflictError, InvalidValueError
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def redeem(
    work: UnitOfWork, actor: Actor, invitation_id: str, home: HomeUser | None = None
) -> Record:
    """Accept an invitation as *home*, the user whom its address means if it is not given.

    Returns the guest, and does nothing where the same person has redeemed it already.  Raises
    `NotFoundError` where invitation or guest are gone, `InvalidValueError` where nobody here
    has the address, `ConflictError` where the person is another user of the tenant already,
    `InvitationRefusedError` where the domain of the address is kept out by now.
    """
    tenant_id = actor.tenant_id
    invitation = store.find(work, tenant_id, invitation_id.lower())
    user = USERS.find(work, tenant_id, invitation["invited_user_id"]) if invitation else None
    if invitation is None or user is None:
        raise not_found(invitation_id)
    if user["external_user_state"] == PENDING:
        check_domain(work, tenant_id, invitation["email_address"])
    person = home or _person_behind(work, invitation["email_address"])
    return accept(work, actor, user, person)


def accept(work: UnitOfWork, actor: Actor, user: Record, home: HomeUser) -> Record:
    """Make the external user *user* the one of *home*, and return it."""
    identity = identity_of(home.user_id)
    if user["alternative_security_id"] == identity:
        return user
    is_of_outside = outside_identities.find_redeemed(work, actor.tenant_id, user["id"]) is not None
    if user["alternative_security_id"] is not None or is_of_outside:
        message = f"`{user['id']}` was redeemed by somebody else; reset the redemption first"
        raise ConflictError(message)
    other = store.find_by_identity(work, actor.tenant_id, identity)
    if other is not None:
        message = f"`{home.user_id}` is the external user `{other['id']}` here already"
        raise ConflictError(message)
    outside_identities.remove_of_user(work, actor.tenant_id, user["id"])
    store.set_redeemed(work, actor.tenant_id, user["id"], work.instant)
    return change_identity(
        work, actor, activities.REDEEM_INVITATION, user, redeemed(home, work.instant)
    )


def change_identity(
    work: UnitOfWork, actor: Actor, activity: Activity, user: Record, values: dict[str, Any]
) -> Record:
    """Write who a user is, as *activity*, and return the user."""
    return change_user(work, actor, activity, user, differing(user, values))


def _person_behind(reading: Reading, address: str) -> HomeUser:
    home = find_home(reading, address)
    person = find_home_user(reading, home["id"], address) if home else None
    if person is None:
        message = (
            f"nobody in this installation has the address `{address}`; name the tenant and the"
            " user who redeems the invitation"
        )
        raise InvalidValueError("homeUser", message)
    return person
