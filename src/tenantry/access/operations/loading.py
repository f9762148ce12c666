"""Reading what the evaluator needs of two tenants: their settings, the person and the policies.

Nobody is authorized here; the operation that asks does that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from msgspec import structs

from tenantry.access import store
from tenantry.access.applications import Application, application_of
from tenantry.access.clouds import CLOUD_OF_ENDPOINT
from tenantry.access.conditional.compiling import NOWHERE, compiled, compiled_registration
from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.evaluation import Policy
from tenantry.access.conditional.strengths import BUILT_IN
from tenantry.access.decisions import Person, Side
from tenantry.access.drafts import (
    Document,
    drafted_default,
    drafted_partner,
    drafted_policy,
)
from tenantry.access.inheritance import (
    Direction,
    EffectiveTrust,
    Mode,
    effective_consent,
    effective_setting,
    effective_trust,
)
from tenantry.access.operations.authentication import load_strengths
from tenantry.access.operations.named_locations import load_locations
from tenantry.access.policy import DefaultSettings, Partner
from tenantry.access.stores import conditional_access, registration
from tenantry.directory.operations.licences import find_standing
from tenantry.directory.stores import applications, memberships, roles, tenants, users
from tenantry.directory.users import GUEST
from tenantry.directory.values import Record
from tenantry.errors import NotFoundError
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one tenant says about another; ``is_licensed`` is that of `Side`."""

    tenant_id: str
    cloud: str
    open_clouds: frozenset[str]
    default: DefaultSettings
    partner: Partner | None
    is_licensed: bool | None = None

    def side(self, mode: Mode, direction: Direction) -> Side:
        """Return the side as it takes part in a decision."""
        return Side(
            tenant_id=self.tenant_id,
            cloud=self.cloud,
            setting=effective_setting(self.default, self.partner, mode, direction),
            consent=effective_consent(self.partner, direction),
            has_partner=self.partner is not None,
            open_clouds=self.open_clouds,
            is_licensed=self.is_licensed,
        )

    @property
    def trust(self) -> EffectiveTrust:
        """What is trusted of the other tenant's claims."""
        return effective_trust(self.default, self.partner)

    @property
    def is_from_service_provider(self) -> bool:
        """Whether the other tenant provides services to this one."""
        return self.partner is not None and self.partner.is_service_provider is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """The live groups that a user object is in, at any depth, and its roles in the whole tenant."""

    group_ids: frozenset[str]
    role_ids: frozenset[str]


def load_both(
    reading: Reading, home_tenant_id: str, resource_tenant_id: str
) -> tuple[Settings, Settings]:
    """Return what each of the two tenants says about the other."""
    home = load_settings(reading, home_tenant_id, resource_tenant_id)
    return home, load_settings(reading, resource_tenant_id, home_tenant_id)


def load_settings(
    reading: Reading,
    tenant_id: str,
    other_tenant_id: str,
    drafts: Mapping[str, Document] = MappingProxyType({}),
) -> Settings:
    """Return what *tenant_id* says about the other, with *drafts* under `default` or `partner`.

    Raises:
        NotFoundError: The tenant does not exist.
        InvalidValueError: A draft breaks a rule.
    """
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        raise NotFoundError(f"tenant `{tenant_id}` does not exist", object_id=tenant_id)
    clouds, default = store.get_policy(reading, tenant_id)
    partner = store.find_partner(reading, tenant_id, other_tenant_id)
    if "default" in drafts:
        default = drafted_default(default, drafts["default"])
    if "partner" in drafts:
        known = partner or Partner(partner_tenant_id=other_tenant_id)
        partner = drafted_partner(known, drafts["partner"])
    return Settings(
        tenant_id=tenant_id,
        cloud=tenant["cloud"],
        open_clouds=frozenset(CLOUD_OF_ENDPOINT[each] for each in clouds.allowed_cloud_endpoints),
        default=default,
        partner=partner,
        is_licensed=find_standing(reading, tenant_id),
    )


def load_belonging(reading: Reading, tenant_id: str, user_id: str) -> Belonging:
    """Return what the user object belongs to."""
    return Belonging(
        group_ids=frozenset(memberships.list_group_ids_above(reading, tenant_id, user_id)),
        role_ids=frozenset(roles.list_role_ids(reading, tenant_id, user_id)),
    )


