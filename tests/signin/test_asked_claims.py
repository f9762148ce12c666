"""What the `claims` parameter asks for."""

import pytest

from tenantry.signin.asked_claims import read_contexts, wants_second_factor
from tenantry.signin.errors import SigninRefusedError


@pytest.mark.parametrize(
    ("claims", "contexts"),
    [
        ("", ()),
        ("{}", ()),
        ('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}', ("c1",)),
        ('{"id_token":{"acrs":{"values":["c2","c1"]}}}', ("c1", "c2")),
        ('{"access_token":{"xms_cc":{"values":["cp1"]},"acrs":null}}', ()),
        ('{"access_token":null,"id_token":{"acrs":{"value":"c3"}}}', ("c3",)),
        ('{"access_token":{"acrs":{"value":7,"values":"c1"}}}', ()),
    ],
)
def test_the_contexts_that_are_asked_for(claims: str, contexts: tuple[str, ...]) -> None:
    assert contexts == read_contexts(claims)


def test_a_second_factor_is_asked_for_by_amr() -> None:
    for claims in (
        '{"id_token":{"amr":{"essential":true,"values":["mfa"]}}}',
        '{"access_token":{"amr":{"value":"mfa"}}}',
    ):
        assert wants_second_factor(claims)
    for claims in (
        "",
        '{"id_token":{"amr":{"values":["pwd"]},"acrs":{"value":"mfa"}}}',
        '{"id_token":{"amr":null}}',
    ):
        assert not wants_second_factor(claims)


@pytest.mark.parametrize("claims", ["c1", "[]", '{"access_token":"c1"}', "{"])
def test_claims_that_are_none_are_refused(claims: str) -> None:
    with pytest.raises(SigninRefusedError):
        read_contexts(claims)
