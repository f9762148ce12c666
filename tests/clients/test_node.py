"""Clients for Node, unmodified: msal-node and openid-client."""

import pytest

from tests.clients.applications import LabApplication
from tests.clients.node_scripts import run
from tests.clients.people import Person, Portal, code_for


@pytest.mark.parametrize(
    ("script", "ways"),
    [
        ("msal_node.mjs", {"secret", "certificate", "assertion"}),
        ("openid_client.mjs", {"post", "basic", "certificate"}),
    ],
)
def test_applications_get_tokens_in_every_way(
    board: LabApplication, other_tenants: LabApplication, script: str, ways: set[str]
) -> None:
    described = {
        "authority": board.authority,
        "tenantId": board.tenant_id,
        "clientId": board.client_id,
        "clientSecret": board.client_secret,
        "privateKey": board.certificate.key_pem,
        "thumbprint": board.certificate.x5t,
        "thumbprintSha256": board.certificate.hexadecimal_sha256,
        "assertion": other_tenants.token(),
    }

    tokens = run(script, board.ca_file, described)

    assert ways == tokens.keys()
    assert all(board.may_read_users(token) for token in tokens.values())


def test_a_person_signs_in_by_password_and_stays_signed_in(portal: Portal, person: Person) -> None:
    described = {
        "authority": portal.authority,
        "tenantId": portal.tenant_id,
        "clientId": portal.client_id,
        "user": person.user_principal_name,
        "password": person.password,
    }

    code_for(portal, person)  # without a page nobody can agree

    told = run("msal_node_people.mjs", portal.ca_file, described)

    assert {
        "id": f"{person.id}.{portal.tenant_id}",
        "name": person.user_principal_name,
        "isRefreshed": True,
    } == told
