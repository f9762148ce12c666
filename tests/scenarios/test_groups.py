"""Groups, once the source maps them and the target lets them in (behaviour §23)."""

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, ids

_REFUSED = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"


@pytest.fixture
def with_groups(source: Tenant, target: Tenant, sync: Configuration) -> Configuration:
    """A started synchronization of users and groups."""
    target.allow_inbound_groups(source)
    sync.map_groups()
    return sync


def test_an_assigned_group_arrives_with_the_members_in_scope(
    installation: Installation, source: Tenant, target: Tenant, with_groups: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben", userType="Guest")
    inner = source.add_group("inner", [source.add_user("cleo")])
    design = source.add_group("design", [ana, ben, inner])
    with_groups.assign(design)

    installation.run_cycles()

    [group] = target.groups()
    assert ("Design", "design", True, False, []) == tuple(
        group[name]
        for name in ("displayName", "mailNickname", "securityEnabled", "mailEnabled", "groupTypes")
    )
    assert not group["isAssignableToRole"]
    assert [target.user_of(ana)["id"]] == ids(target.members(group))
    entry, *_ = with_groups.log(design)
    assert ("create", "success") == (
        entry["provisioningAction"],
        entry["provisioningStatusInfo"]["status"],
    )
    assert ("Group", "Group") == (
        entry["sourceIdentity"]["identityType"],
        entry["targetIdentity"]["identityType"],
    )
    assert ["import", "scoping", "matching", "export", "referenceResolution"] == [
        step["provisioningStepType"] for step in entry["provisioningSteps"]
    ]
    counted = with_groups.job()["status"]["synchronizedEntryCountByType"]
    assert {"key": "Group to Group", "value": 1} in counted


def test_a_group_follows_its_members_and_its_scope(
    installation: Installation, source: Tenant, target: Tenant, with_groups: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    design = source.add_group("design", [ana])
    with_groups.assign(design)
    installation.run_cycles()
    [group] = target.groups()

    source.add_member(design, ben)
    source.remove_member(design, ana)
    source.patch(f"/groups/{design['id']}", {"description": "Designers"})
    installation.run_cycles()
    [changed] = target.groups()
    members = ids(target.members(group))
    with_groups.unassign(design)
    installation.run_cycles()
    gone = ids(target.list_all("/directory/deletedItems/microsoft.graph.group"))
    with_groups.assign(design)
    installation.run_cycles()

    assert (group["id"], "Designers") == (changed["id"], changed["description"])
    assert [target.user_of(ben)["id"]] == members
    assert [group["id"]] == gone
    assert [group["id"]] == ids(target.groups())
    assert [target.user_of(ben)["id"]] == ids(target.members(group))


def test_a_group_of_the_target_is_not_taken_over(
    installation: Installation, source: Tenant, target: Tenant, with_groups: Configuration
) -> None:
    own = target.add_group("design", [target.add_user("tess")])
    design = source.add_group("design", [source.add_user("ana")])
    with_groups.assign(design)

    installation.run_cycles()
    with_groups.unassign(design)
    installation.run_cycles()

    assert [own["id"]] == ids(target.groups())
    assert ["Tess"] == [member["displayName"] for member in target.members(own)]


def test_without_the_word_of_the_target_groups_fail_and_users_arrive(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.map_groups()
    ana = source.add_user("ana")
    design = source.add_group("design", [ana])
    sync.assign(design)

    tested = sync.test_connection()
    installation.run_cycles()

    assert [target.user_of(ana)] == target.users()
    assert [] == target.groups()
    [entry] = sync.log(design)
    error = entry["provisioningStatusInfo"]["errorInformation"]
    assert _REFUSED == error["errorCode"]
    for told in (error["reason"], tested.json()["error"]["message"]):
        assert "groupSyncInbound.isSyncAllowed" in told
        assert "target" in told
    assert "EntryLevelErrors" == sync.job()["status"]["lastExecution"]["state"]

    target.allow_inbound_groups(source)
    sync.restart()
    installation.run_cycles()

    assert ["Design"] == [group["displayName"] for group in target.groups()]
    assert sync.test_connection().is_success


def test_a_target_that_takes_its_word_back_keeps_its_groups(
    installation: Installation, source: Tenant, target: Tenant, with_groups: Configuration
) -> None:
    design = source.add_group("design")
    with_groups.assign(design)
    installation.run_cycles()

    target.allow_inbound_groups(source, is_allowed=False)
    with_groups.unassign(design)
    installation.run_cycles()

    assert ["Design"] == [group["displayName"] for group in target.groups()]
    entry, *_ = with_groups.log(design)
    assert _REFUSED == entry["provisioningStatusInfo"]["errorInformation"]["errorCode"]


def test_groups_need_the_scope_of_those_assigned(
    sync: Configuration, with_groups: Configuration
) -> None:
    saved = [*sync.credentials, {"key": "SyncAll", "value": "true"}]
    refused = sync.source.ask("PUT", f"{sync.path}/secrets", {"value": saved})

    with_groups.map_groups(enabled=False)
    sync.connect(scope="all")
    mapped = sync.ask_to_map_groups()

    for response in (refused, mapped):
        assert 400 == response.status_code
        assert "assigned" in response.json()["error"]["message"]
    assert "schemaInvalid" in mapped.text


def test_a_group_is_not_provisioned_on_demand(source: Tenant, with_groups: Configuration) -> None:
    design = source.add_group("design")
    with_groups.assign(design)
    rule_id = with_groups.schema()["synchronizationRules"][0]["id"]
    subject = {"objectId": design["id"], "objectTypeName": "Group"}
    body = {"parameters": [{"ruleId": rule_id, "subjects": [subject]}]}

    refused = source.ask("POST", f"{with_groups.job_path}/provisionOnDemand", body)

    assert 400 == refused.status_code
    assert "EntityTypeNotSupported" in refused.json()["error"]["message"]


def test_the_mapping_of_groups_is_kept_as_sent_until_it_is_reset(
    source: Tenant, with_groups: Configuration
) -> None:
    sent = with_groups.schema()["synchronizationRules"][0]["objectMappings"][1]
    source.delete(f"{with_groups.job_path}/schema")
    reset = with_groups.schema()["synchronizationRules"][0]["objectMappings"][1]

    assert ("Group", "Group", True, False) == (
        sent["sourceObjectName"],
        sent["targetObjectName"],
        sent["enabled"],
        reset["enabled"],
    )
    assert ["displayName", "description", "mailNickname", "securityEnabled", "members"] == [
        mapping["targetAttributeName"] for mapping in sent["attributeMappings"]
    ]
