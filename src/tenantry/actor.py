"""Who calls: an application, a user, the operator of the installation, or the product itself."""

from dataclasses import dataclass, field
from enum import Enum

from tenantry.errors import NotPermittedError


class ActorKind(Enum):
    """The four kinds of caller."""

    APPLICATION = "application"
    USER = "user"
    OPERATOR = "operator"  # local CLI or the operator token: both sides, every permission
    SYSTEM = "system"  # the provisioning service


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A caller inside one tenant.

    ``permissions`` are Graph permission names such as `User.Read.All`.
    ``actor_id`` is the object id of the service principal or user, empty for the operator.
    """

    tenant_id: str
    kind: ActorKind
    actor_id: str = ""
    app_id: str = ""
    display_name: str = ""
    user_principal_name: str = ""
    ip_address: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, *any_of: str) -> bool:
        """Return whether one of the permissions in *any_of* is held."""
        return self.kind in _UNLIMITED or not self.permissions.isdisjoint(any_of)

    def require(self, *any_of: str) -> None:
        """Raise `NotPermittedError` unless one of the permissions in *any_of* is held."""
        if not self.may(*any_of):
            raise NotPermittedError(any_of)


_UNLIMITED = frozenset({ActorKind.OPERATOR, ActorKind.SYSTEM})


def operator(tenant_id: str) -> Actor:
    """Return the operator of the installation, acting in *tenant_id*."""
    return Actor(tenant_id=tenant_id, kind=ActorKind.OPERATOR, display_name="Tenantry operator")


def provisioning_service(tenant_id: str) -> Actor:
    """Return the provisioning engine as it appears in the target's audit log (behaviour §10)."""
    return Actor(
        tenant_id=tenant_id,
        kind=ActorKind.SYSTEM,
        app_id="00000014-0000-0000-c000-000000000000",
        display_name="Microsoft.Azure.SyncFabric",
    )
