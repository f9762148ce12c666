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


class Standing(Enum):
    """How much of the directory a caller sees by default (behaviour §14.3)."""

    MEMBER = "member"
    LIMITED_GUEST = "limitedGuest"
    RESTRICTED_GUEST = "restrictedGuest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A caller inside one tenant.

    ``permissions`` are Graph permission names such as `User.Read.All`; a user's are those of
    the application, limited to what the user may do (`directory.operations.delegation`).
    ``actor_id`` is the object id of the service principal or user, empty for the operator.
    ``role_actions`` are what a user's directory roles carry, such as
    `microsoft.directory/crossTenantAccessPolicy/partners/create`; ``granted`` are the delegated
    permissions of the application, which hold for what the user owns; ``contexts`` the ids of
    the authentication contexts that the user satisfied at sign-in.
    """

    tenant_id: str
    kind: ActorKind
    actor_id: str = ""
    app_id: str = ""
    display_name: str = ""
    user_principal_name: str = ""
    ip_address: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    granted: frozenset[str] = field(default_factory=frozenset)
    role_actions: frozenset[str] = field(default_factory=frozenset)
    standing: Standing = Standing.MEMBER
    contexts: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_guest(self) -> bool:
        """Whether the caller sees only what guests see."""
        return self.standing is not Standing.MEMBER

    def may(self, *any_of: str) -> bool:
        """Return whether one of the permissions in *any_of* is held."""
        return self.kind in _UNLIMITED or not self.permissions.isdisjoint(any_of)

    def require(self, *any_of: str) -> None:
        """Raise `NotPermittedError` unless one of the permissions in *any_of* is held."""
        if not self.may(*any_of):
            raise NotPermittedError(any_of)

    def may_as_owner(self, *any_of: str) -> bool:
        """Return whether one of *any_of* is held, or was granted for a user's own objects."""
        return self.may(*any_of) or not self.granted.isdisjoint(any_of)

    def require_as_owner(self, *any_of: str) -> None:
        """Raise `NotPermittedError` unless `may_as_owner`."""
        if not self.may_as_owner(*any_of):
            raise NotPermittedError(any_of)

    def may_perform(self, *actions: str) -> bool:
        """Return whether no directory role is missing for *actions*; only users need roles."""
        return self.kind is not ActorKind.USER or self.role_actions.issuperset(actions)

    def require_actions(self, *actions: str) -> None:
        """Raise `NotPermittedError` unless the caller may perform all of *actions*."""
        if not self.may_perform(*actions):
            raise NotPermittedError(sorted({*actions} - self.role_actions))


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


def entitlement_service(tenant_id: str) -> Actor:
    """Return what delivers access packages, as it appears in the audit log."""
    return Actor(
        tenant_id=tenant_id,
        kind=ActorKind.SYSTEM,
        app_id="810dcf14-1858-4bf2-8134-4c369fa3235b",
        display_name="Azure AD Identity Governance - Entitlement Management",
    )
