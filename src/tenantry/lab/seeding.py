"""The lab's content, made through the operations that the API calls."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.licences import set_units
from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.directory.operations.tenants import create_tenant
from tenantry.lab.administration import add_lab_administrator, add_lab_application
from tenantry.lab.lab_file import Lab, LabOperator, LabTenant, LabUser
from tenantry.lab.linking import synchronize
from tenantry.lab.passwords import LabPassword, new_passwords
from tenantry.lab.people import COMPANIES, people_of
from tenantry.lab.presets import Link, Preset
from tenantry.lab.staffing import Progress, add_groups, add_people
from tenantry.native.operator_token import issue_operator_token
from tenantry.signin.authentication.operations.codes import give_codes
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import UnitOfWork

_SEED = 1
_WHO_SIGN_IN = 3  # people of each company
_LICENCE, _FEWEST_UNITS = "AAD_PREMIUM_P2", 25  # so that a lab works where licences are enforced


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededCompany:
    """A company that has its tenant.  ``groups`` are name → id."""

    tenant: LabTenant
    users: list[LabUser]
    groups: dict[str, str]


def seed(
    database: Database,
    preset: Preset,
    people: int,
    *,
    hashing: PasswordHashing,
    secret_box: SecretBox,
    on_progress: Progress = lambda _: None,
) -> Lab:
    """Make the lab of *preset* with *people* people in all."""
    staff = preset.staff(people)
    with ThreadPoolExecutor() as threads:
        passwords = {name: new_passwords(1 + _WHO_SIGN_IN, hashing, threads) for name in staff}
        companies = {
            name: _seed_company(database, name, count, passwords[name], on_progress)
            for name, count in staff.items()
        }
    with database.write() as work:
        users = [
            user
            for company in companies.values()
            for user in _with_codes(work, company.users, secret_box)
        ]
        jobs = [
            synchronize(
                work,
                companies[link.source].tenant.tenant_id,
                companies[link.target].tenant.tenant_id,
                name=f"To {companies[link.target].tenant.display_name}",
                group_ids=_assigned(companies[link.source], link),
                notify=companies[link.source].tenant.admin.user_principal_name,
                percentage=_guard_percentage(staff[link.source]),
            )
            for link in preset.links
        ]
        token = issue_operator_token(work)
    return Lab(
        tenants=[company.tenant for company in companies.values()],
        jobs=jobs,
        users=users,
        operator=LabOperator(token=token),
    )


def _guard_percentage(people: int) -> int:
    """Return a tenth, or as much more as lets two people leave a small company."""
    return max(10, ceil(200 / people))


def _seed_company(
    database: Database,
    name: str,
    count: int,
    passwords: Sequence[LabPassword],
    on_progress: Progress,
) -> SeededCompany:
    company = COMPANIES[name]
    values = {
        "display_name": company.display_name,
        "initial_domain": company.initial_domain,
        "country_letter_code": company.country_letter_code,
    }
    with database.write() as work:
        tenant_id = create_tenant(work, operator(""), values)["id"]
        actor = operator(tenant_id)
        set_units(work, actor, _LICENCE, max(count, _FEWEST_UNITS))
        domain = company.initial_domain
        admin = add_lab_administrator(work, actor, domain, passwords[0])
        application = add_lab_application(work, actor)
    people = people_of(name, count, _SEED)
    ids, users = add_people(database, actor, people, passwords[1:], on_progress)
    groups = add_groups(database, actor, people, ids)
    tenant = LabTenant(
        display_name=company.display_name,
        tenant_id=tenant_id,
        initial_domain=company.initial_domain,
        admin=admin,
        application=application,
    )
    return SeededCompany(tenant=tenant, users=users, groups=groups)


def _with_codes(work: UnitOfWork, users: Sequence[LabUser], secret_box: SecretBox) -> list[LabUser]:
    """Return *users*, the first of whom has one-time codes now."""
    first, *others = users
    actor = operator(first.tenant_id)
    seed = give_codes(work, actor, first.id, secret_box=secret_box)
    return [msgspec.structs.replace(first, totp_secret=seed.secret), *others]


def _assigned(company: SeededCompany, link: Link) -> list[str]:
    names = company.groups if link.groups is None else link.groups
    return [company.groups[name] for name in names if name in company.groups]
