"""Inheriting: who keeps a shared target user when the one it represents leaves the scope.

Source: behaviour §4; ADR 0016.
"""

from collections.abc import Mapping, Sequence

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import is_in_scope
from tenantry.sync.engine.completing import read_rows
from tenantry.sync.matching import Link, LinkState
from tenantry.sync.stores import links

_INHERITED = frozenset({LinkState.ACTIVE, LinkState.INVITED})


def find_heirs(
    reading: Reading,
    connection: Connection,
    out_of_scope: Sequence[str],
    linked: Mapping[str, Link],
) -> dict[str, str]:
    """Return source id → the first source user in scope that shares its target user.

    Asked only for those who are *out_of_scope*, since only for them it matters.
    """
    leaving = {
        linked[source_id].target_id: source_id
        for source_id in out_of_scope
        if source_id in linked and linked[source_id].state in _INHERITED
    }
    job = connection.job
    sharers = links.list_sharers(reading, job.tenant_id, job.id, list(leaving))
    rows = read_rows(reading, connection, [source_id for _, source_id in sharers])
    heirs: dict[str, str] = {}
    for target_id, source_id in sharers:
        if is_in_scope(connection.rules, rows.get(source_id)):
            heirs.setdefault(leaving[target_id], source_id)
    return heirs
