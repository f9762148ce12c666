"""Which access settings of a tenant take a licence, for reports."""

from collections.abc import Iterator

from tenantry.access import store
from tenantry.access.licensing import features_of
from tenantry.directory.licensing import Feature
from tenantry.storage.filters.keyset import Position
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading

_AT_ONCE = 999


def list_licensed_settings(
    reading: Reading, tenant_id: str
) -> Iterator[tuple[Feature, str | None]]:
    """Yield what takes a licence and the partner it is set for, None for the default.

    Nobody is authorized here; the operation that asks does that.
    """
    _, default = store.get_policy(reading, tenant_id)
    yield from ((feature, None) for feature in features_of(default))
    after: Position | None = None
    while True:
        query = PageQuery(after=after, limit=_AT_ONCE)
        partners, after = store.list_partners(reading, tenant_id, query)
        for partner in partners:
            yield from ((feature, partner.partner_tenant_id) for feature in features_of(partner))
        if after is None:
            return
