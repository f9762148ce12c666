"""The policy itself and its default: the settings towards all tenants that are not partners."""

from tenantry.access.operations.authorization import READ, check_access
from tenantry.access.policy import SYSTEM_DEFAULT, DefaultSettings
from tenantry.actor import Actor
from tenantry.storage.unit_of_work import Reading


def check_may_read(reading: Reading, actor: Actor) -> None:
    """Raise unless *actor* may read the policy of its tenant, and the tenant has one.

    Raises:
        NotConfiguredError: The tenant is an external one (decision 36).
    """
    check_access(reading, actor, READ)


def get_default(reading: Reading, actor: Actor) -> DefaultSettings:
    """Return the settings towards all tenants that are not partners."""
    check_access(reading, actor, READ)
    return SYSTEM_DEFAULT