def load_person(reading: Reading, home_tenant_id: str, user_id: str) -> Person:
    """Return the person as the home tenant's lists name them."""
    groups = memberships.list_group_ids_above(reading, home_tenant_id, user_id)
    return Person(id=user_id, group_ids=frozenset(groups))


def load_application(reading: Reading, resource_tenant_id: str, app_id: str) -> Application:
    """Return the application, marked as the resource tenant marks its service principal."""
    record = applications.find_service_principal(reading, resource_tenant_id, app_id.lower())
    return application_of(app_id, frozenset(record["tags"] or ()) if record else frozenset())


def load_visiting_account(
    reading: Reading,
    resource: Settings,
    home_tenant_id: str,
    home_user_id: str,
    mode: Mode,
    *,
    belonging: Belonging | None = None,
) -> Account:
    """Return whom the resource tenant's policies meet when a user of another tenant comes.

    Who has no user object there yet would get one as a guest.  *belonging* is that of the
    object, here and below, where it was read before.
    """
    if mode is Mode.DIRECT_CONNECT:
        return Account(category=UserCategory.DIRECT_CONNECT, home_tenant_id=home_tenant_id)
    tenant_id = resource.tenant_id
    user = users.find_external(reading, tenant_id, home_tenant_id, home_user_id)
    if user is None:
        is_provider = resource.is_from_service_provider
        category = (
            UserCategory.SERVICE_PROVIDER if is_provider else UserCategory.COLLABORATION_GUEST
        )
        return Account(category=category, home_tenant_id=home_tenant_id)
    belonging = belonging or load_belonging(reading, tenant_id, user["id"])
    return _account(user, _collaborator(user), home_tenant_id, belonging)


def load_foreign_account(
    reading: Reading,
    tenant_id: str,
    guest: Record,
    home_tenant_id: str,
    *,
    belonging: Belonging | None = None,
) -> Account:
    """Return whom the policies meet when a guest comes from a tenant of another installation."""
    belonging = belonging or load_belonging(reading, tenant_id, guest["id"])
    return _account(guest, _collaborator(guest), home_tenant_id, belonging)


def load_own_account(
    reading: Reading, tenant_id: str, user: Record, *, belonging: Belonging | None = None
) -> Account:
    """Return whom the tenant's policies meet when one of its own users signs in."""
    belonging = belonging or load_belonging(reading, tenant_id, user["id"])
    if user["external_user_state"] is not None:
        account = _account(user, UserCategory.OTHER_EXTERNAL, tenant_id, belonging)
        return structs.replace(account, collaborates_as=_collaborator(user))
    if user["user_type"] == GUEST:
        category = UserCategory.INTERNAL_GUEST
    else:
        category = UserCategory.INTERNAL_MEMBER
    return _account(user, category, tenant_id, belonging)


def _collaborator(user: Record) -> UserCategory:
    is_guest = user["user_type"] == GUEST
    return UserCategory.COLLABORATION_GUEST if is_guest else UserCategory.COLLABORATION_MEMBER


def load_policies(reading: Reading, tenant_id: str) -> tuple[Policy, ...]:
    """Return the Conditional Access policies that are enforced or report."""
    active = conditional_access.list_active(reading, tenant_id)
    strengths = load_strengths(reading, tenant_id) if active else BUILT_IN
    has_places = any(written.conditions.locations is not None for _, written in active)
    locations = load_locations(reading, tenant_id) if has_places else NOWHERE
    policies = [compiled(policy_id, written, strengths, locations) for policy_id, written in active]
    policies.append(compiled_registration(registration.find(reading, tenant_id)))
    return tuple(policy for policy in policies if policy is not None)


def load_drafts(reading: Reading, tenant_id: str, drafts: Sequence[Document]) -> tuple[Policy, ...]:
    """Return drafted Conditional Access policies, which keep the rules of written ones.

    Raises:
        InvalidValueError: A draft breaks a rule.
    """
    strengths = load_strengths(reading, tenant_id) if drafts else BUILT_IN
    locations = load_locations(reading, tenant_id) if drafts else NOWHERE
    return tuple(
        policy
        for number, draft in enumerate(drafts)
        if (policy := drafted_policy(number, draft, strengths, locations)) is not None
    )


def _account(
    user: Record, category: UserCategory, home_tenant_id: str, belonging: Belonging
) -> Account:
    return Account(
        category=category,
        home_tenant_id=home_tenant_id,
        id=user["id"],
        group_ids=belonging.group_ids,
        role_ids=belonging.role_ids,
    )
