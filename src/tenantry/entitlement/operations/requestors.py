"""Requestors: who asks, seen from the tenant of the package.

The one place of this package that looks at people of another tenant.
"""

import msgspec

from tenantry.actor import Actor, ActorKind
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.arriving import find_guest
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.stores import memberships
from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import GUEST, is_external
from tenantry.directory.values import Record
from tenantry.entitlement.policies import Requestor
from tenantry.entitlement.stores.records import ORGANIZATIONS
from tenantry.errors import NotPermittedError
from tenantry.storage.unit_of_work import Reading


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asks: the ``requestor`` as the rules see it, and what the person is called.

    ``home`` is given for somebody who asks from another tenant; ``tenant_id`` is the package's.
    """

    tenant_id: str
    requestor: Requestor
    display_name: str
    principal_name: str
    home: HomeUser | None = None

    @property
    def actor(self) -> Actor:
        """The person as the audit of the package's tenant shows them."""
        known = self.requestor.user_id or (self.home.user_id if self.home else "")
        return Actor(
            tenant_id=self.tenant_id,
            kind=ActorKind.USER,
            actor_id=known,
            display_name=self.display_name,
            user_principal_name=self.principal_name,
        )


def asker_here(reading: Reading, tenant_id: str, user_id: str) -> Asker:
    """Return the user of the package's own tenant, a guest perhaps, as one who asks."""
    user = require_user(reading, tenant_id, user_id)
    return Asker(
        tenant_id=tenant_id,
        requestor=requestor_of(reading, tenant_id, user),
        display_name=user["display_name"],
        principal_name=user["user_principal_name"],
    )


def asker_from_home(reading: Reading, actor: Actor, tenant_id: str) -> Asker:
    """Return the user *actor* of another tenant as one who asks in *tenant_id*.

    Raises `NotPermittedError` for somebody who is a guest where they signed in.
    """
    user = require_user(reading, actor.tenant_id, actor.actor_id)
    if is_external(user):
        message = "ask with the token of your own organization, where you are no guest"
        raise NotPermittedError((), message)
    home = HomeUser(tenant_id=actor.tenant_id, user_id=user["id"])
    guest = find_guest(reading, tenant_id, home)
    requestor = (
        Requestor(
            user_id=None,
            is_guest=True,
            home_tenant_id=home.tenant_id,
            organization_ids=_organizations(reading, tenant_id, home.tenant_id),
        )
        if guest is None
        else requestor_of(reading, tenant_id, guest)
    )
    return Asker(
        tenant_id=tenant_id,
        requestor=requestor,
        display_name=user["display_name"],
        principal_name=user["user_principal_name"],
        home=home,
    )


def requestor_of(reading: Reading, tenant_id: str, user: Record) -> Requestor:
    """Return a user of the tenant as the rules see it."""
    home_tenant_id = user["home_tenant_id"] if is_external(user) else None
    return Requestor(
        user_id=user["id"],
        is_guest=user["user_type"] == GUEST,
        home_tenant_id=home_tenant_id,
        group_ids=frozenset(memberships.list_group_ids_above(reading, tenant_id, user["id"])),
        organization_ids=_organizations(reading, tenant_id, home_tenant_id),
    )


def find_target_id(reading: Reading, tenant_id: str, request: Record) -> str | None:
    """Return the id of the user whom *request* is for.

    Somebody who asked from home has one only once they are a guest, by this request or before.
    """
    if request["target_id"] is not None:
        return str(request["target_id"])
    home = HomeUser(tenant_id=request["home_tenant_id"], user_id=request["home_user_id"])
    guest = find_guest(reading, tenant_id, home)
    return None if guest is None else str(guest["id"])


def find_manager(reading: Reading, tenant_id: str, user_id: str | None) -> str | None:
    """Return the id of the manager of a user, None where there is none."""
    user = None if user_id is None else USERS.find(reading, tenant_id, user_id)
    manager_id = None if user is None else user["manager_id"]
    if manager_id is None or USERS.find(reading, tenant_id, manager_id) is None:
        return None
    return str(manager_id)


def _organizations(reading: Reading, tenant_id: str, home_tenant_id: str | None) -> frozenset[str]:
    if home_tenant_id is None:
        return frozenset()
    rows = ORGANIZATIONS.list_where(
        reading, tenant_id, home_tenant_id=home_tenant_id, state="configured"
    )
    return frozenset(row["id"] for row in rows)
