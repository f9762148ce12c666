"""Whom and what a policy is about, compiled into sets.

Source: contract §6.11, behaviour §12.
"""

from enum import Enum

from msgspec import Struct

from tenantry.access.applications import Application
from tenantry.access.conditional.locations import Address, Places

REGISTER_SECURITY = "urn:user:registersecurityinfo"


class UserCategory(Enum):
    """What somebody is to the resource tenant, by the contract's names."""

    # Asked of each sign-in many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    INTERNAL_MEMBER = "internalMember"  # ours: the contract names only guests and external users
    INTERNAL_GUEST = "internalGuest"
    COLLABORATION_GUEST = "b2bCollaborationGuest"
    COLLABORATION_MEMBER = "b2bCollaborationMember"
    DIRECT_CONNECT = "b2bDirectConnectUser"
    OTHER_EXTERNAL = "otherExternalUser"
    SERVICE_PROVIDER = "serviceProvider"

    @property
    def is_internal(self) -> bool:
        """Whether the resource tenant itself authenticates such people."""
        return self in _INTERNAL


_INTERNAL = frozenset({UserCategory.INTERNAL_MEMBER, UserCategory.INTERNAL_GUEST})


class Account(Struct, frozen=True, kw_only=True, gc=False):
    """Who signs in, as the resource tenant knows them.

    ``id``, ``group_ids`` and ``role_ids`` are those of the resource tenant; who connects directly
    has none.  ``collaborates_as`` is what somebody of no directory is besides: policies on guests
    name them too, except for what only a directory can vouch for.
    """

    category: UserCategory
    home_tenant_id: str
    id: str = ""
    group_ids: frozenset[str] = frozenset()
    role_ids: frozenset[str] = frozenset()
    collaborates_as: UserCategory | None = None


class ExternalPeople(Struct, frozen=True, kw_only=True):
    """Guests and external users of some kinds; ``tenant_ids`` None means all tenants."""

    categories: frozenset[UserCategory]
    tenant_ids: frozenset[str] | None = None

    def names(self, account: Account) -> bool:
        """Return whether the account is one of them."""
        if self.categories.isdisjoint((account.category, account.collaborates_as)):
            return False
        return self.tenant_ids is None or account.home_tenant_id in self.tenant_ids


class People(Struct, frozen=True, kw_only=True):
    """A list of people; ``external`` are those of the list's guests and external users."""

    everybody: bool = False
    ids: frozenset[str] = frozenset()
    group_ids: frozenset[str] = frozenset()
    role_ids: frozenset[str] = frozenset()
    external: tuple[ExternalPeople, ...] = ()

    def names(self, account: Account) -> bool:
        """Return whether the account is on the list."""
        return (
            self.everybody
            or account.id in self.ids
            or not self.group_ids.isdisjoint(account.group_ids)
            or not self.role_ids.isdisjoint(account.role_ids)
            or (bool(self.external) and _is_among(self.external, account))
        )


def _is_among(external: tuple[ExternalPeople, ...], account: Account) -> bool:
    # A loop, since a generator costs more than most of the answers.
    for each in external:  # noqa: SIM110
        if each.names(account):
            return True
    return False


class Applications(Struct, frozen=True, kw_only=True):
    """A list of applications."""

    everything: bool = False
    office_365: bool = False
    app_ids: frozenset[str] = frozenset()

    def names(self, application: Application) -> bool:
        """Return whether the application is on the list."""
        return (
            self.everything
            or application.app_id in self.app_ids
            or (self.office_365 and application.is_office_365)
        )


class Undertaking(Struct, frozen=True, kw_only=True, gc=False):
    """What somebody is about to do: use an application, or an action of their own account.

    ``contexts`` are the authentication contexts that the application asks for, ``client`` how
    they come: `browser` or `mobileAppsAndDesktopClients`; ``address`` None is one not known.
    """

    application: Application
    user_action: str | None = None
    contexts: frozenset[str] = frozenset()
    client: str = "browser"
    address: Address | None = None


class Conditions(Struct, frozen=True, kw_only=True):
    """When a policy applies; ``clients`` None means however they come, ``places`` wherever from."""

    people: People
    excluded_people: People | None = None
    applications: Applications = Applications()
    excluded_applications: Applications | None = None
    user_actions: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    clients: frozenset[str] | None = None
    places: Places | None = None
    excluded_places: Places | None = None

    def meet(self, account: Account, undertaking: Undertaking) -> bool:
        """Return whether the policy applies; an exclusion outweighs every inclusion."""
        if not self._cover(undertaking) or not self.people.names(account):
            return False
        if self.places is not None and not self._reach(undertaking.address):
            return False
        return self.excluded_people is None or not self.excluded_people.names(account)

    def _reach(self, address: Address | None) -> bool:
        if self.places is not None and not self.places.hold(address):
            return False
        return self.excluded_places is None or not self.excluded_places.hold(address)

    def _cover(self, undertaking: Undertaking) -> bool:
        if self.clients is not None and undertaking.client not in self.clients:
            return False
        if undertaking.user_action is not None:
            return undertaking.user_action in self.user_actions
        if self.contexts and not self.contexts.isdisjoint(undertaking.contexts):
            return True
        if not self.applications.names(undertaking.application):
            return False
        excluded = self.excluded_applications
        return excluded is None or not excluded.names(undertaking.application)
