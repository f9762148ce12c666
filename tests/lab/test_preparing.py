"""Preparing: the content is made once, through the product's own operations."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest

from tenantry.actor import operator
from tenantry.directory.operations.roles import list_role_assignments
from tenantry.directory.operations.tenants import create_tenant, list_tenants
from tenantry.directory.operations.users import get_user, list_users
from tenantry.directory.permissions import ROLE_ID_OF
from tenantry.errors import ConflictError
from tenantry.lab.folder import LabFolder
from tenantry.lab.preparing import LabWish, PreparedLab, find_prepared, prepare
from tenantry.native.operator_token import require_operator
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.signin.authentication.operations.codes import check_code
from tenantry.signin.operations.provider import issue_token
from tenantry.storage.database import Database
from tenantry.storage.migrations import erase
from tenantry.storage.pages import PageQuery
from tenantry.sync.engine.dispatching import Dispatcher
from tenantry.sync.jobs import RunMode, StatusCode
from tenantry.sync.operations.jobs import list_jobs
from tests.support.databases import Databases
from tests.support.hashing import HASHING, cheap

_SMALL = LabWish(people=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lab is made."""

    folder: LabFolder
    settings: Settings

    def prepare(self, wish: LabWish = _SMALL) -> PreparedLab:
        return prepare(self.folder, self.settings, wish, on_progress=lambda _: None)

    def find(self, wish: LabWish) -> PreparedLab | None:
        return find_prepared(self.folder, self.settings, wish)


@pytest.fixture
def place(tmp_path: Path, empty_database_url: str) -> Place:
    settings = cheap(Settings(folder=tmp_path, database=empty_database_url, lab=True))
    return Place(folder=LabFolder(tmp_path), settings=settings)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def merger_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Where a merger is, prepared once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("merger")
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.empty() as url:
        settings = cheap(Settings(folder=folder, database=url, lab=True))
        place = Place(folder=LabFolder(folder), settings=settings)
        place.prepare()
        yield place


@pytest.fixture
def merger(merger_place: Place) -> PreparedLab:
    found = merger_place.find(LabWish())
    assert found is not None
    return found


@pytest.fixture
def database(merger_place: Place) -> Iterator[Database]:
    """The database of the prepared merger."""
    with Database(merger_place.settings.database_url) as database:
        yield database


def test_each_tenant_has_people_with_managers_who_can_be_told_apart(
    merger: PreparedLab, database: Database
) -> None:
    for tenant in merger.tenants:
        with database.read() as reading:
            actor = operator(tenant.tenant_id)
            people = list_users(reading, actor, PageQuery(limit=999)).records

        names = {person["user_principal_name"] for person in people}
        unled = [person for person in people if person["manager_id"] is None]
        assert len(names) == len(people) > 5
        assert {person["user_principal_name"].partition("@")[2] for person in people} == {
            tenant.initial_domain
        }
        assert 2 == len(unled)  # the chief, and the administrator


def test_the_administrator_is_global_administrator_with_the_password_of_the_file(
    merger: PreparedLab, database: Database
) -> None:
    tenant = merger.tenants[0]
    with database.read() as reading:
        actor = operator(tenant.tenant_id)
        admin = get_user(reading, actor, tenant.admin.user_principal_name)
        [assignment] = list_role_assignments(reading, actor, PageQuery()).records

    assert tenant.admin.id == admin["id"] == assignment["principal_id"]
    assert HASHING.is_password(tenant.admin.password, admin["password_hash"])
    assert "62e90394-69f5-4237-9190-012177145e10" == assignment["role_template_id"]


def test_three_people_of_each_tenant_have_the_passwords_of_the_file(
    merger: PreparedLab, database: Database
) -> None:
    by_tenant = [
        [user for user in merger.users if user.tenant_id == tenant.tenant_id]
        for tenant in merger.tenants
    ]
    user = by_tenant[-1][-1]
    with database.read() as reading:
        stored = get_user(reading, operator(user.tenant_id), user.id)

    assert [3, 3, 3] == [len(users) for users in by_tenant]
    assert user.user_principal_name == stored["user_principal_name"]
    assert HASHING.is_password(user.password, stored["password_hash"])


