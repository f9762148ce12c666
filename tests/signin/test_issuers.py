"""Addresses of the server, and the issuers that follow from them."""

import pytest

from tenantry.errors import InvalidValueError
from tenantry.signin.issuers import Origins, host_of, issuer

_TENANT = "7d3f1c1e-5a0b-4f5e-9d57-0c2b8a4e6f10"
_ORIGINS = Origins.of("https://Localhost:8443/", "http://localhost:80", "https://login.test")


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("https://localhost:8443", "https://localhost:8443"),
        ("HTTPS://LOCALHOST:8443", "https://localhost:8443"),
        ("http://localhost", "http://localhost"),
        ("https://login.test", "https://login.test"),
        ("http://login.test", "https://localhost:8443"),
        ("https://localhost:9999", "https://localhost:8443"),
        ("https://attacker.test", "https://localhost:8443"),
        ("", "https://localhost:8443"),
    ],
)
def test_only_a_listed_address_is_named(asked: str, named: str) -> None:
    assert _ORIGINS.resolve(asked) == named


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://localhost:8443", "localhost"),
        ("https://localhost:8443//", "localhost"),
        ("http://[::1]:8080", "[::1]"),
        ("https://Login.Test", "login.test"),
        ("https://user@localhost", ""),
        ("https://localhost/path", ""),
        ("https://localhost?query", ""),
        ("https://localhost:port", ""),
        ("ftp://localhost", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_origin(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize("url", ["localhost:8443", "https://localhost/graph", "", "https://"])
def test_an_address_that_is_no_origin_is_refused(url: str) -> None:
    with pytest.raises(InvalidValueError, match="like `https://host:port`"):
        Origins.of(url)


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (f"https://localhost:8443/{_TENANT}/v2.0", True),
        (f"http://localhost/{_TENANT}/v2.0", True),
        (f"https://attacker.test/{_TENANT}/v2.0", False),
        (f"https://localhost:8443/{_TENANT}", False),
        ("https://localhost:8443", False),
        ("https://localhost:8443/common/v2.0", False),
        ("", False),
    ],
)
def test_an_issuer_is_ours_at_a_listed_address_and_for_its_tenant(
    text: str, *, is_ours: bool
) -> None:
    assert _ORIGINS.is_issuer(text, _TENANT) is is_ours


def test_the_issuer_of_an_alias_is_a_template() -> None:
    assert issuer("https://localhost", "common") == "https://localhost/{tenantid}/v2.0"
