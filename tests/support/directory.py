"""Tenants and directory objects for tests, each with the least that it needs."""

from collections.abc import Iterable, Sequence
from typing import Any

from tenantry.actor import Actor, ActorKind, Standing, operator
from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.groups import create_group
from tenantry.directory.operations.service_principals import create_service_principal
from tenantry.directory.operations.tenants import create_tenant
from tenantry.directory.operations.users import create_external_user, create_user
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import UnitOfWork


def add_tenant(work: UnitOfWork, name: str, **given: Any) -> Actor:
    """Add a tenant with the initial domain `{name}.test` and return its operator."""
    values = {"display_name": name.capitalize(), "initial_domain": f"{name}.test", **given}
    return operator(create_tenant(work, operator(""), values)["id"])


def add_neighbour(work: UnitOfWork) -> Actor:
    """Add the tenant `tailwind` with a Mira, a Kim, a group Design and an application Board."""
    actor = add_tenant(work, "tailwind")
    mira = add_user(work, actor, "mira", domain="tailwind.test")
    kim = add_user(work, actor, "kim", domain="tailwind.test")
    add_group(work, actor, "design", members=[mira, kim])
    add_service_principal(work, actor, "Board")
    return actor


def user_values(name: str, domain: str = "northwind.test", **given: Any) -> Record:
    """Return what makes a user."""
    return {
        "account_enabled": True,
        "display_name": name.capitalize(),
        "mail_nickname": name,
        "password_hash": "not a hash",
        "user_principal_name": f"{name}@{domain}",
        **given,
    }


def add_user(
    work: UnitOfWork, actor: Actor, name: str, *, domain: str = "northwind.test", **given: Any
) -> Record:
    """Add `{name}@{domain}` and return the user."""
    return create_user(work, actor, user_values(name, domain, **given))


def add_guest(work: UnitOfWork, actor: Actor, name: str, **given: Any) -> Record:
    """Add an invited user of the tenant `tailwind.test` to `northwind.test`."""
    values = {
        "display_name": name.capitalize(),
        "external_user_state": "PendingAcceptance",
        "user_principal_name": f"{name}_tailwind.test#EXT#@northwind.test",
        "user_type": "Guest",
        **given,
    }
    return create_external_user(work, actor, values)


def group_values(name: str, **given: Any) -> Record:
    """Return what makes a security group."""
    return {
        "display_name": name.capitalize(),
        "mail_enabled": False,
        "mail_nickname": name,
        "security_enabled": True,
        **given,
    }


def add_group(
    work: UnitOfWork, actor: Actor, name: str, *, members: Sequence[Record] = (), **given: Any
) -> Record:
    """Add a security group with *members* and return it."""
    member_ids = [member["id"] for member in members]
    return create_group(work, actor, group_values(name, **given), member_ids=member_ids)


def add_service_principal(work: UnitOfWork, actor: Actor, name: str, **given: Any) -> Record:
    """Add an application and return its service principal."""
    application = create_application(work, actor, {"display_name": name, **given})
    return create_service_principal(work, actor, {"app_id": application["app_id"]})


def an_application(actor: Actor, *permissions: str) -> Actor:
    """Return an application of the tenant of *actor* that holds *permissions*."""
    return Actor(
        tenant_id=actor.tenant_id,
        kind=ActorKind.APPLICATION,
        app_id=new_id(),
        permissions=frozenset(permissions),
    )


def a_person(
    actor: Actor, user: Record, *permissions: str, role_actions: Iterable[str] = ()
) -> Actor:
    """Return *user* as a caller that holds *permissions*; a guest sees what guests see."""
    is_guest = user["user_type"] == "Guest"
    return Actor(
        tenant_id=actor.tenant_id,
        kind=ActorKind.USER,
        actor_id=user["id"],
        permissions=frozenset(permissions),
        role_actions=frozenset(role_actions),
        standing=Standing.LIMITED_GUEST if is_guest else Standing.MEMBER,
    )
