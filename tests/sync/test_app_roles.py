"""App roles as a source attribute: held directly or through a group (behaviour §6)."""

from dataclasses import replace

import pytest

from tenantry.directory.operations.applications import update_application
from tenantry.directory.operations.lookups import ByAppId
from tenantry.errors import InvalidValueError
from tenantry.sync.expression import parse
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.mapping_checks import SchemaError
from tests.support.synchronization import Synchronization


def _map_role(sync: Synchronization, expression: str) -> None:
    users = sync.schema()
    kept = tuple(each for each in users.mappings if each.target != "employeeId")
    role = AttributeMapping(target="employeeId", source=parse(expression))
    sync.replace_schema(replace(users, mappings=(*kept, role)))


def test_the_role_of_an_assignment_flows_and_changes_with_its_name(sync: Synchronization) -> None:
    _map_role(sync, "SingleAppRoleAssignment([appRoleAssignments])")
    ana, ben = sync.add_user("ana"), sync.source.add_user("ben")
    sync.assign(sync.source.add_group("buyers", [ben]))

    sync.run_cycle()

    roles = [sync.twin(user)["employee_id"] for user in (ana, ben)]
    assert ["msiam_access", "msiam_access"] == roles


def test_roles_have_their_value_and_are_counted(sync: Synchronization) -> None:
    [role] = sync.configuration["app_roles"]
    with sync.database.write() as work:
        application = ByAppId(sync.configuration["app_id"])
        named = {"app_roles": [{**role, "value": "guest.worker"}]}
        update_application(work, sync.source.actor, application, named)
    _map_role(sync, 'Join(" ", [appRoleAssignments], CStr(Count([appRoleAssignments])))')
    ana = sync.add_user("ana")
    sync.assign(sync.source.add_group("buyers", [ana]))

    sync.run_cycle()

    assert "guest.worker 1" == sync.twin(ana)["employee_id"]


def test_several_roles_cannot_be_mapped_to_one_value(sync: Synchronization) -> None:
    with pytest.raises(SchemaError, match="several"):
        _map_role(sync, "AppRoleAssignmentsComplex([appRoleAssignments])")


def test_a_job_of_all_users_maps_no_roles(sync: Synchronization) -> None:
    role = "SingleAppRoleAssignment([appRoleAssignments])"
    sync.change_scope(sync_all=True)
    with pytest.raises(SchemaError, match="app roles can be mapped only where"):
        _map_role(sync, role)

    sync.change_scope(sync_all=False)
    _map_role(sync, role)
    with pytest.raises(InvalidValueError, match="app roles can be mapped only where"):
        sync.change_scope(sync_all=True)
