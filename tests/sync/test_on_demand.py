"""Provision on demand: every kind of outcome, told step by step."""

from dataclasses import replace

import msgspec
import pytest

from tenantry.actor import Actor
from tenantry.clock import epoch_seconds
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, NotFoundError, PolicyCheckError, TooManyRequestsError
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.sync.operations.on_demand import count_request, provision_on_demand
from tenantry.sync.provisioning_log import Step
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tenantry.sync.stores import on_demand_requests
from tests.support.synchronization import Synchronization, withdraw


def test_a_new_user_is_created(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", job_title="Pilot")

    run = sync.provision(user_id)

    twin = sync.twin(user_id)
    assert ("create", "success", twin["id"]) == (
        run.event.action,
        run.event.status,
        run.event.target_id,
    )
    assert ["import", "scoping", "matching", "export"] == _types(run.event.steps)
    assert "Pilot" == twin["job_title"]
    assert {user_id: (twin["id"], "active")} == sync.links()


@pytest.mark.claim("CTS-106")
def test_a_user_that_was_disabled_is_updated_and_leaving_does_not_delete_it(
    sync: Synchronization,
) -> None:
    user_id = sync.add_user("ana")
    sync.provision(user_id)
    sync.source.change(user_id, account_enabled=False)

    disabled = sync.provision(user_id)
    sync.unassign(user_id)
    removed = sync.provision(user_id)

    assert ("update", "success") == (disabled.event.action, disabled.event.status)
    assert ("other", "skipped") == (removed.event.action, removed.event.status)
    twin = sync.twin(user_id)
    assert (False, None) == (twin["account_enabled"], twin["deleted_at"])


def test_a_user_that_was_unassigned_is_soft_deleted(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.provision(user_id)
    sync.unassign(user_id)

    run = sync.provision(user_id)

    assert ("delete", "success") == (run.event.action, run.event.status)
    assert sync.twin(user_id)["deleted_at"] is not None


def test_a_user_that_comes_back_is_restored(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.provision(user_id)
    sync.unassign(user_id)
    sync.provision(user_id)
    sync.assign(user_id)

    run = sync.provision(user_id)

    assert ("update", "success") == (run.event.action, run.event.status)
    assert sync.twin(user_id)["deleted_at"] is None


def test_a_user_without_changes_is_skipped_as_redundant(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.provision(user_id)
    position = sync.target.position()

    run = sync.provision(user_id)

    assert ("other", "skipped", "RedundantExport") == (
        run.event.action,
        run.event.status,
        run.event.reason,
    )
    assert ["import", "scoping", "matching", "processing"] == _types(run.event.steps)
    assert position == sync.target.position()


def test_a_user_that_is_not_assigned_is_skipped_with_the_reasons(sync: Synchronization) -> None:
    user_id = sync.source.add_user("ana")

    run = sync.provision(user_id)

    details = _details(run.event.steps)
    assert "False" == details["scoping"]["Assigned to the application"]
    assert "NotEffectivelyEntitled" in details["processing"]["SkipReason"]
    assert [] == sync.twins(user_id)


@pytest.mark.claim("CTS-018")
def test_an_external_user_fails_the_filter_that_every_job_has(sync: Synchronization) -> None:
    user_id = sync.source.add_external_user(
        display_name="Zoe",
        user_principal_name="zoe_elsewhere.test#EXT#@northwind.test",
        external_user_state="Accepted",
        alternative_security_id="5:0000000000000000",
    )
    sync.assign(user_id)

    run = sync.provision(user_id)

    details = _details(run.event.steps)
    results = msgspec.json.decode(details["scoping"]["ScopeEvaluationResult"])
    assert {"Filter external users.alternativeSecurityIds EQUALS 'None'": False} == results
    assert ("skipped", []) == (run.event.status, sync.twins(user_id))


def test_one_group_of_clauses_is_enough_to_pass_the_filter(sync: Synchronization) -> None:
    clauses = [
        FilterClause(attribute="department", operator="EQUALS", values=(name,))
        for name in ("Sales", "Legal")
    ]
    groups = tuple(FilterGroup(title="one", clauses=(clause,)) for clause in clauses)
    sync.replace_schema(replace(sync.schema(), scope=ScopingFilter(groups=groups)))
    sales, design = (sync.add_user(name.lower(), department=name) for name in ("Sales", "Design"))

    told = [_details(sync.provision(user).event.steps)["scoping"] for user in (sales, design)]

    assert ["True", "False"] == [each["Scoping filter evaluation passed"] for each in told]


def test_a_user_that_cannot_be_exported_goes_into_escrow(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", mail="ana@elsewhere.test")

    run = sync.provision(user_id)

    assert ("failure", "InvitationCreationFailure") == (run.event.status, run.event.error_code)
    assert "export" == _types(run.event.steps)[-1]
    assert {user_id: "InvitationCreationFailure"} == sync.escrows()


def test_an_escrow_is_healed_on_demand(sync: Synchronization) -> None:
    user_id = sync.add_user("ana", mail="ana@elsewhere.test")
    sync.run_cycle()
    sync.source.change(user_id, mail="ana@northwind.test")

    run = sync.provision(user_id)

    assert ("create", {}) == (run.event.action, sync.escrows())


def test_who_waited_for_a_name_that_is_freed_is_there_after_the_next_cycle(
    sync: Synchronization,
) -> None:
    sync.set_options(QuarantineTooManyDeletesThreshold="0")
    before = sync.add_user("ana")
    sync.run_cycle()
    sync.source.change(before, account_enabled=False, user_principal_name="zoe@northwind.test")
    after = sync.source.add_user("ana")
    sync.assign(after)
    sync.run_cycle()
    waiting = sync.escrows()

    sync.provision(before)
    sync.run_cycle()

    assert {after: "EntryConflict"} == waiting
    assert ({}, [], 1) == (sync.escrows(), sync.staged(), len(sync.twins(after)))


def test_the_watermark_stays_where_it_was(sync: Synchronization) -> None:
    sync.run_cycle()
    user_id = sync.add_user("ana")
    before = sync.job()

    sync.provision(user_id)

    assert before == sync.job()


def test_the_next_cycle_finds_nothing_left_to_do(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    sync.provision(user_id)
    twin = sync.twin(user_id)

    sync.run_cycle()

    assert twin == sync.twin(user_id)


def test_a_paused_job_provisions_on_demand(sync: Synchronization) -> None:
    sync.pause()

    run = sync.provision(sync.add_user("ana"))

    assert "create" == run.event.action


def test_the_log_keeps_the_steps_of_the_run(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")

    run = sync.provision(user_id)

    [event] = sync.events(user_id)
    stored = msgspec.json.decode(event["steps"], type=list[Step])
    assert (run.change_id, run.event.steps) == (event["change_id"], stored)


def test_a_user_that_the_source_never_had_is_not_found(sync: Synchronization) -> None:
    with pytest.raises(NotFoundError):
        sync.provision(new_id())


def test_a_user_of_another_tenant_is_not_found(sync: Synchronization) -> None:
    stranger = sync.target.add_user("ana")

    with pytest.raises(NotFoundError):
        sync.provision(stranger)


def test_a_connection_that_is_refused_provisions_nobody(sync: Synchronization) -> None:
    user_id = sync.add_user("ana")
    withdraw(sync.source, sync.target)

    with pytest.raises(PolicyCheckError):
        sync.provision(user_id)

    assert [] == sync.twins(user_id)


@pytest.mark.parametrize(
    ("given", "path"),
    [({"rule_id": "another"}, "ruleId"), ({"object_type": "Group"}, "objectTypeName")],
)
def test_what_cannot_be_provisioned_on_demand_is_refused_by_name(
    sync: Synchronization, given: Record, path: str
) -> None:
    user_id = sync.add_user("ana")
    asked = {"rule_id": sync.rule_id(), "object_id": user_id, "object_type": "User", **given}

    with pytest.raises(InvalidValueError) as refused, sync.database.write() as work:
        provision_on_demand(work, sync.source.actor, sync.configuration["id"], sync.job_id, **asked)

    assert path == refused.value.path


def test_a_tenant_may_ask_five_times_in_ten_seconds_whichever_process_it_asks(
    sync: Synchronization,
) -> None:
    url = sync.database.engine.url.render_as_string(hide_password=False)
    with Database(url) as elsewhere:
        for database in (sync.database, elsewhere, sync.database, elsewhere, sync.database):
            _ask(database, sync.source.actor)
        _ask(elsewhere, sync.target.actor)

        with pytest.raises(TooManyRequestsError) as refused:
            _ask(elsewhere, sync.source.actor)

    assert 1 <= refused.value.retry_after <= 10


def test_a_tenant_may_ask_again_when_ten_seconds_have_passed(sync: Synchronization) -> None:
    with sync.database.write() as work:
        on_demand_requests.take_requests(work, sync.source.tenant_id)
        asked_at = [epoch_seconds() - seconds for seconds in (11, 6, 4, 3, 2)]
        on_demand_requests.save_requests(work, sync.source.tenant_id, asked_at)

    _ask(sync.database, sync.source.actor)

    with pytest.raises(TooManyRequestsError) as refused:
        _ask(sync.database, sync.source.actor)
    assert 1 <= refused.value.retry_after <= 4


def _ask(database: Database, actor: Actor) -> None:
    with database.write() as work:
        count_request(work, actor)


def _types(steps: object) -> list[str]:
    return [step.type for step in _listed(steps)]


def _details(steps: object) -> dict[str, dict[str, str]]:
    """Return type of step → its details."""
    return {step.type: step.details for step in _listed(steps)}


def _listed(steps: object) -> list[Step]:
    assert isinstance(steps, list)
    return steps
