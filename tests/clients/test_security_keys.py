"""Security keys in a real browser: the script of the page, and the browser's own virtual key."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.support.chromium import Chromium, running_chromium


@pytest.fixture
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with running_chromium(tmp_path_factory.mktemp("chromium")) as browser:
        browser.add_security_key()
        yield browser


def test_a_key_is_set_up_and_then_asked_for_by_the_script_of_the_page(
    standing_lab: Mapping[str, Any], browser: Chromium
) -> None:
    person = next(user for user in standing_lab["users"] if user["totpSecret"] is None)
    address = f"{standing_lab['http']}/{person['tenantId']}/security-info"

    _sign_in(browser, address, person)
    browser.await_page("Security info")
    browser.click("a[href*='add=1']")
    browser.await_page("Set up an authenticator app")
    browser.click("#key")
    browser.await_page("Security info")
    set_up = browser.ask("document.querySelector('.rows').textContent")
    browser.call("Network.clearBrowserCookies")
    _sign_in(browser, address, person)
    browser.await_page("Use your security key")
    browser.click("#key")
    browser.await_page("Security info")

    assert "Security key" in set_up
    assert person["userPrincipalName"] == browser.ask(
        "document.querySelector('.account').textContent"
    )


def _sign_in(browser: Chromium, address: str, person: Mapping[str, Any]) -> None:
    browser.open(address, "Sign in")
    browser.submit(user=person["userPrincipalName"])
    browser.await_page("Enter your password")
    browser.submit(password=person["password"])
