"""A source tenant full of people, and a job that synchronizes it, for the benchmarks."""

from dataclasses import dataclass

from tenantry.access.operations.partners import add_partner
from tenantry.access.operations.synchronizations import add_synchronization
from tenantry.access.policy import AutomaticConsent, IdentitySynchronization, UserSyncInbound
from tenantry.actor import Actor, operator
from tenantry.directory.operations.templates import instantiate_template
from tenantry.directory.operations.tenants import create_tenant
from tenantry.identifiers import new_ids
from tenantry.storage import feed
from tenantry.storage.bulk import insert_rows
from tenantry.storage.database import Database
from tenantry.storage.filters.folding import fold
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.jobs import APPLICATION_TEMPLATE_ID, RunMode
from tenantry.sync.operations.connections import save_connection
from tenantry.sync.operations.jobs import create_job, start_job

_ROWS_AT_ONCE = 10_000
_COLUMNS = (
    "tenant_id",
    "id",
    "user_principal_name",
    "user_principal_name_key",
    "display_name",
    "display_name_key",
    "account_enabled",
    "user_type",
    "mail",
    "mail_key",
    "mail_nickname",
    "given_name",
    "surname",
    "job_title",
    "department",
    "employee_id",
    "street_address",
    "city",
    "state",
    "postal_code",
    "country",
    "office_location",
    "telephone_number",
    "preferred_language",
    "manager_id",
    "created_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkJob:
    """A started job and the tenants at its ends."""

    source_tenant_id: str
    target_tenant_id: str
    service_principal_id: str
    job_id: str

    @property
    def actor(self) -> Actor:
        """The operator, in the source tenant."""
        return operator(self.source_tenant_id)


def make_job(database: Database, users: int) -> BenchmarkJob:
    """Make both tenants, *users* people in the source, and a started job over all of them."""
    with database.write() as work:
        source_id = _tenant(work, "Source", "source.tenantry.test")
        target_id = _tenant(work, "Target", "target.tenantry.test")
        _allow(work, source_id, target_id)
    people = new_ids(users)
    for start in range(0, users, _ROWS_AT_ONCE):
        with database.write() as work:
            _add_people(work, source_id, people, range(start, min(start + _ROWS_AT_ONCE, users)))
    with database.write() as work:
        return _configure(work, source_id, target_id)


def _tenant(work: UnitOfWork, name: str, domain: str) -> str:
    tenant = create_tenant(
        work,
        operator(""),
        {"display_name": name, "initial_domain": domain, "country_letter_code": "NZ"},
    )
    return str(tenant["id"])


def _allow(work: UnitOfWork, source_id: str, target_id: str) -> None:
    outbound = AutomaticConsent(outbound_allowed=True)
    inbound = AutomaticConsent(inbound_allowed=True)
    of_source, of_target = operator(source_id), operator(target_id)
    add_partner(work, of_source, target_id, {"automatic_user_consent_settings": outbound})
    add_partner(work, of_target, source_id, {"automatic_user_consent_settings": inbound})
    allowed = UserSyncInbound(is_sync_allowed=True)
    synchronization = IdentitySynchronization(
        partner_tenant_id=source_id, user_sync_inbound=allowed
    )
    add_synchronization(work, of_target, synchronization)


def _add_people(work: UnitOfWork, tenant_id: str, people: list[str], chosen: range) -> None:
    rows = [_person(work, tenant_id, people, number) for number in chosen]
    insert_rows(work.connection, "users", _COLUMNS, rows)
    changes = [("user", people[number], feed.CREATED, None, None) for number in chosen]
    work.record_rows(tenant_id, changes)


def _person(
    work: UnitOfWork, tenant_id: str, people: list[str], number: int
) -> tuple[str | bool | None, ...]:
    name, mail = f"Person Number {number}", f"person{number}@source.tenantry.test"
    return (
        tenant_id,
        people[number],
        mail,
        mail,
        name,
        fold(name),
        True,
        "Member",
        mail,
        mail,
        f"person{number}",
        "Person",
        f"Number {number}",
        "Engineer",
        f"Department {number % 40}",
        f"E{number:07d}",
        f"{number} Lambton Quay",
        "Wellington",
        "Wellington Region",
        "6011",
        "New Zealand",
        f"Floor {number % 30}",
        f"+64 4 {number:07d}",
        "en-NZ",
        people[number // 10] if number else None,
        work.instant,
    )


def _configure(work: UnitOfWork, source_id: str, target_id: str) -> BenchmarkJob:
    actor = operator(source_id)
    _, configuration = instantiate_template(work, actor, APPLICATION_TEMPLATE_ID, "Benchmark")
    service_principal_id = str(configuration["id"])
    job = create_job(work, actor, service_principal_id, run_mode=RunMode.CONTINUOUS)
    settings = {"AuthenticationType": "SyncPolicy", "CompanyId": target_id, "SyncAll": "true"}
    save_connection(work, actor, service_principal_id, settings)
    start_job(work, actor, service_principal_id, job.id)
    return BenchmarkJob(
        source_tenant_id=source_id,
        target_tenant_id=target_id,
        service_principal_id=service_principal_id,
        job_id=job.id,
    )
