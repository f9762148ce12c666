"""Clients for Node, unmodified: msal-node and openid-client."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.applications import LabApplication
from tests.clients.installing import node_modules

_SCRIPTS = Path(__file__).parent / "node"


def run(script: str, application: LabApplication, **more: str) -> dict[str, Any]:
    """Return the JSON that a script prints, which finds the application in `CLIENT`."""
    described = {
        "authority": application.authority,
        "tenantId": application.tenant_id,
        "clientId": application.client_id,
        "clientSecret": application.client_secret,
        "privateKey": application.certificate.key_pem,
        "thumbprint": application.certificate.x5t,
        "thumbprintSha256": application.certificate.hexadecimal_sha256,
        **more,
    }
    environment = {
        **os.environ,
        "CLIENT": json.dumps(described),
        "NODE_EXTRA_CA_CERTS": application.ca_file,
    }
    ran = subprocess.run(
        ["node", "--input-type=module"],  # noqa: S607  # found by the shell's path
        # From standard input a module finds its libraries where the command runs.
        cwd=node_modules(),
        input=(_SCRIPTS / script).read_text(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


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
    tokens = run(script, board, assertion=other_tenants.token())

    assert ways == tokens.keys()
    assert all(board.may_read_users(token) for token in tokens.values())
