"""msal-browser in Chromium, on a page of its own: what a single-page application does."""

import shutil

import pytest

from tests.clients.node_scripts import run
from tests.clients.people import Person, Portal


@pytest.mark.timeout(180)
def test_a_person_signs_in_to_a_page_that_refreshes_its_token_and_asks_graph(
    portal: Portal, person: Person
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed; `make clients` does it as root")

    told = run(
        "msal_browser.mjs",
        portal.ca_file,
        {
            "authority": portal.authority,
            "tenantId": portal.tenant_id,
            "clientId": portal.client_id,
            "user": person.user_principal_name,
            "password": person.password,
            "graph": portal.graph,
            "chromium": chromium,
        },
    )

    assert "fault" not in told, told
    assert f"{person.id}.{portal.tenant_id}" == told["account"]["id"]
    assert person.user_principal_name == told["account"]["name"] == told["me"]["userPrincipalName"]
    assert told["isRefreshed"]
