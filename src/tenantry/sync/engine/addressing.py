"""Addressing: who in the target has the addresses of users who would be invited.

Source: behaviour §4, §24.
"""

from collections.abc import Mapping, Sequence

from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.layouts import MAIL, NAME, Row
from tenantry.sync.matching import Holder, HolderKind
from tenantry.sync.stores import target

MATCHED_HOLDERS = frozenset({HolderKind.PENDING_GUEST, HolderKind.EXTERNAL_USER})
"""Those who are external users, and so answer an invitation."""


def find_holders(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    rows: Mapping[str, Row],
) -> dict[str, Holder]:
    """Return source id → who has the user's address in the target, for those whom somebody has.

    Where a user has no mail, an invitation may have gone to the sign-in name.
    """
    addresses = {
        source_id: fold(str(rows[source_id][MAIL] or rows[source_id][NAME]))
        for source_id in source_ids
    }
    holders = target.find_address_holders(
        reading, connection.target_tenant_id, list(set(addresses.values()))
    )
    return {
        source_id: holder
        for source_id, address in addresses.items()
        if (holder := holders.get(address)) is not None
        and (rows[source_id][MAIL] or holder.kind is HolderKind.PENDING_GUEST)
    }
