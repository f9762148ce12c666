"""Which role actions a change of the policy takes, and that users need exactly those."""

from collections.abc import Callable, Collection

import pytest

from tenantry.access.actions import (
    RESET_DEFAULT,
    default_changes,
    partner_changes,
    partner_creation,
    policy_changes,
)
from tenantry.access.operations import partners, policies, synchronizations
from tenantry.access.policy import (
    CloudSettings,
    DefaultSettings,
    IdentitySynchronization,
    Partner,
)
from tenantry.actor import Actor
from tenantry.directory import actions, roles
from tenantry.directory.role_actions import actions_of
from tenantry.errors import NotPermittedError
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import a_person, add_tenant, add_user

_DEFAULT_BOTH = {actions.DEFAULT_COLLABORATION_UPDATE, actions.DEFAULT_DIRECT_CONNECT_UPDATE}
_PARTNER_BOTH = {actions.PARTNERS_COLLABORATION_UPDATE, actions.PARTNERS_DIRECT_CONNECT_UPDATE}


@pytest.mark.parametrize(
    ("needed", "expected"),
    [
        (policy_changes([]), set()),
        (policy_changes(["display_name"]), {actions.POLICY_UPDATE}),
        (policy_changes(["allowed_cloud_endpoints"]), {actions.CLOUDS_UPDATE}),
        (default_changes(["b2b_collaboration_inbound"]), {actions.DEFAULT_COLLABORATION_UPDATE}),
        (default_changes(["b2b_direct_connect_outbound"]), {actions.DEFAULT_DIRECT_CONNECT_UPDATE}),
        (default_changes(["tenant_restrictions"]), {actions.DEFAULT_RESTRICTIONS_UPDATE}),
        (default_changes(["inbound_trust"]), _DEFAULT_BOTH),
        (default_changes(["automatic_user_consent_settings"]), _DEFAULT_BOTH),
        (
            default_changes(["invitation_redemption_identity_provider_configuration"]),
            {actions.DEFAULT_COLLABORATION_UPDATE},
        ),
        (partner_changes(["b2b_collaboration_outbound"]), {actions.PARTNERS_COLLABORATION_UPDATE}),
        (partner_changes(["b2b_direct_connect_inbound"]), {actions.PARTNERS_DIRECT_CONNECT_UPDATE}),
        (partner_changes(["tenant_restrictions"]), {actions.PARTNERS_RESTRICTIONS_UPDATE}),
        (partner_changes(["inbound_trust"]), _PARTNER_BOTH),
        (partner_changes(["m365_collaboration_inbound"]), {actions.PARTNERS_COLLABORATION_UPDATE}),
        (partner_changes(["is_service_provider"]), {actions.POLICY_UPDATE}),
        (partner_creation([]), {actions.PARTNERS_CREATE}),
        (
            partner_creation(["tenant_restrictions"]),
            {actions.PARTNERS_CREATE, actions.PARTNERS_RESTRICTIONS_UPDATE},
        ),
        (RESET_DEFAULT, {*_DEFAULT_BOTH, actions.DEFAULT_RESTRICTIONS_UPDATE}),
    ],
)
def test_what_a_change_takes(needed: Collection[str], expected: Collection[str]) -> None:
    assert expected == needed


def test_every_setting_names_what_its_change_takes() -> None:
    assert policy_changes(CloudSettings.__struct_fields__)
    assert default_changes(_settings_of(DefaultSettings, "is_service_default"))
    assert partner_changes(_settings_of(Partner, "partner_tenant_id"))


Attempt = Callable[[UnitOfWork, Actor, str], object]


def _delete_partner(work: UnitOfWork, actor: Actor, partner_tenant_id: str) -> None:
    synchronizations.delete_synchronization(work, actor, partner_tenant_id)
    partners.delete_partner(work, actor, partner_tenant_id)


_ATTEMPTS: list[tuple[Attempt, Collection[str]]] = [
    (lambda work, actor, _: policies.get_policy(work, actor), {actions.POLICY_READ}),
    (lambda work, actor, _: policies.get_default(work, actor), {actions.DEFAULT_READ}),
    (
        lambda work, actor, _: partners.list_partners(work, actor, PageQuery()),
        {actions.PARTNERS_READ},
    ),
    (
        synchronizations.get_synchronization,
        {actions.IDENTITY_SYNC_READ},
    ),
    (
        lambda work, actor, _: policies.update_policy(
            work, actor, {"allowed_cloud_endpoints": ("microsoftonline.us",)}
        ),
        {actions.CLOUDS_UPDATE},
    ),
    (
        lambda work, actor, _: policies.update_default(work, actor, {"tenant_restrictions": None}),
        {actions.DEFAULT_RESTRICTIONS_UPDATE},
    ),
    (lambda work, actor, _: policies.reset_default(work, actor), RESET_DEFAULT),
    (
        lambda work, actor, other: partners.update_partner(
            work, actor, other, {"inbound_trust": None}
        ),
        _PARTNER_BOTH,
    ),
    (
        lambda work, actor, other: synchronizations.update_synchronization(
            work, actor, other, {"display_name": "Tailwind"}
        ),
        {actions.IDENTITY_SYNC_UPDATE},
    ),
    (
        synchronizations.delete_synchronization,
        {actions.IDENTITY_SYNC_UPDATE},
    ),
    (
        _delete_partner,
        {actions.IDENTITY_SYNC_UPDATE, actions.PARTNERS_DELETE},
    ),
]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("attempt", "needed"), _ATTEMPTS)
def test_a_user_needs_exactly_the_actions_of_what_is_done(
    database: Database, attempt: Attempt, needed: Collection[str]
) -> None:
    with database.write() as work:
        home, other = add_tenant(work, "northwind"), add_tenant(work, "tailwind").tenant_id
        user = add_user(work, home, "mira")
        partners.add_partner(work, home, other, {})
        given = IdentitySynchronization(partner_tenant_id=other)
        synchronizations.add_synchronization(work, home, given)

    def person(role_actions: Collection[str]) -> Actor:
        permissions = ("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess")
        return a_person(home, user, *permissions, role_actions=role_actions)

    for missing in needed:
        with pytest.raises(NotPermittedError), database.write() as work:
            attempt(work, person(actions.ALL - {missing}), other)
    with database.write() as work:
        attempt(work, person(needed), other)


@pytest.mark.parametrize(
    ("role_id", "may_write", "may_synchronize"),
    [
        (roles.GLOBAL_ADMINISTRATOR, True, True),
        (roles.SECURITY_ADMINISTRATOR, True, True),
        (roles.TEAMS_ADMINISTRATOR, True, False),
        (roles.SECURITY_READER, False, False),
        (roles.GLOBAL_READER, False, False),
        (roles.HYBRID_IDENTITY_ADMINISTRATOR, False, False),
    ],
)
def test_which_built_in_roles_write_the_policy(
    role_id: str, *, may_write: bool, may_synchronize: bool
) -> None:
    carried = actions_of([role_id])

    assert carried.issuperset(actions.ACCESS_WRITE) == may_write
    assert carried.issuperset(actions.IDENTITY_SYNC_WRITE) == may_synchronize


def _settings_of(kind: type[DefaultSettings | Partner], but: str) -> list[str]:
    return [name for name in kind.__struct_fields__ if name != but]
