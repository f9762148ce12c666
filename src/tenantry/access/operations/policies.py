"""The policy itself and its default: the settings towards all tenants that are not partners."""

from collections.abc import Mapping

from tenantry.access import store
from tenantry.access.actions import RESET_DEFAULT, default_changes, policy_changes
from tenantry.access.defaults import (
    BLOCKS_BY_DEFAULT,
    SYSTEM_DEFAULT,
    blocks_more,
    customized,
)
from tenantry.access.operations.authorization import (
    READ,
    WRITE,
    check_access,
    check_licences,
)
from tenantry.access.operations.registration import trust_advice
from tenantry.access.policy import CloudSettings, DefaultSettings, merged
from tenantry.access.recording import record_policy
from tenantry.access.settings import check_default
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def get_policy(reading: Reading, actor: Actor) -> CloudSettings:
    """Return the policy itself: its name and the clouds it is open to."""
    check_access(reading, actor, READ, [actions.POLICY_READ])
    clouds, _ = store.get_policy(reading, actor.tenant_id)
    return clouds


def update_policy(work: UnitOfWork, actor: Actor, given: Mapping[str, object]) -> None:
    """Change the name or the clouds, by their Python names; null puts one back."""
    check_access(work, actor, WRITE, policy_changes(given))
    before, default = store.get_policy(work, actor.tenant_id, lock=True)
    after = merged(before, given)
    store.save_policy(work, actor.tenant_id, after, default)
    record_policy(work, actor, activities.UPDATE_ACCESS_DEFAULT, before, after)


def get_default(reading: Reading, actor: Actor) -> DefaultSettings:
    """Return the settings towards all tenants that are not partners."""
    check_access(reading, actor, READ, [actions.DEFAULT_READ])
    _, default = store.get_policy(reading, actor.tenant_id)
    return default


def update_default(work: UnitOfWork, actor: Actor, given: Mapping[str, object]) -> str | None:
    """Change the settings *given*, by their Python names (XTA-022).

    Returns advice where the change blocks by default (XTA-033), or trusts people who are asked
    to register here (XTA-031).

    Raises:
        InvalidValueError: The settings together break a rule.
        LicenceRequiredError: A setting takes a licence that the tenant lacks.
    """
    check_access(work, actor, WRITE, default_changes(given))
    clouds, before = store.get_policy(work, actor.tenant_id, lock=True)
    after = customized(before, given)
    check_default(after)
    check_licences(work, actor.tenant_id, before, after)
    advice = BLOCKS_BY_DEFAULT if blocks_more(before, after) else None
    advice = advice or trust_advice(work, actor.tenant_id, after)
    store.save_policy(work, actor.tenant_id, clouds, after)
    record_policy(work, actor, activities.UPDATE_ACCESS_DEFAULT, before, after, advice=advice)
    return advice


def reset_default(work: UnitOfWork, actor: Actor) -> None:
    """Put the default back to what every tenant starts with; partners stay as they are."""
    check_access(work, actor, WRITE, RESET_DEFAULT)
    clouds, before = store.get_policy(work, actor.tenant_id, lock=True)
    store.save_policy(work, actor.tenant_id, clouds, SYSTEM_DEFAULT)
    record_policy(work, actor, activities.RESET_ACCESS_DEFAULT, before, SYSTEM_DEFAULT)
