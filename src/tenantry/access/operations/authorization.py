"""Who may read and write the policy, and which tenants have one (contract §2.2)."""

from collections.abc import Collection

from tenantry.access.licensing import features_turned_on
from tenantry.access.policy import AccessSettings
from tenantry.actor import Actor
from tenantry.directory.operations.licences import require_licence
from tenantry.directory.operations.protection import check_protection
from tenantry.directory.stores import tenants
from tenantry.directory.tenants import EXTERNAL
from tenantry.errors import NotConfiguredError
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess")
WRITE = ("Policy.ReadWrite.CrossTenantAccess",)


def check_access(
    reading: Reading, actor: Actor, permissions: tuple[str, ...], role_actions: Collection[str]
) -> None:
    """Raise unless *actor* has one of *permissions*, and its tenant has a policy.

    A user also needs all of *role_actions* (RBAC-001, RBAC-002).

    Raises:
        ContextRequiredError: An action is protected, and the user's sign-in proved too little.
        NotConfiguredError: The tenant is an external one (decision 36).
    """
    actor.require(*permissions)
    actor.require_actions(*role_actions)
    check_protection(reading, actor, role_actions)
    tenant = tenants.find(reading, actor.tenant_id)
    if tenant is not None and tenant["kind"] == EXTERNAL:
        raise NotConfiguredError("an external tenant has no cross-tenant access policy")


def check_licences(
    work: UnitOfWork, tenant_id: str, before: AccessSettings | None, after: AccessSettings
) -> None:
    """Raise `LicenceRequiredError` where the change takes a licence that the tenant lacks."""
    for feature in features_turned_on(before, after):
        require_licence(work, tenant_id, feature)
