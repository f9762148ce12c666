"""What of a policy takes a licence: what is turned on, never what is turned off."""

import msgspec
import pytest

from tenantry.access.licensing import features_of, features_turned_on
from tenantry.access.policy import Partner
from tenantry.directory.licensing import Feature

_NONE: dict[str, object] = {}
_TRUST = {"inboundTrust": {"isMfaAccepted": True}}
_MORE_TRUST = {"inboundTrust": {"isMfaAccepted": True, "isCompliantDeviceAccepted": True}}
_CONSENT = {"automaticUserConsentSettings": {"inboundAllowed": True}}
_OUTBOUND = {"automaticUserConsentSettings": {"outboundAllowed": True}}


def _lists(name: str, user: str, application: str, access_type: str = "allowed") -> object:
    halves = (("usersAndGroups", user, "user"), ("applications", application, "application"))
    return {
        name: {
            half: {"accessType": access_type, "targets": [{"target": target, "targetType": kind}]}
            for half, target, kind in halves
        }
    }


_SOMEBODY = _lists("b2bCollaborationInbound", "8a0b", "AllApplications")
_EVERYBODY = _lists("b2bCollaborationInbound", "AllUsers", "AllApplications")
_SOMETHING = _lists("b2bCollaborationOutbound", "AllUsers", "Office365")


def _partner(settings: object) -> Partner:
    assert isinstance(settings, dict)
    return msgspec.convert({"tenantId": "a", **settings}, Partner)


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        (_NONE, _TRUST, {Feature.INBOUND_TRUST}),
        (_TRUST, _MORE_TRUST, {Feature.INBOUND_TRUST}),
        (_MORE_TRUST, _TRUST, set()),
        (_TRUST, _NONE, set()),
        (_NONE, {"inboundTrust": {"isMfaAccepted": False}}, set()),
        (_NONE, _CONSENT, {Feature.AUTOMATIC_REDEMPTION}),
        (_CONSENT, _CONSENT, set()),
        (_CONSENT, _NONE, set()),
        (_NONE, _OUTBOUND, set()),
        (_NONE, _SOMEBODY, {Feature.SPECIFIC_TARGETS}),
        (_NONE, _SOMETHING, {Feature.SPECIFIC_TARGETS}),
        (_NONE, _EVERYBODY, set()),
        (_SOMEBODY, _EVERYBODY, set()),
        (_NONE, {**_TRUST, **_CONSENT}, {Feature.INBOUND_TRUST, Feature.AUTOMATIC_REDEMPTION}),
    ],
)
def test_a_change_takes_what_it_turns_on(
    before: object, after: object, taken: set[Feature]
) -> None:
    assert taken == set(features_turned_on(_partner(before), _partner(after)))


@pytest.mark.parametrize(
    ("settings", "is_in_use"),
    [
        (_NONE, False),
        (_lists("b2bDirectConnectInbound", "AllUsers", "AllApplications"), True),
        (_lists("b2bDirectConnectInbound", "AllUsers", "AllApplications", "blocked"), False),
        (_lists("b2bDirectConnectOutbound", "8a0b", "AllApplications", "blocked"), True),
    ],
)
def test_direct_connect_is_in_use_where_somebody_passes(
    settings: object, *, is_in_use: bool
) -> None:
    assert is_in_use == (Feature.DIRECT_CONNECT in features_of(_partner(settings)))
