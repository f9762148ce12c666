"""The schema as its administrator edits it: directories, extension attributes, a new start."""

from typing import Any

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_SOURCE, _TARGET = range(2)


def test_the_extension_attributes_of_both_tenants_are_listed_with_their_types(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ours = {"String": _register(source, "badge"), "Boolean": _register(source, "isKey", "Boolean")}
    theirs = {"DateTime": _register(target, "hiredAt", "DateTime")}
    several = _register(source, "skills", isMultiValued=True)

    listed = _attributes(sync, _SOURCE)
    asked = source.list_all(f"{sync.job_path}/schema/directories")
    fresh = source.post(f"{sync.job_path}/schema/directories/{asked[_TARGET]['id']}/discover")

    assert {name: kind for kind, name in ours.items()} == {
        name: listed[name]["type"] for name in ours.values()
    }
    assert listed[several]["multivalued"] is True
    assert set() == _attributes(sync, _TARGET).keys() & {*ours.values(), several}
    of_target = {each["name"]: each["type"] for each in fresh["objects"][0]["attributes"]}
    assert {name: kind for kind, name in theirs.items()} == {
        name: of_target[name] for name in theirs.values()
    }
    assert [_attributes(sync, _SOURCE), _attributes(sync, _TARGET)] == [
        {each["name"]: each for each in directory["objects"][0]["attributes"]}
        for directory in asked
    ]


def test_a_target_that_allows_no_synchronization_does_not_tell_what_it_registered(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    theirs = _register(target, "badge")
    path = f"/policies/crossTenantAccessPolicy/partners/{source.tenant_id}/identitySynchronization"
    target.patch(path, {"userSyncInbound": {"isSyncAllowed": False}})

    assert theirs not in _attributes(sync, _TARGET)


def test_the_name_of_an_extension_attribute_is_case_sensitive(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ours, theirs = _register(source, "badge"), _register(target, "badge")

    wrong = [
        sync.ask_to_map(theirs, f"[{ours[:-1]}E]"),
        sync.ask_to_map(f"{theirs[:-1]}E", f"[{ours}]"),
    ]
    sync.map(theirs, f"[{ours}]")

    errors = [response.json()["error"] for response in wrong]
    assert ["SchemaAttributeNotFound"] * 2 == [error["code"] for error in errors]
    assert [ours, theirs] == [error["message"].split("'")[3] for error in errors]


def test_an_extension_attribute_keeps_its_type_on_the_way(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    name, types = "Integer Boolean String", ("Integer", "Boolean", "String")
    theirs = {kind: _register(target, f"as{kind}", kind) for kind in types}
    ours = _register(source, "level", "Integer")
    ana = source.add_user("ana", **{ours: 1})
    sync.assign(ana)

    for kind in name.split():
        sync.map(theirs[kind], f"[{ours}]")
    installation.run_cycles()

    twin = target.user_of(ana)
    shown = target.get(f"/users/{twin['id']}?$select={','.join(theirs.values())}")
    assert [1, True, "1"] == [shown[theirs[kind]] for kind in types]


def test_an_attribute_that_discovery_misses_is_added_by_hand_and_kept(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    missed = f"extension_{'0' * 32}_badge"
    before = sync.ask_to_map(missed, "[city]").json()["error"]
    schema = sync.schema()
    added = schema["directories"][_TARGET]["objects"][0]["attributes"]
    added.append({"name": missed, "type": "Boolean"})
    source.put(f"{sync.job_path}/schema", schema)
    sync.change_users_mapping(lambda users: users.update(enabled=True))

    assert "SchemaAttributeNotFound" == before["code"]
    assert "Boolean" == _attributes(sync, _TARGET)[missed]["type"]
    ana = source.add_user("ana", city="Turku")
    sync.assign(ana)
    sync.map(missed, '"true"')
    installation.run_cycles()
    [entry] = sync.log(ana)
    status = entry["provisioningStatusInfo"]
    assert "SchemaAttributeNotFound" == status["errorInformation"]["errorCode"]
    assert [] == target.users()


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ({"name": "shoeSize", "type": "String"}, "SchemaAttributeNotFound"),
        ({"name": "city", "type": "Integer"}, "schemaInvalid"),
        ({"name": "city", "multivalued": True}, "schemaInvalid"),
    ],
)
def test_what_the_connector_knows_cannot_be_changed_by_hand(
    source: Tenant, sync: Configuration, attribute: Json, code: str
) -> None:
    schema = sync.schema()
    listed = schema["directories"][_SOURCE]["objects"][0]["attributes"]
    listed[:] = [attribute]

    response = source.ask("PUT", f"{sync.job_path}/schema", schema)

    assert (400, code) == (response.status_code, response.json()["error"]["code"])


@pytest.mark.claim("CTS-069")
@pytest.mark.parametrize("edit", ["mapping", "filter", "reset"])
def test_an_edit_of_mappings_or_filter_makes_the_next_cycle_look_at_everybody(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    sync: Configuration,
    edit: str,
) -> None:
    people = [source.add_user(name, city="Turku") for name in ("ana", "ben")]
    for user in people:
        sync.assign(user)
    installation.run_cycles()
    for user in people:
        target.change(target.user_of(user), city="Elsewhere")

    _EDITS[edit](sync)
    installation.run_cycles()

    assert ["Turku"] * 2 == [target.user_of(user)["city"] for user in people]
    execution = sync.job()["status"]["lastExecution"]
    assert (2, 2) == (execution["countImported"], execution["countEntitled"])


def test_a_reset_brings_the_default_mappings_back_and_takes_the_filter_away(
    sync: Configuration,
) -> None:
    before = sync.schema()
    sync.unmap("city")
    sync.map("companyName", '"Northwind"')
    sync.filter("department", "EQUALS", "Sales")
    edited = sync.schema()

    sync.source.delete(f"{sync.job_path}/schema")

    after = sync.schema()
    assert before["synchronizationRules"] == after["synchronizationRules"]
    assert before["synchronizationRules"] != edited["synchronizationRules"]
    assert before["version"] != after["version"]


def test_each_filter_of_a_scope_is_kept_as_it_was_sent(sync: Configuration) -> None:
    scope = {
        name: [
            {
                "name": name,
                "clauses": [
                    {
                        "operatorName": "EQUALS",
                        "sourceOperandName": "department",
                        "targetOperand": {"values": [name]},
                    }
                ],
            }
        ]
        for name in ("categoryFilterGroups", "inputFilterGroups", "groups")
    }

    sync.change_users_mapping(lambda users: users.update(scope=scope))

    [users, _] = sync.schema()["synchronizationRules"][0]["objectMappings"]
    assert scope == users["scope"]


def test_the_matching_attribute_stays_what_it_is(sync: Configuration) -> None:
    before = sync.schema()
    fixed = "AltSecIdFromNetId([netId])"

    refused = [
        sync.ask_to_map("alternativeSecurityIds", "[netId]", matchingPriority=1),
        sync.ask_to_map("alternativeSecurityIds", fixed, matchingPriority=2),
        sync.ask_to_map("alternativeSecurityIds", fixed),
        sync.ask_to_map("mail", "[mail]", matchingPriority=2),
    ]
    accepted = sync.ask_to_map("alternativeSecurityIds", fixed, matchingPriority=1)

    assert [(400, "schemaInvalid")] * 4 == [
        (response.status_code, response.json()["error"]["code"]) for response in refused
    ]
    assert 204 == accepted.status_code
    assert (
        "AltSecIdFromNetid([netId])"
        == (sync.mappings()["alternativeSecurityIds"]["source"]["expression"])
    )
    assert before["directories"] == sync.schema()["directories"]


_EDITS = {
    "mapping": lambda sync: sync.map("companyName", "[companyName]"),
    "filter": lambda sync: sync.filter("city", "EQUALS", "Turku"),
    "reset": lambda sync: sync.source.delete(f"{sync.job_path}/schema"),
}


def _register(tenant: Tenant, name: str, kind: str = "String", **given: object) -> str:
    """Register a directory extension attribute of users and return its full name."""
    application = tenant.post("/applications", {"displayName": "Extensions"})
    values = {"name": name, "dataType": kind, "targetObjects": ["User"], **given}
    path = f"/applications/{application['id']}/extensionProperties"
    return str(tenant.post(path, values)["name"])


def _attributes(sync: Configuration, which: int) -> dict[str, Any]:
    """Return what a directory of the schema lists, by name."""
    directory = sync.schema()["directories"][which]
    return {each["name"]: each for each in directory["objects"][0]["attributes"]}
