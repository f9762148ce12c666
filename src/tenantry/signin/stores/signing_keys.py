"""The life of signing keys: which there are, and when one is retired."""

from collections.abc import Sequence

from sqlalchemy import select, update

from tenantry.signin.key_rotation import KeyTimes
from tenantry.storage.tables import signing_keys
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_keys = signing_keys.c


def list_signing_keys(reading: Reading, tenant_id: str) -> list[KeyTimes]:
    """Return the keys of the tenant, retired ones among them, oldest first."""
    query = (
        select(_keys.kid, _keys.created_at, _keys.signs_from, _keys.retired_at)
        .where(_keys.tenant_id == tenant_id)
        .order_by(_keys.created_at, _keys.kid)
    )
    return [
        KeyTimes(
            kid=row.kid,
            created_at=row.created_at,
            signs_from=row.signs_from,
            retired_at=row.retired_at,
        )
        for row in reading.connection.execute(query)
    ]


def retire(work: UnitOfWork, tenant_id: str, kids: Sequence[str]) -> None:
    """Retire keys now; their private parts are forgotten."""
    if kids:
        work.connection.execute(
            update(signing_keys)
            .where(_keys.tenant_id == tenant_id, _keys.kid.in_(kids))
            .values(retired_at=work.instant, private_key_encrypted="")
        )
