"""Guests who signed in: counted over the sign-in log."""

from sqlalchemy import and_, func, or_, select

from tenantry.directory.users import GUEST
from tenantry.directory.values import Record
from tenantry.storage.tables import sign_ins, users
from tenantry.storage.unit_of_work import Reading

_log, _users = sign_ins.c, users.c


def count_by_home(reading: Reading, tenant_id: str, since: str, until: str) -> list[Record]:
    """Return `home_tenant_id`, `home_tenant_name` and `guests`, the most guests first.

    Counted are the external guests of the tenant who came in from *since* on and before
    *until*, each once.  Who was deleted for good meanwhile counts, too, if they came from
    another tenant.
    """
    came = (
        select(
            _log.home_tenant_id,
            func.max(_log.home_tenant_name).label("home_tenant_name"),
            func.count(_log.user_id.distinct()).label("guests"),
        )
        .select_from(
            sign_ins.outerjoin(
                users, and_(_users.tenant_id == _log.tenant_id, _users.id == _log.user_id)
            )
        )
        .where(
            _log.tenant_id == tenant_id,
            _log.resource_tenant_id == tenant_id,
            _log.created_at >= since,
            _log.created_at < until,
            _log.error_code == 0,
            or_(
                and_(_users.user_type == GUEST, _users.external_user_state.is_not(None)),
                and_(_users.id.is_(None), _log.home_tenant_id != tenant_id),
            ),
        )
        .group_by(_log.home_tenant_id)
        .order_by(func.count(_log.user_id.distinct()).desc(), _log.home_tenant_id)
    )
    return [row._asdict() for row in reading.connection.execute(came)]
