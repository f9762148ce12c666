"""What the person behind an external user does, until people can sign in and do it themselves.

The operator redeems an invitation for somebody, and takes somebody out of an organization.
"""

import msgspec

from tenantry.actor import operator
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.leaving import leave
from tenantry.collaboration.operations.redeeming import redeem
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.tenants import require_tenant
from tenantry.errors import InvalidValueError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading


class Redemption(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Who redeems an invitation, an empty object for the user whom its address means.

    ``home_tenant`` is an id or a verified domain, ``home_user`` an id or a sign-in name.
    """

    home_tenant: str | None = None
    home_user: str | None = None


class ExternalUser(msgspec.Struct, rename="camel", kw_only=True):
    """An external user and who they are at home."""

    id: str
    user_principal_name: str
    external_user_state: str
    home_tenant_id: str | None
    home_user_id: str | None


class Departure(msgspec.Struct, rename="camel", kw_only=True):
    """An external user who left; ``deleted_date_time`` begins the 30 days of the recycle bin."""

    id: str
    deleted_date_time: str


def redeem_invitation(
    database: Database, tenant: str, invitation: str, body: Redemption
) -> ExternalUser:
    """Accept an invitation for the person, and return the guest."""
    with database.write() as work:
        actor = operator(require_tenant(work, tenant)["id"])
        user = redeem(work, actor, invitation, _home_of(work, body))
    return ExternalUser(
        id=user["id"],
        user_principal_name=user["user_principal_name"],
        external_user_state=user["external_user_state"],
        home_tenant_id=user["home_tenant_id"],
        home_user_id=user["home_user_id"],
    )


def leave_organization(database: Database, tenant: str, user: str) -> Departure:
    """Delete an external user as one who left by their own will."""
    with database.write() as work:
        actor = operator(require_tenant(work, tenant)["id"])
        user_id = require_user(work, actor.tenant_id, user)["id"]
        leave(work, actor, user_id)
        return Departure(id=user_id, deleted_date_time=work.instant)


def _home_of(reading: Reading, body: Redemption) -> HomeUser | None:
    match body:
        case Redemption(home_tenant=None, home_user=None):
            return None
        case Redemption(home_tenant=str(tenant), home_user=str(key)):
            tenant_id = require_tenant(reading, tenant)["id"]
            user_id = require_user(reading, tenant_id, key)["id"]
            return HomeUser(tenant_id=tenant_id, user_id=user_id)
        case _:
            message = "give both `homeTenant` and `homeUser`, or neither"
            raise InvalidValueError("homeUser", message)
