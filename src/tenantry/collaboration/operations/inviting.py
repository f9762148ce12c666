"""Inviting: makes the guest at once, and redeems for people who need no prompt.

Source: contract §6.4; behaviour §14.1; decision 21.
"""

import msgspec

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.collaboration import store
from tenantry.collaboration.external_users import (
    ACCEPTED,
    CREATION_TYPE,
    PENDING,
    HomeUser,
    identity_of,
    unredeemed,
)
from tenantry.collaboration.inviting import (
    InvitationRequest,
    check_invitation,
    new_guest,
    redeem_address,
)
from tenantry.collaboration.letters import Sender, letter
from tenantry.collaboration.operations.domain_lists import check_domain
from tenantry.collaboration.operations.foreign_homes import (
    check_foreign_collaboration,
    find_foreign_tenant,
)
from tenantry.collaboration.operations.homes import (
    check_collaboration,
    find_home,
    find_home_user,
    is_consent_automatic,
)
from tenantry.collaboration.operations.inviters import check_inviter
from tenantry.collaboration.operations.redeeming import accept, change_identity
from tenantry.collaboration.stores import outside_identities
from tenantry.directory import rights
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.privileges import check_user_change
from tenantry.directory.operations.sponsors import add_sponsors
from tenantry.directory.operations.tenants import get_initial_domain
from tenantry.directory.operations.users import create_external_user
from tenantry.directory.stores import roles, tenants
from tenantry.directory.users import is_external
from tenantry.directory.values import Record
from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError
from tenantry.identifiers import new_id
from tenantry.mail import store as outbox
from tenantry.storage.client_secrets import hash_secret, new_secret
from tenantry.storage.unit_of_work import Reading, UnitOfWork

COMPLETED = "Completed"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that was made; ``address``, where it is redeemed, is shown this once."""

    id: str
    user: Record
    address: str
    request: InvitationRequest

    @property
    def status(self) -> str:
        """Graph's `status`: whether the guest still has to redeem it."""
        return COMPLETED if self.user["external_user_state"] == ACCEPTED else PENDING


def invite(
    work: UnitOfWork, actor: Actor, request: InvitationRequest, *, origin: str
) -> Invitation:
    """Invite somebody and return the invitation with the guest.

    *origin* is that of the sign-in pages.  The mail goes into the outbox in the same
    transaction.  Who is a guest already is invited again and stays the same object.  Raises
    `NotPermittedError` for an inviter who may not, `InvalidValueError` for an address that
    cannot be invited, `InvitationRefusedError` where the settings of either tenant, or the
    tenant's list of domains, forbid it.
    """
    check_inviter(work, actor, request)
    check_invitation(request)
    check_domain(work, actor.tenant_id, request.email_address)
    address, tenant_id = request.email_address, actor.tenant_id
    home = find_home(work, address)
    person = None
    if home is not None and home["id"] != tenant_id:
        person = find_home_user(work, home["id"], address)
        check_collaboration(work, tenant_id, home["id"], person)
    elif home is None and (elsewhere := find_foreign_tenant(work, tenant_id, address)):
        check_foreign_collaboration(work, tenant_id, elsewhere)
    user = _guest(work, actor, request, person)
    is_pending = user["external_user_state"] == PENDING
    if person and is_pending and is_consent_automatic(work, tenant_id, person.tenant_id):
        user = accept(work, actor, user, person)
    ticket = new_secret()
    address = redeem_address(origin, tenant_id, user["id"], ticket)
    if request.sends_letter:
        _send_letter(work, actor, request, user, address)
    invitation_id = _recorded(work, actor, request, user, ticket)
    return Invitation(id=invitation_id, user=user, address=address, request=request)


def _send_letter(
    work: UnitOfWork, actor: Actor, request: InvitationRequest, user: Record, address: str
) -> None:
    tenant = tenants.find(work, actor.tenant_id)
    sender = Sender(
        person=actor.display_name if actor.kind is ActorKind.USER else "",
        tenant="" if tenant is None else tenant["display_name"],
    )
    has_redeemed = user["external_user_state"] == ACCEPTED
    mail = letter(request, sender, link=address, has_redeemed=has_redeemed)
    outbox.add(work, actor.tenant_id, mail)


