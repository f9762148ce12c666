"""Clients for Node, unmodified: msal-node and openid-client."""

import pytest

from tests.clients.applications import LabApplication
from tests.clients.node_scripts import run


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
