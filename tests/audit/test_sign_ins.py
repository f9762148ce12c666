"""The sign-in log: entries read as they were written, by their own tenant only."""

from collections.abc import Iterator

import pytest

from tenantry.audit.sign_ins import ConditionalAccessStatus, CrossTenantAccess
from tenantry.audit.stores.sign_ins import add_sign_in, get_sign_in, list_sign_ins
from tenantry.errors import NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.sign_ins import a_sign_in

TENANT, NEIGHBOUR = new_id(), new_id()
EVERYTHING = PageQuery()


@pytest.fixture
def work(database: Database) -> Iterator[UnitOfWork]:
    """A transaction beside a neighbour's sign-in."""
    with database.write() as opened:
        add_sign_in(opened, NEIGHBOUR, a_sign_in(TENANT, NEIGHBOUR))
        yield opened


def test_a_sign_in_is_read_as_it_was_written(work: UnitOfWork) -> None:
    finding = {"stage": "homeOutbound", "side": "home", "outcome": "blocked"}
    sign_in = a_sign_in(
        TENANT,
        NEIGHBOUR,
        cross_tenant_access=CrossTenantAccess.DIRECT_CONNECT,
        error_code=500213,
        failure_reason="blocked by the other side",
        conditional_access=ConditionalAccessStatus.FAILURE,
        findings=[finding],
        inputs={"version": 1, "user": "mira"},
    )

    add_sign_in(work, TENANT, sign_in)

    [listed] = list_sign_ins(work, TENANT, EVERYTHING).records
    assert listed == get_sign_in(work, TENANT, sign_in.id)
    assert (work.instant, "b2bDirectConnect", 500213, "failure", True) == (
        listed["created_at"],
        listed["cross_tenant_access_type"],
        listed["error_code"],
        listed["conditional_access_status"],
        listed["is_interactive"],
    )
    assert ({"browser": "Firefox"}, [finding], {"version": 1, "user": "mira"}, None) == (
        listed["device"],
        listed["findings"],
        listed["inputs"],
        listed["applied_policies"],
    )


def test_the_log_of_another_tenant_is_never_seen(work: UnitOfWork) -> None:
    [theirs] = list_sign_ins(work, NEIGHBOUR, EVERYTHING).records

    assert [] == list_sign_ins(work, TENANT, EVERYTHING).records
    with pytest.raises(NotFoundError):
        get_sign_in(work, TENANT, theirs["id"])