def _guest(
    work: UnitOfWork, actor: Actor, request: InvitationRequest, person: HomeUser | None
) -> Record:
    """Return the external user that is invited: the one who is there, or a new one."""
    if request.user_id is not None:
        return _named_user(work, actor, request, request.user_id)
    existing = _find_guest(work, actor.tenant_id, request.email_address, person)
    if existing is not None:
        return existing
    _check_free(work, actor.tenant_id, request.email_address)
    sponsors = request.sponsors
    if not sponsors and actor.kind is ActorKind.USER:
        sponsors = (actor.actor_id,)
    values = new_guest(request, get_initial_domain(work, actor))
    user = create_external_user(work, actor, {**values, "external_user_state": PENDING})
    add_sponsors(work, actor, user, sponsors)
    return user


def _find_guest(
    reading: Reading, tenant_id: str, address: str, person: HomeUser | None
) -> Record | None:
    known = (
        store.find_by_identity(reading, tenant_id, identity_of(person.user_id)) if person else None
    )
    return known or store.find_external_user(reading, tenant_id, address)


def _check_free(reading: Reading, tenant_id: str, address: str) -> None:
    internal = store.find_internal_user(reading, tenant_id, address)
    if internal is not None:
        message = (
            f"`{address}` is the internal user `{internal['id']}` of this tenant, who can sign in"
            " already; name the user in `invitedUser` to make it an external one"
        )
        raise InvalidValueError("invitedUserEmailAddress", message)
    if store.is_group_address(reading, tenant_id, address):
        message = f"`{address}` is the address of a group; invite a person"
        raise InvalidValueError("invitedUserEmailAddress", message)
    home = find_home(reading, address)
    if home is not None and home["id"] == tenant_id:
        message = f"the domain of `{address}` is verified in this tenant; add an own user instead"
        raise InvalidValueError("invitedUserEmailAddress", message)


def _named_user(work: UnitOfWork, actor: Actor, request: InvitationRequest, user_id: str) -> Record:
    """Return the user of that id as one who has yet to redeem the invitation.

    Id, groups, applications and sign-in name stay (behaviour §14.2).
    """
    user = require_user(work, actor.tenant_id, user_id)
    if is_external(user) and not request.resets_redemption:
        return user
    actor.require(*(rights.REDEMPTIONS_RESET if is_external(user) else rights.USERS_WRITE))
    check_user_change(work, actor, user)  # whoever redeems anew is an administrator, if they were
    has_roles = bool(roles.list_role_ids(work, actor.tenant_id, user["id"]))
    if actor.kind is ActorKind.APPLICATION and has_roles:
        message = f"`{user['id']}` holds directory roles; an administrator has to do this"
        raise NotPermittedError(rights.USERS_WRITE, message)
    holder = store.find_external_user(work, actor.tenant_id, request.email_address)
    if holder is not None and holder["id"] != user["id"]:
        message = f"`{request.email_address}` is the external user `{holder['id']}` already"
        raise ConflictError(message)
    outside_identities.remove_of_user(work, actor.tenant_id, user["id"])
    without_credentials = {"password_hash": None, "creation_type": CREATION_TYPE}
    values = {"mail": request.email_address, **unredeemed(work.instant), **without_credentials}
    values["sign_in_sessions_valid_from"] = work.instant
    return change_identity(work, actor, activities.INVITE_EXTERNAL_USER, user, values)


def _recorded(
    work: UnitOfWork, actor: Actor, request: InvitationRequest, user: Record, ticket: str
) -> str:
    invitation_id = new_id()
    invitation = {
        "id": invitation_id,
        "invited_user_id": user["id"],
        "email_address": request.email_address,
        "redirect_url": request.redirect_url,
        "ticket_hash": hash_secret(ticket),
        "created_at": work.instant,
        "redeemed_at": work.instant if user["external_user_state"] == ACCEPTED else None,
    }
    store.add(work, actor.tenant_id, invitation)
    target = AuditTarget(
        type="User",
        id=user["id"],
        name=user["display_name"],
        user_principal_name=user["user_principal_name"],
    )
    entry = AuditEntry(activity=activities.INVITE_EXTERNAL_USER, target=target)
    audit.add(work, actor, actor.tenant_id, entry)
    return invitation_id
