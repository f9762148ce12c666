"""Monthly active users of a tenant: the guests that it would pay for (LIC-003)."""

from tenantry.actor import Actor
from tenantry.directory import actions, rights
from tenantry.directory.billing import Month, month_of
from tenantry.directory.stores import active_guests as store
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import Reading


def count_active_guests(
    reading: Reading, actor: Actor, month: str | None = None
) -> tuple[Month, list[Record]]:
    """Return the month, and how many guests came in by home tenant, the most first.

    *month* is written `2026-11`; without one it is the month that is under way.
    """
    actor.require(*rights.AUDIT_READ)
    actor.require_actions(actions.SIGN_INS_READ)
    chosen = month_of(month, reading.now)
    counted = store.count_by_home(reading, actor.tenant_id, chosen.start, chosen.end)
    return chosen, counted
