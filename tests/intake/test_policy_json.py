"""Exports of a cross-tenant access policy: their forms, their noise, and where a mistake is."""

import json
from typing import Any

import pytest

from tenantry.intake.policy_json import PolicyExport, read_policy

FABRIKAM = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"
CONTOSO = "c2a9d7b4-8e36-4f0a-b1c5-73d0e94f6a02"

PARTNER = {
    "tenantId": FABRIKAM,
    "isServiceProvider": None,
    "isInMultiTenantOrganization": False,
    "inboundTrust": {"@odata.type": "#microsoft.graph.x", "isMfaAccepted": True},
    "automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": True},
    "crossCloudMeetingConfiguration": {"inboundAllowed": None, "outboundAllowed": None},
    "identitySynchronization@odata.context": "https://graph.microsoft.com/v1.0/x",
    "identitySynchronization": {
        "tenantId": FABRIKAM,
        "displayName": "Fabrikam",
        "userSyncInbound": {"isSyncAllowed": True},
    },
}
DEFAULT = {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#default",
    "id": CONTOSO,
    "isServiceDefault": False,
    "automaticUserConsentSettings": {"inboundAllowed": False, "outboundAllowed": False},
    "inboundTrust": {"isMfaAccepted": True},
}


def read(*documents: object) -> PolicyExport:
    files = [(f"{number}.json", json.dumps(each)) for number, each in enumerate(documents)]
    return read_policy([(name, text.encode()) for name, text in files])


@pytest.mark.parametrize(
    "documents",
    [
        [PARTNER, DEFAULT],
        [[PARTNER], DEFAULT],
        [{"@odata.context": "x", "value": [PARTNER]}, DEFAULT],
        [{"default": DEFAULT, "partners": [PARTNER]}],
        [{"allowedCloudEndpoints": [], "default": DEFAULT, "partners": {"value": [PARTNER]}}],
    ],
)
def test_every_form_of_an_export_says_the_same(documents: list[object]) -> None:
    export = read(*documents)

    assert [] == export.problems
    assert export.default is not None
    assert not export.default.is_service_default
    assert {"inbound_trust"} == export.default.given.keys()
    [partner] = export.partners.values()
    assert FABRIKAM == partner.tenant_id
    assert partner.given["automatic_user_consent_settings"].outbound_allowed is True
    assert partner.given["inbound_trust"].is_compliant_device_accepted is None
    assert partner.synchronization is not None
    assert partner.synchronization.is_sync_allowed


@pytest.mark.parametrize(
    ("document", "path", "told"),
    [
        ({"value": [PARTNER, PARTNER]}, "$.value[1].tenantId", "twice"),
        ([{"inboundTrust": None}], "$[0].tenantId", "required"),
        ([{**PARTNER, "inboundTrust": {"isMfaAccepted": 1}}], "$[0].inboundTrust.isMfaAcc", "bool"),
        ([{**PARTNER, "inboundtrst": {}}], "$[0].inboundtrst", "did you mean"),
        ([{**PARTNER, "inboundTrust": {"isMfa": True}}], "$[0].inboundTrust.isMfa", "known are"),
        ({"default": {**DEFAULT, "color": 1}}, "$.default.color", "not a known property"),
        ({"partners": 5}, "$.partners", "array"),
        (5, "$", "object or an array"),
    ],
)
def test_a_mistake_is_told_by_its_file_and_its_path(document: Any, path: str, told: str) -> None:
    [problem] = read(document).problems

    assert "0.json" == problem.file
    assert problem.path.startswith(path)
    assert told in problem.reason


def test_what_is_no_json_is_told_and_the_rest_is_read() -> None:
    export = read_policy([("a.json", b"{"), ("b.json", json.dumps([PARTNER]).encode())])

    assert [("a.json", "$")] == [(problem.file, problem.path) for problem in export.problems]
    assert 1 == len(export.partners)


def test_two_defaults_are_one_too_many() -> None:
    [problem] = read(DEFAULT, DEFAULT).problems

    assert ("1.json", "`0.json` has the default already") == (problem.file, problem.reason)
