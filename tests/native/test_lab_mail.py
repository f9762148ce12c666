"""The mail of the lab: for programs, and on a page that only its own machine sees."""

from pathlib import Path

import pytest

from tenantry.collaboration.inviting import LetterRequest
from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tests.support.companies import Company
from tests.support.web_client import WebClient

_API = "/tenantry/v1.0/lab/mail"
_PAGE = "/lab/mail"


def invite(services: Services, *names: str) -> None:
    """Invite these people, who get a mail each."""
    company = Company(services.database, "contoso")
    for name in names:
        words = LetterRequest(words=f"<b>Welcome</b>, {name}")
        company.invite(f"{name}@northwind.test", sends_letter=True, letter=words)


def test_the_newest_mail_comes_first(services: Services, client: WebClient) -> None:
    invite(services, "ana", "ben")

    newest, oldest = client.get(_API).json()["value"]

    assert [["ben@northwind.test"], ["ana@northwind.test"]] == [
        newest["recipients"],
        oldest["recipients"],
    ]
    assert ("invitation", None) == (newest["kind"], newest["sentDateTime"])
    assert client.get(_API, headers={"Authorization": "Bearer nobody"}).status_code == 401


def test_the_page_shows_mails_with_addresses_to_follow(
    services: Services, client: WebClient
) -> None:
    empty = client.get(_PAGE).text
    invite(services, "ana")
    [mail] = client.get(_API).json()["value"]
    address = next(word for word in mail["body"].split() if word.startswith("http"))

    page = client.get(_PAGE, headers={"Authorization": ""})

    assert "Nothing was sent so far." in empty
    assert f'href="{address.replace("&", "&amp;")}"' in page.text
    assert "&lt;b&gt;Welcome&lt;/b&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("127.0.0.1", "localhost", 200),
        ("::1", "localhost", 200),
        ("203.0.113.7", "localhost", 404),
        ("127.0.0.1", "rebound.example", 404),
    ],
)
def test_the_page_is_for_the_labs_own_machine(
    services: Services, address: str, host: str, status: int
) -> None:
    browser = WebClient(web_application(services), address=address)

    assert status == browser.get(f"http://{host}{_PAGE}").status_code


def test_outside_the_lab_nobody_sees_mail(tmp_path: Path) -> None:
    with open_services(Settings(folder=tmp_path)) as services:
        with services.database.write() as work:
            headers = {"Authorization": f"Bearer {issue_operator_token(work)}"}
        client = WebClient(web_application(services), headers=headers)

        assert [404, 404] == [client.get(path).status_code for path in (_API, _PAGE)]
