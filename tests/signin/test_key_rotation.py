"""Signing keys change without anybody noticing, and at once where somebody else has one."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from tenantry.clock import add_seconds
from tenantry.errors import ConflictError, NotAuthenticatedError, NotFoundError
from tenantry.runtime.purging import Purging
from tenantry.signin.key_rotation import (
    KEPT_SECONDS,
    KeyTimes,
    find_expired,
    find_signer,
    find_waiting,
)
from tenantry.signin.operations.rotating import list_standing, revoke, rotate
from tenantry.storage.encryption import SecretBox
from tests.signin.installations import App, Installation
from tests.signin.test_keys import published

_START = "2026-06-15T12:00:00.000000Z"


def times(*starts: float) -> list[KeyTimes]:
    """Return keys that sign from so many seconds on."""
    return [
        KeyTimes(
            kid=str(index),
            created_at=_START,
            signs_from=add_seconds(_START, start) if start else None,
        )
        for index, start in enumerate(starts)
    ]


@given(
    st.lists(st.integers(1, 20_000), max_size=6, unique=True).map(sorted),
    st.integers(0, 40_000),
)
def test_a_key_is_published_from_before_it_signs_until_its_last_token_is_over(
    starts: list[int], second: int
) -> None:
    keys, now = times(0, *starts), add_seconds(_START, second)

    expired = set(find_expired(keys, now=now))

    for moment in range(max(0, second - KEPT_SECONDS + 1), second + 1, 97):
        signer = find_signer(keys, now=add_seconds(_START, moment))
        assert signer is not None
        assert signer.kid not in expired
    waiting = find_waiting(keys, now=now)
    assert waiting is None or waiting.kid not in expired


def kid_of(installation: Installation, app: App) -> str:
    """Return the key that signs now."""
    return installation.token(app).split(".")[0]


def test_a_rotation_publishes_the_new_key_before_it_signs_and_the_old_one_after(
    installation: Installation, contoso: App, secret_box: SecretBox
) -> None:
    database, tenant_id = installation.database, contoso.tenant_id
    old_header, old_bearer = kid_of(installation, contoso), installation.token(contoso)

    rotate(database, secret_box, tenant_id, lead=timedelta(hours=12))
    Purging(database).run_due()
    at_once = kid_of(installation, contoso), len(published(installation, tenant_id))
    installation.move_clock(hours=12)
    late_bearer = installation.token(contoso)
    Purging(database).run_due()
    in_overlap = len(published(installation, tenant_id))
    still_good = installation.verifier.verify(late_bearer).tenant_id
    installation.move_clock(hours=13.2)
    Purging(database).run_due()
    after = [key["kid"] for key in published(installation, tenant_id)]

    assert (old_header, 2) == at_once
    assert old_header != late_bearer.split(".")[0]
    assert (2, tenant_id) == (in_overlap, still_good)
    assert [list_standing(database, tenant_id)[0][0].kid] == after
    with pytest.raises(NotAuthenticatedError, match="signature"):
        installation.verifier.verify(old_bearer)


def test_one_rotation_waits_for_the_other(
    installation: Installation, contoso: App, fabrikam: App, secret_box: SecretBox
) -> None:
    rotate(installation.database, secret_box, contoso.tenant_id)
    rotate(installation.database, secret_box, fabrikam.tenant_id)

    with pytest.raises(ConflictError, match="signs from"):
        rotate(installation.database, secret_box, contoso.tenant_id)


def test_without_a_lead_the_new_key_signs_at_once(
    installation: Installation, contoso: App, secret_box: SecretBox
) -> None:
    old_bearer = installation.token(contoso)
    rotate(installation.database, secret_box, contoso.tenant_id, lead=timedelta())

    assert kid_of(installation, contoso) != old_bearer.split(".")[0]
    assert contoso.tenant_id == installation.verifier.verify(old_bearer).tenant_id


@pytest.mark.parametrize("by_kid", [False, True])
def test_a_revoked_key_is_refused_at_once_with_what_it_signed(
    installation: Installation, contoso: App, fabrikam: App, secret_box: SecretBox, *, by_kid: bool
) -> None:
    bearer, others = installation.token(contoso), installation.token(fabrikam)
    [old] = published(installation, contoso.tenant_id)

    kid = old["kid"] if by_kid else None
    [left] = revoke(installation.database, secret_box, contoso.tenant_id, kid=kid)

    assert [left.kid] == [key["kid"] for key in published(installation, contoso.tenant_id)]
    assert left.kid != old["kid"]
    assert contoso.tenant_id == installation.verifier.verify(installation.token(contoso)).tenant_id
    assert fabrikam.tenant_id == installation.verifier.verify(others).tenant_id
    with pytest.raises(NotAuthenticatedError, match="signature"):
        installation.verifier.verify(bearer)


def test_a_key_of_another_tenant_cannot_be_revoked_here(
    installation: Installation, contoso: App, fabrikam: App, secret_box: SecretBox
) -> None:
    [others] = published(installation, fabrikam.tenant_id)

    with pytest.raises(NotFoundError):
        revoke(installation.database, secret_box, contoso.tenant_id, kid=others["kid"])

    assert [others] == published(installation, fabrikam.tenant_id)
