"""What a change of settings leaves as it was (decision 9)."""

from typing import Any

import msgspec
from hypothesis import given, strategies as some

from tenantry.access.policy import AutomaticConsent, InboundTrust, Partner, merged

PARTNER = Partner(
    partner_tenant_id="5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01",
    inbound_trust=InboundTrust(is_mfa_accepted=True, is_compliant_device_accepted=False),
    automatic_user_consent_settings=AutomaticConsent(inbound_allowed=True, outbound_allowed=None),
)

flags = some.none() | some.booleans()
trusts = some.none() | some.dictionaries(
    some.sampled_from(
        ["isMfaAccepted", "isCompliantDeviceAccepted", "isHybridAzureADJoinedDeviceAccepted"]
    ),
    flags,
).map(lambda given: msgspec.convert(given, InboundTrust))
changes = some.fixed_dictionaries(
    {}, optional={"inbound_trust": trusts, "is_service_provider": flags}
)


def test_nothing_given_changes_nothing() -> None:
    assert merged(PARTNER, {}) == PARTNER


def test_a_member_that_is_not_named_stays() -> None:
    changed = merged(PARTNER, {"inbound_trust": InboundTrust(is_mfa_accepted=False)})

    assert changed.inbound_trust == InboundTrust(
        is_mfa_accepted=False, is_compliant_device_accepted=False
    )
    assert changed.automatic_user_consent_settings == PARTNER.automatic_user_consent_settings


def test_null_puts_a_setting_back_to_inheriting() -> None:
    changed = merged(PARTNER, {"inbound_trust": None, "automatic_user_consent_settings": None})

    assert changed.inbound_trust is None
    assert changed.automatic_user_consent_settings == AutomaticConsent(
        inbound_allowed=None, outbound_allowed=None
    )


def test_null_inside_a_setting_clears_that_member() -> None:
    given = {"automatic_user_consent_settings": AutomaticConsent(inbound_allowed=None)}

    changed = merged(PARTNER, given)

    assert not changed.is_inbound_consent_automatic
    assert changed.automatic_user_consent_settings.outbound_allowed is None


@given(changes)
def test_a_change_made_twice_is_the_change_made_once(given: dict[str, Any]) -> None:
    once = merged(PARTNER, given)

    assert merged(once, given) == once


@given(changes, changes)
def test_changes_of_different_settings_come_in_any_order(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    disjoint = {name: value for name, value in other.items() if name not in one}

    assert merged(merged(PARTNER, one), disjoint) == merged(merged(PARTNER, disjoint), one)
