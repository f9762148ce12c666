"""The CLI for Microsoft 365, unmodified: guests, and the recycle bin they end in.

It knows the cloud's hosts alone, so it is led to the lab by a proxy.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.clients.applications import LabApplication
from tests.clients.host_proxy import proxied
from tests.clients.installing import m365


class M365:
    """The command on a machine that has never seen one."""

    def __init__(self, folder: Path, proxy: str, ca_file: str) -> None:
        self._command = m365()
        self._environment = {
            **os.environ,
            "CLIMICROSOFT365_NOUPDATE": "1",
            "HOME": str(folder),
            "HTTPS_PROXY": proxy,
            "NODE_EXTRA_CA_CERTS": ca_file,
            "XDG_CONFIG_HOME": str(folder / ".config"),
        }

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command."""
        return subprocess.run(
            [self._command, *words, "--output", "json"],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def __call__(self, *words: str) -> Any:
        """Run a command, and return its JSON."""
        ran = self.run(*words)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout) if ran.stdout.strip() else None


@pytest.fixture
def cli(tmp_path: Path, board: LabApplication) -> Iterator[M365]:
    """The command, logged in as the application of the tenant."""
    with proxied(urlsplit(board.authority).port or 443) as proxy:
        m365_of_lab = M365(tmp_path, proxy, board.ca_file)
        m365_of_lab("cli", "config", "set", "--key", "disableTelemetry", "--value", "true")
        m365_of_lab(
            *("login", "--authType", "secret", "--tenant", board.tenant_id),
            *("--appId", board.client_id, "--secret", board.client_secret),
        )
        yield m365_of_lab


@pytest.mark.claim("B2B-006")
def test_guests_are_added_listed_removed_and_brought_back(cli: M365) -> None:
    address = "mira@elsewhere.test"

    made = cli(
        *("entra", "user", "guest", "add", "--emailAddress", address),
        *("--displayName", "Mira", "--sendInvitationMessage", "--messageLanguage", "de-DE"),
        *("--welcomeMessage", "Welcome", "--ccRecipients", "desk@elsewhere.test"),
    )
    user_id = made["invitedUser"]["id"]
    guests = cli("entra", "user", "list", "--type", "Guest", "--properties", "id,mail,userType")
    cli("entra", "user", "remove", "--id", user_id, "--force")
    gone = cli("entra", "user", "list", "--type", "Guest", "--properties", "id,mail")
    deleted = cli("entra", "user", "recyclebinitem", "list")
    cli("entra", "user", "recyclebinitem", "restore", "--id", user_id)
    restored = cli("entra", "user", "get", "--id", user_id)
    cli("entra", "user", "remove", "--id", user_id, "--force")
    cli("entra", "user", "recyclebinitem", "remove", "--id", user_id, "--force")

    assert ("PendingAcceptance", "Mira") == (made["status"], made["invitedUserDisplayName"])
    assert [(user_id, address)] == [(each["id"], each["mail"]) for each in guests]
    assert [] == gone
    assert [user_id] == [each["id"] for each in deleted]
    assert address == restored["mail"]
    assert [] == cli("entra", "user", "recyclebinitem", "list")


def test_a_refused_invitation_is_told_in_our_words(cli: M365) -> None:
    refused = cli.run("entra", "user", "guest", "add", "--emailAddress", "mira~x@elsewhere.test")

    assert refused.returncode != 0
    assert "address that can be invited" in refused.stdout + refused.stderr
