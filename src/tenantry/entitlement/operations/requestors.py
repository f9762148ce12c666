"""Requestors: who asks, seen from the tenant of the package.

The one place of this package that looks at people of another tenant.
"""

from collections.abc import Collection

import msgspec

from tenantry.actor import Actor, ActorKind
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.arriving import find_guest, list_guest_ids
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.stores import memberships
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


def home_of(request: Record) -> HomeUser:
    """Return who asked, by a request that was made from another tenant."""
    return HomeUser(tenant_id=request["home_tenant_id"], user_id=request["home_user_id"])


def list_target_ids(
    reading: Reading, tenant_id: str, requests: Collection[Record]
) -> dict[str, str]:
    """Return request id → id of the user whom the request is for.

    Somebody who asked from home has one only once they are a guest, by this request or before.
    """
    targets = {each["id"]: each["target_id"] for each in requests if each["target_id"]}
    homes = {each["id"]: home_of(each) for each in requests if not each["target_id"]}
    guests = list_guest_ids(reading, tenant_id, set(homes.values()))
    return targets | {asked: guests[home] for asked, home in homes.items() if home in guests}


def _organizations(reading: Reading, tenant_id: str, home_tenant_id: str | None) -> frozenset[str]:
    if home_tenant_id is None:
        return frozenset()
    rows = ORGANIZATIONS.list_where(
        reading, tenant_id, home_tenant_id=home_tenant_id, state="configured"
    )
    return frozenset(row["id"] for row in rows)
