"""One-time codes that the operator gives to somebody, for automation."""

import pyotp
import pytest

from tenantry.runtime.services import Services
from tenantry.signin.authentication.operations.codes import check_code
from tests.support.companies import Company
from tests.support.web_client import WebClient


@pytest.fixture
def company(services: Services) -> Company:
    return Company(services.database, "contoso")


def test_the_secret_gives_codes_that_count_and_is_shown_once(
    client: WebClient, services: Services, company: Company
) -> None:
    ana = company.add_user("ana")

    answer = client.post(_path(company.domain, f"ana@{company.domain}"))

    seed = answer.json()
    assert 201 == answer.status_code
    assert seed["uri"].startswith("otpauth://totp/Contoso:ana%40contoso.test?secret=")
    assert seed["secret"] in seed["uri"]
    outcome = check_code(
        services.database,
        company.tenant_id,
        ana,
        pyotp.TOTP(seed["secret"]).now(),
        secret_box=services.secret_box,
    )
    assert seed["id"] == outcome.method_id


@pytest.mark.parametrize(("tenant", "user"), [("contoso.test", "nobody"), ("nowhere.test", "ana")])
def test_who_is_not_there_gets_none(
    client: WebClient, company: Company, tenant: str, user: str
) -> None:
    assert 404 == client.post(_path(tenant, user)).status_code


def test_a_user_of_another_tenant_gets_none(
    client: WebClient, services: Services, company: Company
) -> None:
    other = Company(services.database, "fabrikam").add_user("ana")

    assert 404 == client.post(_path(company.domain, other)).status_code


def test_only_the_operator_gives_them(client: WebClient, company: Company) -> None:
    ana = company.add_user("ana")

    answer = client.post(_path(company.domain, ana), headers={"Authorization": "Bearer other"})

    assert 401 == answer.status_code


def _path(tenant: str, user: str) -> str:
    return f"/tenantry/v1.0/tenants/{tenant}/users/{user}/softwareOath"
