"""Every fault and every refusal as OAuth tells it."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from tenantry.errors import (
    NotBuiltError,
    NotFoundError,
    PolicyCheckError,
    TenantryError,
    TooManyRequestsError,
    UnavailableError,
)
from tenantry.signin.errors import SigninRefusedError, error_body, oauth_error_of
from tenantry.signin.reasons import Reason

_ALLOWED = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*")
_NAMED = (
    *("app_id", "audience", "base_url", "grant", "grant_type", "issuer", "jti", "parameter"),
    *("problem", "resource", "scope", "subject"),
)


def refused(reason: Reason, text: str) -> SigninRefusedError:
    """Return a refusal with *text* in every place of its sentence."""
    return SigninRefusedError(reason, tenant=text, **dict.fromkeys(_NAMED, text))


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (NotBuiltError("/{tenant}/oauth2/v2.0/logout"), 501, "not_implemented"),
        (NotFoundError(), 404, "invalid_request"),
        (PolicyCheckError("refused", side="target", setting="x"), 403, "access_denied"),
        (TooManyRequestsError(retry_after=7), 429, "temporarily_unavailable"),
        (UnavailableError(), 503, "temporarily_unavailable"),
        (refused(Reason.WRONG_SECRET, "app"), 401, "invalid_client"),
    ],
)
def test_a_fault_has_a_status_and_an_oauth_word(
    fault: TenantryError, status: int, error: str
) -> None:
    told = oauth_error_of(fault)

    assert (status, error) == (told.status, told.error)


def test_when_to_come_back_is_told() -> None:
    assert oauth_error_of(TooManyRequestsError(retry_after=7)).retry_after == 7
    assert oauth_error_of(NotFoundError()).retry_after is None


def test_a_fault_that_nobody_mapped_is_not_told_as_something_else() -> None:
    with pytest.raises(LookupError):
        oauth_error_of(TenantryError())


@given(st.sampled_from(Reason), st.text(max_size=300))
def test_a_description_has_only_the_characters_that_oauth_allows(reason: Reason, text: str) -> None:
    told = oauth_error_of(refused(reason, text))
    body = error_body(told, trace_id="t", correlation_id="c", timestamp="2026-06-15 12:00:00Z")

    assert _ALLOWED.fullmatch(str(body["error_description"]))


def test_a_long_word_of_the_caller_is_shortened() -> None:
    told = oauth_error_of(refused(Reason.UNKNOWN_TENANT, "x" * 10_000))

    assert len(told.description) < 300


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    sentences = list(_sentences())

    assert len(set(sentences)) == len(Reason)


def _sentences() -> Iterator[str]:
    for reason in Reason:
        yield refused(reason, "x").message
