"""What the settings of a partner may hold (behaviour §11, contract §2.4)."""

from typing import Any

import msgspec
import pytest

from tenantry.access.policy import Partner
from tenantry.access.settings import check_settings
from tenantry.errors import InvalidValueError

PARTNER = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"
GROUP = "8c7b6a59-4837-4261-9504-f3e2d1c0b918"
APPLICATION = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"

Json = dict[str, Any]


def partner(**settings: Json) -> Partner:
    return msgspec.convert({"tenantId": PARTNER, **settings}, Partner)


def listing(access_type: str | None, *targets: tuple[str | None, str | None]) -> Json:
    return {
        "accessType": access_type,
        "targets": [{"target": target, "targetType": kind} for target, kind in targets],
    }


def everybody(access_type: str) -> Json:
    return listing(access_type, ("AllUsers", "user"))


def every_application(access_type: str) -> Json:
    return listing(access_type, ("AllApplications", "application"))


ONE_GROUP = (GROUP, "group")
ONE_APPLICATION = (APPLICATION, "application")


@pytest.mark.parametrize(
    ("people", "applications"),
    [
        (everybody("allowed"), every_application("allowed")),
        (everybody("blocked"), every_application("blocked")),
        (listing("allowed", ONE_GROUP), every_application("allowed")),
        (listing("allowed", ONE_GROUP), listing("blocked", ONE_APPLICATION)),
        (listing("blocked", ONE_GROUP), every_application("blocked")),
        (listing("blocked", ONE_GROUP), listing("allowed", ONE_APPLICATION)),
        (listing("blocked", ONE_GROUP), listing("blocked", ONE_APPLICATION)),
        (listing("allowed", ONE_GROUP, (PARTNER, "user")), listing("allowed", ONE_APPLICATION)),
        (everybody("allowed"), listing("allowed", ("Office365", "application"))),
        (None, every_application("blocked")),
        (everybody("blocked"), None),
    ],
)
def test_the_documented_cases_are_accepted(people: Json | None, applications: Json | None) -> None:
    setting = {"usersAndGroups": people, "applications": applications}

    check_settings(partner(b2bCollaborationInbound=setting, tenantRestrictions=setting))


@pytest.mark.claim("XTA-036", "XTA-037", "XTA-038")
@pytest.mark.parametrize(
    ("people", "applications", "message"),
    [
        (everybody("blocked"), every_application("allowed"), "`AllApplications` must be blocked"),
        (
            everybody("blocked"),
            listing("blocked", ONE_APPLICATION),
            "`AllApplications` must be blocked",
        ),
        (everybody("allowed"), every_application("blocked"), "at least one application"),
        (listing("allowed", ONE_GROUP), every_application("blocked"), "at least one application"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "b2bCollaborationInbound",
        "b2bCollaborationOutbound",
        "b2bDirectConnectInbound",
        "b2bDirectConnectOutbound",
        "tenantRestrictions",
    ],
)
def test_lists_that_contradict_each_other_are_refused(
    name: str, people: Json, applications: Json, message: str
) -> None:
    setting = {"usersAndGroups": people, "applications": applications}

    with pytest.raises(InvalidValueError, match=message) as raised:
        check_settings(partner(**{name: setting}))

    assert raised.value.path == f"{name}.applications"


@pytest.mark.parametrize(
    ("applications", "path"),
    [
        (listing("allowed"), "targets"),
        (listing(None, ONE_APPLICATION), "accessType"),
        ({"accessType": "allowed"}, "targets"),
        ({"targets": [{"target": APPLICATION, "targetType": "application"}]}, "accessType"),
        (listing("allowed", ("Photoshop", "application")), "targets[0].target"),
        (listing("allowed", (None, "application")), "targets[0].target"),
        (listing("allowed", ONE_APPLICATION, ONE_GROUP), "targets[1].targetType"),
        (listing("allowed", ("AllUsers", "user")), "targets[0].targetType"),
        (listing("allowed", ("AllApplications", "user")), "targets[0].targetType"),
        (listing("allowed", (APPLICATION, None)), "targets[0].targetType"),
        (listing("allowed", ("AllApplications", "application"), ONE_APPLICATION), "targets"),
        (listing("allowed", ("Office365", "application"), ONE_APPLICATION), "targets"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(applications: Json, path: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        check_settings(partner(appServiceConnectInbound={"applications": applications}))

    assert raised.value.path == f"appServiceConnectInbound.applications.{path}"


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("b2bCollaborationInbound", "usersAndGroups"),
        ("m365CollaborationInbound", "users"),
        ("m365CollaborationOutbound", "usersAndGroups"),
    ],
)
def test_a_list_of_people_names_people(name: str, member: str) -> None:
    check_settings(partner(**{name: {member: listing("allowed", ONE_GROUP)}}))

    for target in (ONE_APPLICATION, ("AllUsers", "group"), ("AllApplications", "user")):
        with pytest.raises(InvalidValueError, match="`user` or `group`"):
            check_settings(partner(**{name: {member: listing("allowed", target)}}))
