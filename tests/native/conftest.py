"""A lab with the API under `/tenantry/v1.0`, called in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tests.support.web_client import WebClient


@pytest.fixture
def services(tmp_path: Path, database_url: str) -> Iterator[Services]:
    with open_services(Settings(folder=tmp_path, database=database_url, lab=True)) as services:
        yield services


@pytest.fixture
def token(services: Services) -> str:
    with services.database.write() as work:
        return issue_operator_token(work)


@pytest.fixture
def client(services: Services, token: str) -> WebClient:
    """The operator's client."""
    headers = {"Authorization": f"Bearer {token}"}
    return WebClient(web_application(services), headers=headers)
