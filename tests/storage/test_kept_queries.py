"""A kept query gives, and fails, as the same statement does through SQLAlchemy."""

import pytest
from sqlalchemy import bindparam, func, select, text

from tenantry.errors import UnavailableError
from tenantry.storage.database import Database
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import users
from tests.support.companies import Company
from tests.support.statements import recorded_statements

_USERS = (
    select(users.c.id, users.c.account_enabled, users.c.mail, func.length(users.c.id).label("size"))
    .where(users.c.tenant_id == bindparam("tenant_id"), users.c.user_type == "Member")
    .order_by(users.c.id.desc())
    .limit(bindparam("most"))
)


def test_a_kept_query_gives_the_values_of_its_columns(database: Database) -> None:
    company, other = Company(database, "northwind"), Company(database, "tailwind")
    company.add_user("ana", account_enabled=True, mail="ana@northwind.test")
    company.add_user("ben", account_enabled=False)
    other.add_user("eve")
    kept = KeptQuery(_USERS)

    for most in (2, 1):
        values = {"tenant_id": company.tenant_id, "most": most}
        with database.read() as reading:
            found = reading.connection.execute(_USERS, values).all()

            assert [tuple(row) for row in found] == [*kept.rows(reading, values)]
            assert found[0]._asdict() == kept.record(reading, values)
            assert [row.id for row in found] == kept.firsts(reading, values)
            assert {bool} == {type(enabled) for _, enabled, *_ in kept.rows(reading, values)}


def test_a_kept_query_finds_nothing_of_nobody(database: Database) -> None:
    with database.read() as reading:
        assert KeptQuery(_USERS).record(reading, {"tenant_id": "nobody", "most": 1}) is None


def test_who_listens_to_statements_hears_a_kept_query(database: Database) -> None:
    with database.read() as reading, recorded_statements(database) as recorded:
        KeptQuery(_USERS).rows(reading, {"tenant_id": "nobody", "most": 1})

    assert [True] == ["FROM users" in statement for statement, _ in recorded]


def test_a_value_that_is_forgotten_is_no_null(database: Database) -> None:
    with database.read() as reading, pytest.raises(Exception, match="tenant_id"):
        KeptQuery(_USERS).rows(reading, {"most": 1})


def test_a_list_of_values_cannot_be_kept(database: Database) -> None:
    listed = KeptQuery(select(users.c.id).where(users.c.id.in_(["ana", "ben"])))

    with database.read() as reading, pytest.raises(ValueError, match="users"):
        listed.rows(reading, {})


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_connection_that_a_kept_query_lost_is_not_used_again(database: Database) -> None:
    with pytest.raises(UnavailableError):
        _ask_when_the_session_ended(database)

    with database.read() as reading:
        assert KeptQuery(_USERS).row(reading, {"tenant_id": "nobody", "most": 1}) is None


def _ask_when_the_session_ended(database: Database) -> None:
    with database.read() as reading:
        reading.connection.execute(select(1))
        with database.engine.connect() as other:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            others += " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            other.execute(text(others))
        KeptQuery(_USERS).rows(reading, {"tenant_id": "nobody", "most": 1})
