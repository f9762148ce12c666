"""What tokens tell of proofs, and what is read out of them again."""

import pytest

from tenantry.signin.proofs import (
    CODE,
    FEDERATED,
    FEDERATED_MFA,
    MAIL,
    PASSWORD,
    SECURITY_KEY,
    Proof,
    methods_here,
    methods_of,
    proofs_of,
)

HOME, RESOURCE = "home", "resource"
_AT = "2026-03-02T08:00:00.000000Z"


@pytest.mark.parametrize(
    "proved",
    [
        {PASSWORD: HOME},
        {PASSWORD: HOME, CODE: HOME},
        {CODE: RESOURCE, PASSWORD: HOME},
        {SECURITY_KEY: HOME},
        {MAIL: RESOURCE},
        {CODE: RESOURCE, MAIL: RESOURCE},
        {FEDERATED: HOME},
        {FEDERATED: HOME, FEDERATED_MFA: HOME},
        {CODE: RESOURCE, FEDERATED: HOME},
    ],
)
def test_a_token_tells_what_was_proved_and_where(proved: dict[str, str]) -> None:
    proofs = [Proof(method=each, at=_AT, tenant_id=place) for each, place in proved.items()]

    here = methods_here(proofs, RESOURCE)
    read = proofs_of(
        methods_of(proofs),
        at=_AT,
        home=HOME if HOME in proved.values() else RESOURCE,
        places=dict.fromkeys(here, RESOURCE),
    )

    assert set(proofs) == set(read)


def test_nobody_is_told_where_where_it_was_all_in_one_tenant() -> None:
    proofs = [Proof(method=each, at=_AT, tenant_id=HOME) for each in (PASSWORD, CODE)]

    assert () == methods_here(proofs, HOME)
    assert () == methods_here(proofs, RESOURCE)
