"""The registration policy of a tenant, for which Graph has no call."""

import msgspec

from tenantry.access.conditional.policy import RegistrationConditions, RegistrationPolicy
from tenantry.access.operations.registration import get_registration, set_registration
from tenantry.native.callers import NativeCall


class RegistrationObject(msgspec.Struct, rename="camel", kw_only=True):
    """Who must have methods of multifactor authentication in the tenant.

    ``warning`` tells what the policy does to external users who are trusted.
    """

    state: str
    conditions: RegistrationConditions
    warning: str | None = None


def read_registration(call: NativeCall, tenant: str) -> RegistrationObject:
    """Return the policy of a tenant."""
    with call.database.read() as reading:
        policy = get_registration(reading, call.actor_of_tenant(reading, tenant))
    return RegistrationObject(state=policy.state, conditions=policy.conditions)


def write_registration(
    call: NativeCall, tenant: str, body: RegistrationPolicy
) -> RegistrationObject:
    """Write the policy of a tenant and return it."""
    with call.database.write() as work:
        advice = set_registration(work, call.actor_of_tenant(work, tenant), body)
    return RegistrationObject(state=body.state, conditions=body.conditions, warning=advice)
