"""Exporting: which values reach the target and its logs, and which never do."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.extension_properties import create_extension_property
from tenantry.directory.values import Record
from tenantry.storage import tables
from tenantry.sync.expression import Expression, parse
from tenantry.sync.flows import FlowType
from tenantry.sync.mapping import AttributeMapping
from tests.support.companies import Company
from tests.support.synchronization import Synchronization


@pytest.mark.claim("CTS-055", "CTS-057")
def test_a_new_user_is_an_external_member_with_the_mapped_values(sync: Synchronization) -> None:
    values = {
        "city": "Ōtautahi",
        "country": "New Zealand",
        "department": "Sales",
        "employee_id": "E-17",
        "given_name": "Ana",
        "job_title": "Pilot",
        "office_location": "3/17",
        "postal_code": "8011",
        "preferred_language": "mi-NZ",
        "state": "Canterbury",
        "street_address": "1 High Street",
        "surname": "Ō Briain",
        "telephone_number": "+64 3 555 01",
    }
    user_id = sync.add_user("ana", mail="ana@northwind.test", **values)

    sync.run_cycle()

    fixed = {
        "account_enabled": True,
        "alternative_security_id": sync.twin(user_id)["alternative_security_id"],
        "creation_type": "Invitation",
        "display_name": "Ana",
        "external_user_state": "Accepted",
        "home_tenant_id": sync.source.tenant_id,
        "home_user_id": user_id,
        "mail": "ana@northwind.test",
        "mail_nickname": "ana",
        "proxy_addresses": '["SMTP:ana@northwind.test"]',
        "show_in_address_list": True,
        "user_principal_name": "ana_northwind.test#EXT#@contoso.test",
        "user_type": "Member",
    }
    assert values | fixed == _filled(sync.twin(user_id))


def test_a_value_that_is_cleared_in_the_source_stays_in_the_target(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", city="Nelson")
    sync.run_cycle()

    sync.source.change(user_id, city=None, job_title="Pilot")
    sync.run_cycle()

    assert ("Nelson", "Pilot") == (sync.twin(user_id)["city"], sync.twin(user_id)["job_title"])


@pytest.mark.claim("CTS-075", "CTS-081", "CTS-084")
def test_an_edit_in_the_target_stays_until_the_source_user_changes(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", city="Nelson")
    sync.run_cycle()
    sync.target.change(sync.twin(user_id)["id"], city="Reykjavík", account_enabled=False)
    edited = sync.twin(user_id)
    sync.run_cycle()
    untouched = sync.twin(user_id)

    sync.source.change(user_id, job_title="Pilot")
    sync.run_cycle()

    assert edited == untouched
    assert {**edited, "city": "Nelson", "account_enabled": True, "job_title": "Pilot"} == (
        sync.twin(user_id)
    )


@pytest.mark.claim("CTS-058")
def test_a_user_that_is_renamed_in_the_source_is_renamed_in_the_target(
    sync: Synchronization,
) -> None:
    user_id = sync.add_user("ana")
    sync.run_cycle()

    sync.source.change(user_id, user_principal_name="Anna@northwind.test")
    sync.run_cycle()

    twin = sync.twin(user_id)
    expected = "Anna_northwind.test#EXT#@contoso.test"
    assert (expected, expected.lower()) == (
        twin["user_principal_name"],
        twin["user_principal_name_key"],
    )


@pytest.mark.claim("CTS-042", "CTS-043")
@pytest.mark.parametrize(
    ("flow_type", "expected"), [(FlowType.OBJECT_ADD_ONLY, "Guest"), (FlowType.ALWAYS, "Member")]
)
def test_the_type_of_a_user_changes_only_where_the_mapping_always_applies(
    sync: Synchronization, flow_type: FlowType, expected: str
) -> None:
    _map(sync, "userType", parse('"Member"'), flow_type=flow_type)
    user_id = sync.add_user("ana")
    sync.run_cycle()
    sync.target.change(sync.twin(user_id)["id"], user_type="Guest")

    sync.source.change(user_id, job_title="Pilot")
    sync.run_cycle()

    assert expected == sync.twin(user_id)["user_type"]


def test_a_default_is_written_on_creation_only(sync: Synchronization) -> None:
    _map(sync, "city", parse("[city]"), default_value="Nelson")
    user_id = sync.add_user("ana")
    sync.run_cycle()
    created = sync.twin(user_id)["city"]
    sync.target.change(sync.twin(user_id)["id"], city=None)

    sync.source.change(user_id, job_title="Pilot")
    sync.run_cycle()

    assert ("Nelson", None) == (created, sync.twin(user_id)["city"])


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("Add", {"ana": ("Pilot", False), "ben": ("none", True)}),
        ("Update", {"ana": ("none", False), "ben": ("none", True), "cleo": ("none", False)}),
        ("Delete", {"ana": ("Pilot", False), "ben": ("none", False), "cleo": ("none", False)}),
    ],
)
def test_an_action_that_is_switched_off_is_not_taken(
    sync: Synchronization, missing: str, expected: dict[str, tuple[str, bool]]
) -> None:
    ana, ben = sync.add_user("ana", job_title="none"), sync.add_user("ben", job_title="none")
    sync.run_cycle()
    schema = sync.schema()
    sync.replace_schema(replace(schema, flow_types=schema.flow_types - {missing}))

    sync.source.change(ana, job_title="Pilot")
    sync.unassign(ben)
    sync.add_user("cleo", job_title="none")
    sync.run_cycle()

    found = {
        row["mail_nickname"]: (row["job_title"], row["deleted_at"] is not None)
        for row in sync.target.users()
    }
    assert expected == found


@pytest.mark.claim("CTS-021", "CTS-059")
def test_extension_attributes_flow_beside_those_that_the_target_has(sync: Synchronization) -> None:
    shoe, team = _register(sync.source, "shoeSize"), _register(sync.source, "team")
    theirs, other = _register(sync.target, "shoe"), _register(sync.target, "badge")
    _map(sync, theirs, parse(f"[{shoe}]"))
    user_id = sync.add_user("ana", extensions={shoe: "41", team: "Blue"})
    sync.run_cycle()
    created = _extensions(sync, user_id)
    sync.target.change(sync.twin(user_id)["id"], extensions={other: "007"})

    sync.source.change(user_id, extensions={shoe: "42"})
    sync.run_cycle()

    assert {theirs: "41"} == created
    assert {theirs: "42", other: "007"} == _extensions(sync, user_id)


@pytest.mark.parametrize(("data_type", "value"), [("Integer", 41), ("Boolean", True)])
def test_an_extension_attribute_keeps_its_type(
    sync: Synchronization, data_type: str, value: object
) -> None:
    ours = _register(sync.source, "ours", data_type)
    theirs = _register(sync.target, "theirs", data_type)
    _map(sync, theirs, parse(f"[{ours}]"))
    user_id = sync.add_user("ana", extensions={ours: value})

    sync.run_cycle()

    assert {theirs: value} == _extensions(sync, user_id)


def test_a_date_flows_and_the_shape_of_another_becomes_the_directorys(
    sync: Synchronization,
) -> None:
    _map(sync, "employeeHireDate", parse("[employeeHireDate]"))
    _map(sync, "employeeLeaveDateTime", parse('DateAdd("d", 90, [employeeHireDate])'))
    user_id = sync.add_user("ana", employee_hire_date="2026-03-01T09:30:00Z")

    sync.run_cycle()

    twin = sync.twin(user_id)
    assert ("2026-03-01T09:30:00Z", "2026-05-30T09:30:00Z") == (
        twin["employee_hire_date"],
        twin["employee_leave_date_time"],
    )


def test_a_redacted_value_reaches_the_target_and_no_log(sync: Synchronization) -> None:
    _map(sync, "employeeId", parse("Redact([employeeId])"))
    user_id = sync.add_user("ana", employee_id="TOP-SECRET-1")
    sync.run_cycle()
    created = sync.twin(user_id)["employee_id"]
    sync.source.change(user_id, employee_id="TOP-SECRET-2")
    sync.run_cycle()

    updated = sync.twin(user_id)["employee_id"]

    assert ("TOP-SECRET-1", "TOP-SECRET-2") == (created, updated)
    logs = msgspec.json.encode([sync.events(), _audits(sync.target)]).decode()
    assert "TOP-SECRET" not in logs
    assert 2 == str(sync.events()).count('"employeeId"')


def test_a_redacted_value_is_hidden_in_the_log_of_an_escrow(sync: Synchronization) -> None:
    _map(sync, "showInAddressList", parse("Redact([employeeId])"))
    user_id = sync.add_user("ana", employee_id="TOP-SECRET-1")

    sync.run_cycle()

    assert {user_id: "AttributeMappingError"} == sync.escrows()
    assert "TOP-SECRET" not in str(sync.events())


def test_every_change_in_the_target_has_its_feed_entry_and_its_audit_record(
    sync: Synchronization,
) -> None:
    user_id = sync.add_user("ana")
    position, audited = sync.target.position(), len(_audits(sync.target))
    sync.run_cycle()
    sync.source.change(user_id, job_title="Pilot")
    sync.run_cycle()
    sync.unassign(user_id)
    sync.run_cycle()
    sync.assign(user_id)
    sync.run_cycle()

    kinds = [change.kind for change in sync.target.changes(after=position)]

    assert ["created", "updated", "deleted", "restored"] == kinds
    records = _audits(sync.target)[audited:]
    assert ["Add user", "Update user", "Delete user", "Restore user"] == [
        record["activity"] for record in records
    ]
    assert {("Microsoft.Azure.SyncFabric", sync.twin(user_id)["id"])} == {
        (record["actor_name"], record["target_id"]) for record in records
    }
    assert [("job_title",)] == [
        change.properties
        for change in sync.target.changes(after=position)
        if change.kind == "updated"
    ]


def _map(sync: Synchronization, target: str, source: Expression, **given: Any) -> None:
    """Give the target attribute this mapping, in place of the one it has."""
    schema = sync.schema()
    others = tuple(each for each in schema.mappings if each.target != target)
    mapping = AttributeMapping(target=target, source=source, **given)
    sync.replace_schema(replace(schema, mappings=(*others, mapping)))


def _register(company: Company, name: str, data_type: str = "String") -> str:
    """Register an extension attribute of users and return its full name."""
    with company.database.write() as work:
        application = create_application(work, company.actor, {"display_name": name})
        values = {"name": name, "data_type": data_type, "target_objects": ["User"]}
        extension = create_extension_property(work, company.actor, application["id"], values)
    return str(extension["name"])


def _extensions(sync: Synchronization, user_id: str) -> object:
    return msgspec.json.decode(sync.twin(user_id)["extensions"])


def _filled(user: Record) -> Record:
    """Return what is set of a user, but for its keys and the times of its changes."""
    own = {"tenant_id", "id"}
    return {
        name: value
        for name, value in user.items()
        if value is not None and name not in own and not name.endswith(("_key", "_at"))
    }


def _audits(company: Company) -> list[Record]:
    table = tables.directory_audits
    query = select(table).where(table.c.tenant_id == company.tenant_id).order_by(table.c.id)
    with company.database.read() as reading:
        return [row._asdict() for row in reading.connection.execute(query)]
