"""Inviters: whether the caller may invite, by permission, policy and roles (behaviour §14.1)."""

from tenantry.actor import Actor, ActorKind
from tenantry.collaboration.inviting import InvitationRequest
from tenantry.directory import authorization, rights
from tenantry.directory.operations.authorization import inviters_of
from tenantry.directory.stores import roles
from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import GUEST, MEMBER
from tenantry.errors import NotPermittedError
from tenantry.storage.unit_of_work import Reading


def check_inviter(reading: Reading, actor: Actor, request: InvitationRequest) -> None:
    """Raise `NotPermittedError` unless *actor* may make this invitation."""
    actor.require(*rights.USERS_INVITE)
    allowed = inviters_of(reading, actor.tenant_id)
    if actor.kind is ActorKind.SYSTEM:
        if allowed == authorization.NOBODY:
            raise _refusal(allowed)
        return
    if actor.kind is not ActorKind.USER:
        if not authorization.may_application_invite(allowed):
            raise _refusal(allowed)
        return
    person = USERS.find(reading, actor.tenant_id, actor.actor_id)
    role_ids = roles.list_role_ids(reading, actor.tenant_id, actor.actor_id)
    is_guest = person is None or person["user_type"] == GUEST
    if not authorization.may_person_invite(allowed, is_guest=is_guest, role_ids=role_ids):
        raise _refusal(allowed)
    if request.user_type == MEMBER and not authorization.is_administrator(role_ids):
        message = "only administrators may invite members; invite a guest instead"
        raise NotPermittedError(rights.USERS_WRITE, message)


def _refusal(allowed: str) -> NotPermittedError:
    message = (
        f"guest invitations are not allowed for the caller: `allowInvitesFrom` is `{allowed}`"
        " in the authorization policy of this tenant"
    )
    return NotPermittedError(rights.USERS_INVITE, message)
