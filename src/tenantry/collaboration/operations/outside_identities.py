"""Outside identities: whose guest they are, and redeeming an invitation as one.

Source: behaviour §14.2.
"""

from tenantry.access import store as access
from tenantry.access.decisions import ForeignHome
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.collaboration import store
from tenantry.collaboration.external_users import PENDING, accepted
from tenantry.collaboration.operations.domain_lists import check_domain
from tenantry.collaboration.operations.redeeming import change_identity
from tenantry.collaboration.outside_identities import (
    IdentityProviderKind,
    OutsideIdentity,
    foreign_home_of,
    mailbox,
)
from tenantry.collaboration.redemption import DEFAULT_FALLBACK, DISABLED, RedemptionOrder
from tenantry.collaboration.stores import outside_identities
from tenantry.collaboration.stores.passcode_policies import get_allowance
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record
from tenantry.errors import ConflictError
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def get_order(reading: Reading, tenant_id: str) -> RedemptionOrder:
    """Return the redemption order that the tenant configured."""
    _, default = access.get_policy(reading, tenant_id)
    given = default.invitation_redemption_identity_provider_configuration
    return RedemptionOrder(
        primary=tuple(
            map(IdentityProviderKind, given.primary_identity_provider_precedence_order or ())
        ),
        fallback=given.fallback_identity_provider or DEFAULT_FALLBACK,
        takes_passcodes=get_allowance(reading, tenant_id) != DISABLED,
    )


def find_guest(reading: Reading, tenant_id: str, identity: OutsideIdentity) -> Record | None:
    """Return the guest who the identity is, or who is still invited under its address."""
    user_id = outside_identities.find_guest_id(reading, tenant_id, identity)
    guest = USERS.find(reading, tenant_id, user_id) if user_id else None
    return guest or _find_invited(reading, tenant_id, identity.email)


def find_provider_of(reading: Reading, tenant_id: str, address: str) -> IdentityProviderKind | None:
    """Return the kind of provider by which the guest with the address redeemed; None if none."""
    box = outside_identities.find_guest_id(reading, tenant_id, mailbox(address))
    if box is not None and USERS.find(reading, tenant_id, box) is not None:
        return IdentityProviderKind.EMAIL_PASSCODE
    guest = store.find_external_user(reading, tenant_id, address)
    if guest is None or guest["external_user_state"] == PENDING:
        return None
    identity = outside_identities.find_redeemed(reading, tenant_id, guest["id"])
    if identity is not None:
        return identity.kind
    return IdentityProviderKind.AZURE_ACTIVE_DIRECTORY if guest["home_tenant_id"] else None


def is_still_theirs(reading: Reading, tenant_id: str, user: Record) -> bool:
    """Return whether the external user is still that of somebody outside.

    A tenant that synchronizes the person may have taken a pending guest over meanwhile.
    """
    is_pending = user["external_user_state"] == PENDING
    find = outside_identities.find_shown if is_pending else outside_identities.find_redeemed
    return find(reading, tenant_id, user["id"]) is not None


def find_foreign_home(reading: Reading, tenant_id: str, user_id: str) -> ForeignHome | None:
    """Return where the guest is at home in another installation; None for any other guest."""
    identity = outside_identities.find_redeemed(
        reading, tenant_id, user_id
    ) or outside_identities.find_shown(reading, tenant_id, user_id)
    return None if identity is None else foreign_home_of(identity)


def accept_outside(work: UnitOfWork, actor: Actor, user: Record) -> Record:
    """Make the pending guest *user* the person who showed the address of it last.

    Raises `ConflictError` where nobody did, `InvitationRefusedError` where the domain of the
    address is kept out by now.
    """
    identity = outside_identities.find_shown(work, actor.tenant_id, user["id"])
    if identity is None:
        message = f"nobody has shown yet that `{user['id']}` is theirs; sign in again"
        raise ConflictError(message)
    check_domain(work, actor.tenant_id, identity.email)
    outside_identities.set_redeemed(work, actor.tenant_id, user["id"])
    store.set_redeemed(work, actor.tenant_id, user["id"], work.instant)
    return change_identity(work, actor, activities.REDEEM_INVITATION, user, accepted(work.instant))


def _find_invited(reading: Reading, tenant_id: str, address: str) -> Record | None:
    guest = store.find_external_user(reading, tenant_id, address)
    return guest if guest is not None and guest["external_user_state"] == PENDING else None
