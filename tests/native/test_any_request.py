"""Whatever the OpenAPI document lets one send, and what it does not: never a fault of ours."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings, strategies as some
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tenantry.native.application import ROUTES
from tenantry.native.openapi import openapi_document
from tenantry.native.operator_token import issue_operator_token
from tenantry.native.routing import PREFIX
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tests.support.companies import Company
from tests.support.databases import SqliteDatabases
from tests.support.hashing import cheap
from tests.support.installations import client_of

Operation = APIOperation[Any, Any, Any, Any]

_SCHEMA = schemathesis.openapi.from_dict(dict(openapi_document(ROUTES)))
_OPERATIONS = [found.ok() for found in _SCHEMA.get_all_operations() if isinstance(found, Ok)]
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_EXAMPLES = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The operator's client of a lab with a tenant; all requests share it."""
    folder = tmp_path_factory.mktemp("lab")
    with SqliteDatabases(folder).migrated() as url:
        given_settings = cheap(Settings(folder=Path(folder), database=url, lab=True))
        with open_services(given_settings) as services:
            Company(services.database, "contoso")
            with services.database.write() as work:
                token = issue_operator_token(work)
            client = client_of(services)
            client.headers["Authorization"] = f"Bearer {token}"
            yield client


def test_every_operation_of_the_document_is_tried() -> None:
    assert len(ROUTES) == len(_OPERATIONS)


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda operation: operation.label)
@_EXAMPLES
@given(data=some.data())
def test_no_request_is_answered_by_a_fault_of_ours(
    operator: httpx.Client, operation: Operation, data: some.DataObject
) -> None:
    mode = data.draw(some.sampled_from(_MODES))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if "tenant" in case.path_parameters and data.draw(some.booleans()):
        case.path_parameters["tenant"] = "contoso.test"

    response = operator.request(
        case.method,
        f"{PREFIX}{case.formatted_path}",
        params=_parameters(case.query),
        json=case.body if isinstance(case.body, dict | list | str | int | float | None) else None,
    )

    assert response.status_code < 500 or response.status_code == 501, response.text
    if response.is_error:
        error = response.json()["error"]
        assert error["code"]
        assert error["message"]


def _parameters(query: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (query or {}).items()}
