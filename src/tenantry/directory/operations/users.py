"""Users: made, read, changed and moved to the recycle bin (contract §6.1)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory import rights, users
from tenantry.directory.actions import USERS_WRITE
from tenantry.directory.extensions import check_extensions, merged
from tenantry.directory.operations.lookups import find_user, not_found, require_user
from tenantry.directory.operations.privileges import check_user_change
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.scopes import require_over
from tenantry.directory.operations.user_changes import change_user
from tenantry.directory.operations.visibility import (
    listed_properties,
    require_visible_user,
    shown,
)
from tenantry.directory.stores import contacts, extensions, tenants, users as store
from tenantry.directory.stores.objects import USERS
from tenantry.directory.values import Record, differing
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_PARTIAL = ("employee_org_data", "on_premises_extension_attributes")


def create_user(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a user of this tenant and return it.

    *values* has `password_hash` (`password_hashing`) in place of a password.
    Raises `AlreadyExistsError` if the sign-in name is taken, `InvalidValueError`.
    """
    actor.require(*rights.USERS_WRITE)
    users.check_new_user(values)
    instant = work.instant
    credentials = {"password_changed_at": instant, "sign_in_sessions_valid_from": instant}
    return _add(work, actor, {**values, **credentials})


def create_external_user(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a user whose home is elsewhere and return it.

    *values* has `user_principal_name` in its #EXT# form, `external_user_state`, and what is
    known of the home: `alternative_security_id`, `home_tenant_id`, `home_user_id`.
    """
    actor.require(*rights.USERS_INVITE)
    users.check_new_external_user(values)
    origin = {
        "account_enabled": True,
        "creation_type": users.INVITATION,
        "external_user_state_changed_at": work.instant,
    }
    user = {**origin, **values}
    mail = user.get("mail")
    if mail and contacts.find_by_mail(work, actor.tenant_id, mail) is not None:
        user["proxy_addresses"] = []  # the contact has the address (behaviour §14.1)
    return _add(work, actor, user)


def get_user(reading: Reading, actor: Actor, key: str) -> Record:
    """Return the user with this id or sign-in name; `NotFoundError` if there is none."""
    return shown(*require_visible_user(reading, actor, key))


def list_users(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the users."""
    visible = listed_properties(actor, query)
    page = USERS.list_page(reading, actor.tenant_id, query)
    if visible is None:
        return page
    return replace(page, records=[shown(user, visible) for user in page.records])


def count_users(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many users meet the condition of *query*."""
    listed_properties(actor, query)
    return USERS.count(reading, actor.tenant_id, query)


def update_user(work: UnitOfWork, actor: Actor, key: str, values: Mapping[str, Any]) -> bool:
    """Change the properties *values* of a user, and return whether any differed; None clears one.

    `extensions` and the other objects are changed member by member.  Nothing is written where
    nothing differs.
    """
    user = _changeable_user(work, actor, key, values)
    users.check_user_changes(user, values)
    if actor.kind is not ActorKind.OPERATOR:  # whose imports come from there
        users.check_mastered_here(user, values)
    changes = differing(user, _completed(work, actor.tenant_id, user, values))
    if "user_principal_name" in changes:
        check_name(work, actor.tenant_id, changes["user_principal_name"], user_id=user["id"])
    if not changes:
        return False
    activity = activities.RESET_PASSWORD if "password_hash" in changes else activities.UPDATE_USER
    change_user(work, actor, activity, user, changes)
    _keep_addresses(work, actor.tenant_id, user["id"], changes)
    return True


def delete_user(work: UnitOfWork, actor: Actor, key: str) -> None:
    """Move a user to the recycle bin, where it can be restored for 30 days.

    Its memberships, assignments and reports are kept for its return.
    """
    found = find_user(work, actor.tenant_id, key)
    require_over(work, actor, found["id"] if found else "", USERS_WRITE, *rights.USERS_WRITE)
    user = require_user(work, actor.tenant_id, key)
    check_user_change(work, actor, user)
    USERS.set_deleted(work, actor.tenant_id, user["id"], work.instant)
    record_change(
        work, actor, activities.DELETE_USER, object_type="user", target=user, kind=feed.DELETED
    )


def revoke_sign_in_sessions(work: UnitOfWork, actor: Actor, key: str) -> None:
    """End every session of a user: tokens issued before now are refused."""
    user = find_user(work, actor.tenant_id, key)
    is_own = actor.kind is ActorKind.USER and user is not None and user["id"] == actor.actor_id
    if not (is_own and actor.may(*rights.OWN_PROFILE_WRITE)):
        require_over(work, actor, user["id"] if user else "", USERS_WRITE, *rights.USERS_WRITE)
    if user is None:
        raise not_found(key)
    check_user_change(work, actor, user)
    changes = {"sign_in_sessions_valid_from": work.instant}
    change_user(work, actor, activities.REVOKE_SESSIONS, user, changes)


def check_name(
    reading: Reading, tenant_id: str, user_principal_name: str, *, user_id: str | None = None
) -> None:
    """Raise unless the sign-in name is free, but for *user_id*, and its domain is verified here."""
    domain = users.domain_of(user_principal_name)
    if domain not in tenants.list_verified_names(reading, tenant_id):
        message = f"the domain `{domain}` is not verified in this tenant; verify it first"
        raise InvalidValueError("user_principal_name", message)
    holder = store.find_by_principal_name(reading, tenant_id, user_principal_name)
    if holder is not None and holder["id"] != user_id:
        raise AlreadyExistsError("user_principal_name")


def _add(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    tenant_id = actor.tenant_id
    check_name(work, tenant_id, values["user_principal_name"])
    new = {"id": new_id(), "user_type": users.MEMBER, "created_at": work.instant}
    user = {**new, **_completed(work, tenant_id, {}, values)}
    USERS.add(work, tenant_id, user)
    _keep_addresses(work, tenant_id, user["id"], user)
    record_change(
        work,
        actor,
        activities.ADD_USER,
        object_type="user",
        target=user,
        kind=feed.CREATED,
        changes=differing({}, values),
    )
    return USERS.find(work, tenant_id, user["id"]) or user


def _changeable_user(reading: Reading, actor: Actor, key: str, values: Mapping[str, Any]) -> Record:
    """Return the user if the actor may set *values*.

    Raises `NotPermittedError`, whether there is such a user or not, and `NotFoundError`.
    """
    user = find_user(reading, actor.tenant_id, key)
    is_own = actor.kind is ActorKind.USER and user is not None and user["id"] == actor.actor_id
    changes_own = is_own and users.OWN_PROPERTIES.issuperset(values)
    if not (changes_own and actor.may(*rights.OWN_PROFILE_WRITE)):
        sets_password = bool(values) and users.CREDENTIALS.issuperset(values)
        enough = (*rights.USERS_WRITE, *(rights.PASSWORDS_WRITE if sets_password else ()))
        require_over(reading, actor, user["id"] if user else "", USERS_WRITE, *enough)
    if user is None:
        raise not_found(key)
    check_user_change(reading, actor, user, values)
    return user


def _keep_addresses(
    work: UnitOfWork, tenant_id: str, user_id: str, written: Mapping[str, Any]
) -> None:
    """Let others find the user by every address that was *written*."""
    if "proxy_addresses" in written:
        addresses = users.secondary_addresses(written["proxy_addresses"] or ())
        store.replace_secondary_addresses(work, tenant_id, user_id, addresses)


def _completed(reading: Reading, tenant_id: str, user: Record, values: Mapping[str, Any]) -> Record:
    """Return *values* with what follows from them, objects merged with what *user* has."""
    result = dict(values)
    for name in _PARTIAL:
        if result.get(name) is not None:
            result[name] = {
                member: value
                for member, value in {**(user.get(name) or {}), **result[name]}.items()
                if value is not None
            } or None
    if given := result.get("extensions"):
        check_extensions(given, extensions.find_registered(reading, tenant_id, given), "User")
        result["extensions"] = merged(user.get("extensions"), given)
    if "mail" in result and "proxy_addresses" not in result:
        addresses = user.get("proxy_addresses") or []
        result["proxy_addresses"] = users.with_primary_address(result["mail"], addresses)
    if "password_hash" in result:
        result["password_changed_at"] = reading.instant
        result["sign_in_sessions_valid_from"] = reading.instant
    return result
