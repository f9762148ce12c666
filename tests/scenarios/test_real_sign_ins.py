"""The table of sign-ins, with browsers: every row is a sign-in from the password on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pyotp
import pytest

from tenantry.clock import epoch_seconds
from tests.scenarios.sign_in_stage import MODES, Stage
from tests.scenarios.sign_in_table import ROWS, TableRow
from tests.support.browsers import Browser, Page
from tests.support.laptops import HEADER, Laptop
from tests.support.relying_parties import RelyingParty, accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant, done

STEP = 30  # seconds that a code is good for
DEVICES: Mapping[str, Mapping[str, Any]] = {
    "comp": {"isCompliant": True},
    "join": {"trustType": "ServerAd"},
}


class People:
    """Ana with all her browsers, one for each thing that the table says she proved."""

    def __init__(self, installation: Installation, mode: str) -> None:
        self._installation = installation
        self._home, self._resource = installation.source, installation.target
        channel = {"tags": ["DirectConnectApplication"]}
        self._parties = {name: RelyingParty(self._resource, name) for name in ("tool", "mail")}
        self._parties["chan"] = RelyingParty(self._resource, "chan")
        principal = self._parties["chan"].principal
        self._resource.patch(f"/servicePrincipals/{principal['id']}", channel)
        ids = {name: party.app_id for name, party in self._parties.items()}
        is_guest = mode == "C"
        self.stage = Stage(installation, self._home, self._resource, ids, is_guest=is_guest)
        self._board = RelyingParty(self._home)
        self._laptops = {name: Laptop(self._home, **given) for name, given in DEVICES.items()}
        self._secret = self._code_secret(self._home, self.stage.ana)
        self._browsers: dict[tuple[str, str], Browser] = {}
        self._codes = 0

    def end(self, row: TableRow) -> str:
        """Return how the sign-in of the row ends, in the words of the table."""
        browser = self._browser(row)
        self.stage.set_up(row)
        address = self._parties[row.application].address()
        return self._told(accept_all(browser, browser.open(address)))

    def _told(self, page: Page) -> str:
        if page.is_outside:
            return "allow"
        for tenant, place in ((self._home, "?home"), (self._resource, "?here")):
            if page.path == f"/{tenant.tenant_id}/mfa":
                return place
        # A device cannot be asked for on a page; the person is told that one is needed.
        return "?home" if "AADSTS50097" in page.text else "block"

    def _browser(self, row: TableRow) -> Browser:
        """Return the browser in which Ana proved what the row says, and nothing else."""
        mfa = "none" if row.mfa == "here" and row.mode == "D" else row.mfa
        if (mfa, row.device) not in self._browsers:
            browser = self._installation.browser()
            if row.device in self._laptops:
                browser.http.headers[HEADER] = self._laptops[row.device].claim()
            waiting = sign_in(browser, browser.open(self._board.address()), self.stage.ana)
            if mfa == "home":
                self._codes += 1
                offset = (self._codes - 2) * STEP
                self._prove(browser, waiting, self._home, self._secret, offset)
            if mfa == "here":
                secret = self._code_secret(self._resource, self.stage.guest)
                there = browser.open(self._parties["tool"].address())
                self._prove(browser, there, self._resource, secret, 0)
            self._browsers[mfa, row.device] = browser
        return self._browsers[mfa, row.device]

    @staticmethod
    def _prove(browser: Browser, waiting: Page, tenant: Tenant, secret: str, offset: int) -> None:
        query = urlencode({"ctx": waiting.form.fields["ctx"]})
        page = browser.open(f"/{tenant.tenant_id}/mfa?{query}")
        code = pyotp.TOTP(secret).at(int(epoch_seconds()) + offset)
        after = browser.submit(page, code=code)
        assert "The code is wrong" not in after.text, after.text

    def _code_secret(self, tenant: Tenant, user: Json) -> str:
        path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/users/{user['id']}/softwareOath"
        made: Mapping[str, str] = done(self._installation.ask("POST", path))
        return made["secret"]


@pytest.mark.claim("XTA-016", "XTA-018", "DC-008")
@pytest.mark.parametrize("mode", list(MODES))
def test_each_sign_in_of_the_table_ends_as_it_says_in_a_browser(
    installation: Installation, mode: str
) -> None:
    people = People(installation, mode)

    wrong = [
        (row, found)
        for row in ROWS
        if row.mode == mode and (found := people.end(row)) != row.decision
    ]

    assert [] == wrong