def test_the_first_of_them_passes_a_second_factor_with_the_secret_of_the_file(
    merger_place: Place, merger: PreparedLab
) -> None:
    with_codes = [user for user in merger.users if user.totp_secret]
    user = with_codes[0]
    with open_services(merger_place.settings) as services:
        outcome = check_code(
            services.database,
            user.tenant_id,
            user.id,
            pyotp.TOTP(user.totp_secret or "").now(),
            secret_box=services.secret_box,
        )

    assert [tenant.tenant_id for tenant in merger.tenants] == [
        user.tenant_id for user in with_codes
    ]
    assert outcome.refusal is None


def test_the_application_gets_a_token_with_every_permission(
    merger_place: Place, merger: PreparedLab
) -> None:
    tenant = merger.tenants[0]
    form = {
        "client_id": tenant.application.client_id,
        "client_secret": tenant.application.client_secret,
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
    }
    with open_services(merger_place.settings) as services:
        base_url = merger_place.settings.public_url
        answer = issue_token(services.provider, base_url, tenant.initial_domain, form)
        actor = services.verifier.verify(str(answer["access_token"]))

    assert set(ROLE_ID_OF) == actor.permissions
    assert tenant.tenant_id == actor.tenant_id


def test_the_operator_token_of_the_file_is_the_operators(
    merger: PreparedLab, database: Database
) -> None:
    with database.read() as reading:
        require_operator(reading, merger.operator.token)


def test_jobs_run_continuously_and_bring_people_over(place: Place) -> None:
    merger = place.prepare()

    with Database(place.settings.database_url) as database:
        dispatcher = Dispatcher(database, "test")
        while dispatcher.run_due() == 0.0:
            pass
        with database.read() as reading:
            jobs = {
                job.id: job
                for tenant in merger.tenants
                for job in list_jobs(reading, operator(tenant.tenant_id))
            }

    assert {job.job_id for job in merger.jobs} == set(jobs)
    assert {RunMode.CONTINUOUS} == {job.run_mode for job in jobs.values()}
    assert {StatusCode.ACTIVE} == {job.status_code for job in jobs.values()}
    cycles = [job.last_successful_execution_with_exports for job in jobs.values()]
    assert [] == [cycle for cycle in cycles if cycle is None or cycle.counts.exported < 3]


def test_a_pair_lists_the_source_first_and_has_no_jobs(place: Place) -> None:
    pair = place.prepare(LabWish(preset="pair"))

    assert ["tailwind.tenantry.test", "northwind.tenantry.test"] == [
        tenant.initial_domain for tenant in pair.tenants
    ]
    assert [] == pair.jobs


def test_a_prepared_lab_is_found_again_until_it_is_to_be_made_anew(place: Place) -> None:
    before = place.find(LabWish())
    made = place.prepare(LabWish(preset="pair"))

    assert before is None
    assert made == place.find(LabWish())
    assert made == place.find(LabWish(preset="pair", people=24))
    assert place.find(LabWish(reset=True)) is None


@pytest.mark.parametrize("wish", [LabWish(preset="merger"), LabWish(people=30)])
def test_another_lab_than_was_prepared_is_refused(place: Place, wish: LabWish) -> None:
    place.prepare(LabWish(preset="pair"))

    with pytest.raises(ConflictError, match="`--reset`"):
        place.find(wish)


def test_an_unfinished_lab_is_made_anew(place: Place) -> None:
    first = place.prepare(LabWish(preset="pair"))
    place.folder.prepared_file.unlink()

    second = place.prepare(LabWish(preset="pair"))

    with Database(place.settings.database_url) as database, database.read() as reading:
        tenants = [tenant["id"] for tenant in list_tenants(reading, operator(""))]
    assert {tenant.tenant_id for tenant in second.tenants} == set(tenants)
    assert first.tenants != second.tenants


def test_a_lab_whose_database_is_gone_is_not_found(place: Place) -> None:
    place.prepare(LabWish(preset="pair"))
    with Database(place.settings.database_url) as database:
        erase(database)

    assert place.find(LabWish()) is None


def test_a_database_that_is_in_use_is_refused_and_left_as_it_is(place: Place) -> None:
    values = {"display_name": "Contoso", "initial_domain": "contoso.test"}
    with open_services(place.settings) as services, services.database.write() as work:
        create_tenant(work, operator(""), values)

    with pytest.raises(ConflictError, match="no lab made"):
        place.prepare()

    with Database(place.settings.database_url) as database, database.read() as reading:
        assert ["Contoso"] == [
            tenant["display_name"] for tenant in list_tenants(reading, operator(""))
        ]


def test_the_file_with_the_secrets_is_for_its_owner_only(merger_place: Place) -> None:
    assert 0o600 == merger_place.folder.prepared_file.stat().st_mode & 0o777
