"""How a fault is told: status, code, sentence and particulars (contract §1.6)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tenantry.errors import (
    AlreadyExistsError,
    ConflictError,
    ExpiredTokenError,
    InvalidValueError,
    NotConfiguredError,
    NotFoundError,
    PolicyCheckError,
    TenantryError,
    TooManyRequestsError,
    UnavailableError,
    UnsupportedQueryError,
)
from tenantry.graph.answers import Answer
from tenantry.graph.dispatching import refuse
from tenantry.graph.requests import Call
from tenantry.storage.database import Database
from tests.support.graph_api import GraphApi


@pytest.fixture
def told(tmp_path: Path) -> Any:
    services = GraphApi(Database(f"sqlite:///{tmp_path}/unused.db")).services

    def tell(fault: TenantryError, path: str = "users") -> Answer:
        call = Call(root="https://graph.test", version="v1.0", method="GET", path=path)
        return refuse(services, call, fault)

    return tell


def error_of(answer: Answer) -> Mapping[str, Any]:
    assert isinstance(answer.body, Mapping)
    error: Mapping[str, Any] = answer.body["error"]  # type: ignore[assignment]
    return error


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (InvalidValueError("a", "b"), 400, "Request_BadRequest"),
        (UnsupportedQueryError("$search", "b"), 400, "Request_UnsupportedQuery"),
        (ExpiredTokenError(), 400, "Directory_ExpiredPageToken"),
        (NotFoundError(), 404, "Request_ResourceNotFound"),
        (NotConfiguredError(), 404, "Directory_ObjectNotFound"),
        (ConflictError(), 409, "Conflict"),
        (TooManyRequestsError(10), 429, "TooManyRequests"),
        (UnavailableError(), 503, "serviceNotAvailable"),
        (
            PolicyCheckError("a", side="source", setting="b"),
            400,
            "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure",
        ),
    ],
)
def test_a_fault_has_its_status_and_code(
    told: Any, fault: TenantryError, status: int, code: str
) -> None:
    answer = told(fault)

    assert status == answer.status
    assert code == error_of(answer)["code"]


def test_a_subclass_is_told_as_what_it_is(told: Any) -> None:
    class NoSuchUserError(NotFoundError):
        """No such user."""

    assert error_of(told(NoSuchUserError()))["code"] == "Request_ResourceNotFound"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("the value `x` is wrong", "The value 'x' is wrong."),
        ("`x` is wrong; did you mean `y`?", "'x' is wrong; did you mean 'y'?"),
        ("Wrong.", "Wrong."),
    ],
)
def test_a_message_becomes_a_sentence(told: Any, message: str, sentence: str) -> None:
    assert error_of(told(InvalidValueError("x", message)))["message"] == sentence


def test_a_callers_own_words_are_repeated_only_so_far(told: Any) -> None:
    assert len(error_of(told(InvalidValueError("x", "a" * 100_000)))["message"]) <= 1001


def test_a_taken_key_is_a_conflict(told: Any) -> None:
    message = "Another object with the same value for property tenantId already exists."

    answer = told(AlreadyExistsError("tenantId"))

    assert answer.status == 409
    assert error_of(answer)["code"] == "Request_MultipleObjectsWithSameKeyValue"
    assert error_of(answer)["message"] == message
    assert error_of(answer)["details"] == [
        {"code": "ConflictingObjects", "message": message, "target": "tenantId"}
    ]


@pytest.mark.parametrize("path", ["userPrincipalName", "proxyAddresses", "mailNickname"])
def test_a_taken_property_of_a_directory_object_is_a_bad_request(told: Any, path: str) -> None:
    answer = told(AlreadyExistsError(path))

    assert answer.status == 400
    assert error_of(answer)["code"] == "Request_BadRequest"
    assert error_of(answer)["details"][0]["code"] == "ObjectConflict"
    assert error_of(answer)["details"][0]["target"] == path


@pytest.mark.parametrize("fault", [TooManyRequestsError(10), UnavailableError(retry_after=10)])
def test_who_may_try_again_is_told_when(told: Any, fault: TenantryError) -> None:
    assert told(fault).headers["Retry-After"] == "10"


@pytest.mark.parametrize(
    "path", ["users/delta", "/users/delta()", "users/microsoft.graph.delta()/"]
)
def test_a_lost_delta_token_says_where_to_start_again(told: Any, path: str) -> None:
    answer = told(ExpiredTokenError(), path)

    assert answer.status == 410
    assert error_of(answer)["code"] == "syncStateNotFound"
    location = answer.headers["Location"]
    assert location == f"https://graph.test/v1.0/{path.strip('/')}?$deltatoken="
