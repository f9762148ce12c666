"""Whose decision is waited for, and at what price that is found out."""

import pytest

from tenantry.actor import Actor
from tenantry.directory.operations.managers import set_manager
from tenantry.directory.values import Record
from tenantry.entitlement.catalogs import general_id
from tenantry.entitlement.operations.approving import list_waiting_for
from tenantry.entitlement.operations.packages import create_package
from tenantry.entitlement.operations.policies import create_policy
from tenantry.entitlement.operations.requesting import Asked, ask
from tenantry.entitlement.operations.requestors import asker_here
from tenantry.entitlement.policies import (
    ApprovalSettings,
    ApprovalStage,
    AssignmentPolicy,
    RequestorSettings,
    SubjectSet,
)
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import a_person, add_tenant, add_user
from tests.support.statements import recorded_statements

_BY_MANAGERS = AssignmentPolicy(
    allowed_target_scope="allDirectoryUsers",
    requestor_settings=RequestorSettings(enable_targets_to_self_add_access=True),
    request_approval_settings=ApprovalSettings(
        is_approval_required_for_add=True,
        stages=(ApprovalStage(primary_approvers=(SubjectSet(kind="requestorManager"),)),),
    ),
)


@pytest.fixture
def northwind(database: Database) -> Actor:
    """The operator of a tenant."""
    with database.write() as work:
        return add_tenant(work, "northwind")


def _ask(work: UnitOfWork, northwind: Actor, user: Record) -> Record:
    """Let *user* ask for a package of their own, as their manager decides."""
    catalog_id = general_id(northwind.tenant_id)
    named = {"display_name": "Design"}
    package = create_package(work, northwind, catalog_id, named)
    create_policy(work, northwind, package["id"], named, _BY_MANAGERS)
    asker = asker_here(work, northwind.tenant_id, user["id"])
    return ask(work, asker, Asked(package_id=package["id"]), origin="https://login.test")


def test_what_waits_for_a_manager_is_found_in_as_many_queries_however_much_waits(
    database: Database, northwind: Actor
) -> None:
    with database.write() as work:
        boss, kim, lee, solo = (
            add_user(work, northwind, name) for name in ("boss", "kim", "lee", "solo")
        )
        for report in (kim, lee):
            set_manager(work, northwind, report["id"], boss["id"])
        first = _ask(work, northwind, kim)
    approver = a_person(northwind, boss, "EntitlementMgmt-SubjectAccess.ReadWrite")
    with recorded_statements(database) as for_one, database.read() as reading:
        assert [first["id"]] == [each["id"] for each in list_waiting_for(reading, approver)]

    with database.write() as work:
        more = [_ask(work, northwind, user) for user in (kim, lee, solo, boss)]
    with recorded_statements(database) as for_five, database.read() as reading:
        waiting = list_waiting_for(reading, approver)

    expected = [first["id"], more[0]["id"], more[1]["id"]]
    assert expected == [each["id"] for each in waiting]
    assert len(for_one) == len(for_five)
