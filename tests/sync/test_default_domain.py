"""`DefaultDomain`: the source tenant's domain in mappings, and what a new one changes."""

from dataclasses import replace

import pytest

from tenantry.directory.operations.domains import create_domain, update_domain, verify_domain
from tenantry.errors import ConflictError
from tenantry.sync.expression import parse
from tenantry.sync.mapping import AttributeMapping
from tests.support import plans
from tests.support.synchronization import Synchronization


def _map_domain(sync: Synchronization) -> None:
    users = sync.schema()
    kept = tuple(each for each in users.mappings if each.target != "department")
    address = parse('Join("@", [mailNickname], DefaultDomain())')
    mapping = AttributeMapping(target="department", source=address)
    sync.replace_schema(replace(users, mappings=(*kept, mapping)))


def _move_to(sync: Synchronization, name: str) -> None:
    actor = sync.source.actor
    with sync.database.write() as work:
        create_domain(work, actor, name)
        verify_domain(work, actor, name)
        update_domain(work, actor, name, {"is_default": True})


def test_a_new_default_domain_reaches_who_is_looked_at(sync: Synchronization) -> None:
    _map_domain(sync)
    ana, ben = sync.add_user("ana"), sync.add_user("ben")
    sync.run_cycle()
    _move_to(sync, "northwind.example")
    sync.source.change(ana, job_title="Buyer")
    sync.run_cycle()

    assert [sync.twin(user)["department"] for user in (ana, ben)] == [
        "ana@northwind.example",
        "ben@northwind.test",
    ]

    sync.restart()
    sync.run_cycle()

    assert "ben@northwind.example" == sync.twin(ben)["department"]


def test_a_plan_is_applied_with_the_domain_it_was_made_with_or_not_at_all(
    sync: Synchronization,
) -> None:
    _map_domain(sync)
    ana = sync.add_user("ana")
    plan, _ = plans.make(sync)
    _move_to(sync, "northwind.example")

    with pytest.raises(ConflictError, match="domains changed"):
        plans.apply(sync, plan)

    plan, _ = plans.make(sync)
    plans.apply(sync, plan)
    sync.run_cycle()
    assert "ana@northwind.example" == sync.twin(ana)["department"]
