"""Fetching from other issuers: what is refused before anything is connected to."""

import ssl

import pytest

from tenantry.signin.operations.fetching import FetchError, Reach, fetch_json

_REACH = Reach(trust=ssl.create_default_context(), known_hosts=frozenset())


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.test/keys",
        "https:///keys",
        "https://name@issuer.test/keys",
        "file:///etc/passwd",
        "ftp://issuer.test/keys",
        "",
    ],
)
def test_only_https_addresses_are_fetched(url: str) -> None:
    with pytest.raises(FetchError, match="https://"):
        fetch_json(url, _REACH)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "169.254.169.254",
        "10.1.2.3",
        "192.168.0.1",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  # nothing is bound
        "224.0.0.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::10.1.2.3]",
        "[64:ff9b:1::10.1.2.3]",
        "[2002:a01:203::1]",
        "[2001:0:808:808::1]",
        "2130706433",
    ],
)
def test_addresses_of_the_own_network_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match="no public address"):
        fetch_json(f"https://{host}/keys", _REACH)
