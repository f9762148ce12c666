"""Licences under several writers, and what counting them costs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tenantry.actor import Actor
from tenantry.directory.operations.licences import assign_licences, list_skus, set_units
from tenantry.directory.skus import SKUS
from tenantry.errors import ConflictError, InvalidValueError, NotPermittedError
from tenantry.storage.database import Database
from tests.support.directory import add_user, an_application

P1 = next(sku.id for sku in SKUS.values() if sku.part_number == "AAD_PREMIUM")
LICENCE = {"sku_id": P1, "disabled_plans": []}


def test_the_last_unit_is_assigned_once_whoever_asks_at_the_same_time(
    database: Database, home: Actor, neighbour: Actor
) -> None:
    with database.write() as work:
        set_units(work, home, "AAD_PREMIUM", 1)
        people = [add_user(work, home, f"user{n}", usage_location="NZ")["id"] for n in range(4)]

    def assign(user_id: str) -> bool:
        try:
            with database.write() as work:
                assign_licences(work, home, user_id, [LICENCE], [])
        except InvalidValueError:
            return False
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assigned = list(pool.map(assign, people))

    assert 1 == assigned.count(True)
    with database.read() as reading:
        assert [1] == [sku["consumed_units"] for sku in list_skus(reading, home)]
        assert [] == list_skus(reading, neighbour)


def test_units_can_be_fewer_than_assigned_but_not_none(
    database: Database, home: Actor, neighbour: Actor
) -> None:
    with database.write() as work:
        set_units(work, home, P1, 3)
        for name in ("mira", "kim"):
            user = add_user(work, home, name, usage_location="NZ")
            assign_licences(work, home, user["id"], [LICENCE], [])
        fewer = set_units(work, home, P1, 1)
        with pytest.raises(ConflictError, match="2 users have `AAD_PREMIUM`"):
            set_units(work, home, P1, 0)
        ines = add_user(work, home, "ines", usage_location="NZ")
        with pytest.raises(InvalidValueError, match="all 1 units"):
            assign_licences(work, home, ines["id"], [LICENCE], [])

    assert (1, 2) == (fewer["enabled_units"], fewer["consumed_units"])


def test_only_the_operator_brings_units(database: Database, home: Actor) -> None:
    script = an_application(home, "Directory.ReadWrite.All")

    with pytest.raises(NotPermittedError, match="operator"), database.write() as work:
        set_units(work, script, P1, 5)
