"""Which scopes mean Graph, in the spellings that clients send (clients §0.1, 19)."""

import pytest
from hypothesis import given, strategies as st

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason
from tenantry.signin.scopes import audience_of_default, is_graph

_HOSTS = frozenset({"localhost"})


@pytest.mark.parametrize(
    ("scope", "audience"),
    [
        ("https://graph.microsoft.com/.default", "https://graph.microsoft.com"),
        ("https://graph.microsoft.com//.default", "https://graph.microsoft.com/"),
        ("https://GRAPH.microsoft.com/.default", "https://GRAPH.microsoft.com"),
        ("https://localhost:8443//.default", "https://localhost:8443/"),
        ("http://localhost/.default", "http://localhost"),
        (
            "00000003-0000-0000-c000-000000000000/.default",
            "00000003-0000-0000-c000-000000000000",
        ),
        (".default", "https://graph.microsoft.com"),
        (
            "https://graph.microsoft.com/.default offline_access openid profile",
            "https://graph.microsoft.com",
        ),
    ],
)
def test_the_audience_is_the_resource_as_it_was_asked_for(scope: str, audience: str) -> None:
    assert audience_of_default(scope, _HOSTS) == audience


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("User.Read", Reason.SCOPE_NOT_DEFAULT),
        ("https://graph.microsoft.com/User.Read", Reason.SCOPE_NOT_DEFAULT),
        ("https://graph.microsoft.com.default", Reason.SCOPE_NOT_DEFAULT),
        ("openid profile", Reason.INVALID_SCOPE),
        ("   ", Reason.INVALID_SCOPE),
        (".default https://localhost/.default", Reason.INVALID_SCOPE),
        ("https://other.test/.default", Reason.UNKNOWN_RESOURCE),
        ("https://localhost.other.test/.default", Reason.UNKNOWN_RESOURCE),
        ("https://localhost@other.test/.default", Reason.UNKNOWN_RESOURCE),
        ("https://localhost/api/.default", Reason.UNKNOWN_RESOURCE),
        ("api://localhost/.default", Reason.UNKNOWN_RESOURCE),
        ("//.default", Reason.UNKNOWN_RESOURCE),
    ],
)
def test_a_scope_that_names_no_resource_of_ours_is_refused(scope: str, reason: Reason) -> None:
    with pytest.raises(SigninRefusedError) as refused:
        audience_of_default(scope, _HOSTS)

    assert refused.value.reason is reason


@given(st.text())
def test_whatever_is_granted_means_graph(scope: str) -> None:
    try:
        audience = audience_of_default(scope, _HOSTS)
    except SigninRefusedError:
        return

    assert is_graph(audience, _HOSTS)
