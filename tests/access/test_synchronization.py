"""Who may synchronize users into whom: the rule, and the settings of both sides."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as some

from tenantry.access.operations import partners, synchronizations
from tenantry.access.policy import (
    AutomaticConsent,
    IdentitySynchronization,
    Partner,
    UserSyncInbound,
)
from tenantry.access.synchronization import Side, find_refusals
from tenantry.errors import NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tests.support.directory import add_tenant

SOURCE_ID = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"
TARGET_ID = "c2a9d7b4-8e36-4f0a-b1c5-73d0e94f6a02"

ALLOWED = UserSyncInbound(is_sync_allowed=True)

SOURCE = Side(
    tenant_id=SOURCE_ID,
    cloud="commercial",
    partner=Partner(
        partner_tenant_id=TARGET_ID,
        automatic_user_consent_settings=AutomaticConsent(outbound_allowed=True),
    ),
)
TARGET = Side(
    tenant_id=TARGET_ID,
    cloud="commercial",
    partner=Partner(
        partner_tenant_id=SOURCE_ID,
        automatic_user_consent_settings=AutomaticConsent(inbound_allowed=True),
    ),
    identity_synchronization=IdentitySynchronization(
        partner_tenant_id=SOURCE_ID, user_sync_inbound=ALLOWED
    ),
)

INBOUND_CONSENT = ("target", "automaticUserConsentSettings.inboundAllowed")
OUTBOUND_CONSENT = ("source", "automaticUserConsentSettings.outboundAllowed")
SYNC_ALLOWED = ("target", "userSyncInbound.isSyncAllowed")


def refusals(
    source: Side, target: Side, *, may_cross_clouds: bool = False
) -> list[tuple[str, str]]:
    found = find_refusals(source, target, may_cross_clouds=may_cross_clouds)
    return [(finding.side, finding.setting) for finding in found]


def test_a_tenant_is_not_synchronized_into_itself_and_nothing_else_is_told() -> None:
    assert refusals(SOURCE, SOURCE) == [("source", "tenantId")]


@pytest.mark.claim("CTS-023", "CTS-024")
def test_users_are_synchronized_when_both_sides_say_so() -> None:
    assert refusals(SOURCE, TARGET) == []


@pytest.mark.claim("CTS-032", "CTS-033")
@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        (SOURCE, replace(TARGET, identity_synchronization=None), [SYNC_ALLOWED]),
        (SOURCE, replace(TARGET, partner=None), [INBOUND_CONSENT]),
        (replace(SOURCE, partner=None), TARGET, [OUTBOUND_CONSENT]),
        (
            replace(SOURCE, partner=Partner(partner_tenant_id=TARGET_ID)),
            TARGET,
            [OUTBOUND_CONSENT],
        ),
        (
            SOURCE,
            replace(TARGET, partner=Partner(partner_tenant_id=SOURCE_ID)),
            [INBOUND_CONSENT],
        ),
        (
            replace(SOURCE, partner=None),
            replace(TARGET, partner=None, identity_synchronization=None),
            [SYNC_ALLOWED, INBOUND_CONSENT, OUTBOUND_CONSENT],
        ),
    ],
)
def test_every_missing_setting_is_named_with_its_side(
    source: Side, target: Side, missing: list[tuple[str, str]]
) -> None:
    assert missing == refusals(source, target)


@pytest.mark.claim("CTS-026", "CTS-030")
@pytest.mark.parametrize("is_allowed", [None, False])
def test_synchronization_that_is_not_allowed_is_refused(*, is_allowed: bool | None) -> None:
    setting = UserSyncInbound(is_sync_allowed=is_allowed)
    synchronization = IdentitySynchronization(
        partner_tenant_id=SOURCE_ID, user_sync_inbound=setting
    )

    assert refusals(SOURCE, replace(TARGET, identity_synchronization=synchronization)) == [
        SYNC_ALLOWED
    ]


def test_another_cloud_is_refused_unless_the_installation_allows_it() -> None:
    target = replace(TARGET, cloud="usgov")

    assert refusals(SOURCE, target) == [("target", "cloud")]
    assert refusals(SOURCE, target, may_cross_clouds=True) == []


consents = some.builds(
    AutomaticConsent,
    inbound_allowed=some.none() | some.booleans(),
    outbound_allowed=some.none() | some.booleans(),
)


@given(at_source=consents, at_target=consents, allowed=some.none() | some.booleans())
def test_users_are_synchronized_only_when_all_three_settings_are_true(
    *, at_source: AutomaticConsent, at_target: AutomaticConsent, allowed: bool | None
) -> None:
    source = replace(
        SOURCE,
        partner=Partner(partner_tenant_id=TARGET_ID, automatic_user_consent_settings=at_source),
    )
    target = replace(
        TARGET,
        partner=Partner(partner_tenant_id=SOURCE_ID, automatic_user_consent_settings=at_target),
        identity_synchronization=IdentitySynchronization(
            partner_tenant_id=SOURCE_ID,
            user_sync_inbound=UserSyncInbound(is_sync_allowed=allowed),
        ),
    )

    is_allowed = at_source.outbound_allowed and at_target.inbound_allowed and allowed
    assert (refusals(source, target) == []) is (is_allowed is True)


def test_the_settings_of_both_tenants_are_read(database: Database) -> None:
    with database.write() as work:
        source, target = add_tenant(work, "northwind"), add_tenant(work, "tailwind")
        partners.add_partner(
            work,
            source,
            target.tenant_id,
            {"automatic_user_consent_settings": AutomaticConsent(outbound_allowed=True)},
        )
        partners.add_partner(
            work,
            target,
            source.tenant_id,
            {"automatic_user_consent_settings": AutomaticConsent(inbound_allowed=True)},
        )
        allowed = IdentitySynchronization(
            partner_tenant_id=source.tenant_id, user_sync_inbound=ALLOWED
        )
        synchronizations.add_synchronization(work, target, allowed)

    with database.read() as reading:
        there = synchronizations.synchronization_refusal(
            reading, source.tenant_id, target.tenant_id
        )
        back = synchronizations.synchronization_refusal(reading, target.tenant_id, source.tenant_id)

    assert there is None
    assert back is not None
    assert (back.side, back.setting) == SYNC_ALLOWED
    for side, setting in (SYNC_ALLOWED, INBOUND_CONSENT, OUTBOUND_CONSENT):
        assert setting in back.message
        assert f"{side} tenant" in back.message


@pytest.mark.claim("CTS-022")
def test_the_target_stops_a_synchronization_at_any_time(database: Database) -> None:
    with database.write() as work:
        source, target = add_tenant(work, "northwind"), add_tenant(work, "tailwind")
        partners.add_partner(work, target, source.tenant_id, {})
        allowed = IdentitySynchronization(
            partner_tenant_id=source.tenant_id, user_sync_inbound=ALLOWED
        )
        synchronizations.add_synchronization(work, target, allowed)
        stopped = {"user_sync_inbound": UserSyncInbound(is_sync_allowed=False)}
        synchronizations.update_synchronization(work, target, source.tenant_id, stopped)

        refusal = synchronizations.synchronization_refusal(work, source.tenant_id, target.tenant_id)

    assert refusal is not None
    assert (refusal.side, refusal.setting) == SYNC_ALLOWED


def test_a_tenant_that_is_gone_is_not_found(database: Database) -> None:
    with database.write() as work:
        source = add_tenant(work, "northwind")

        with pytest.raises(NotFoundError):
            synchronizations.synchronization_refusal(work, source.tenant_id, new_id())
