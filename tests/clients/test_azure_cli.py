"""azure-cli, unmodified, from the registration of the cloud to its directory commands."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients.applications import LabApplication
from tests.clients.installing import azure_cli

Az = Callable[..., Any]


@pytest.fixture
def az(tmp_path: Path, board: LabApplication) -> Az:
    """Runs a command of azure-cli on a machine that has never seen one; gives its JSON."""
    command = azure_cli()
    environment = {
        **os.environ,
        "AZURE_CONFIG_DIR": str(tmp_path / "azure"),
        "AZURE_CORE_COLLECT_TELEMETRY": "false",
        "AZURE_CORE_INSTANCE_DISCOVERY": "false",
        "AZURE_CORE_LOGIN_EXPERIENCE_V2": "off",
        "AZURE_CORE_ONLY_SHOW_ERRORS": "true",
        "REQUESTS_CA_BUNDLE": board.ca_file,
    }

    def run(*words: str) -> Any:
        ran = subprocess.run(
            [command, *words, "--output", "json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout) if ran.stdout else None

    return run


@pytest.fixture
def registered(az: Az, board: LabApplication) -> Az:
    """The same, with this cloud registered by its one address."""
    az("cloud", "register", "--name", "Lab", "--endpoint-resource-manager", board.authority)
    az("cloud", "set", "--name", "Lab")
    return az


def login(az: Az, application: LabApplication, *proof: str) -> Any:
    """Log in as the application."""
    return az(
        *("login", "--service-principal", "--username", application.client_id, *proof),
        *("--tenant", application.tenant_id, "--allow-no-subscriptions"),
    )


def test_an_application_logs_in_by_secret_and_reads_the_directory(
    registered: Az, board: LabApplication
) -> None:
    [account] = login(registered, board, "--password", board.client_secret)
    people = registered("ad", "user", "list", "--query", "[].userPrincipalName")
    organization = registered("rest", "--method", "get", "--url", "/v1.0/organization")
    raw = registered("rest", "--method", "get", "--url", f"{board.authority}/v1.0/users?$top=1")

    assert board.tenant_id == account["tenantId"]
    names = [one["userPrincipalName"] for one in board.ask("GET", "/users?$top=999")["value"]]
    assert sorted(names) == sorted(people)
    assert [board.tenant_id] == [one["id"] for one in organization["value"]]
    assert 1 == len(raw["value"])


def test_an_application_logs_in_by_the_certificate_that_azure_cli_made_for_it(
    registered: Az, board: LabApplication, tmp_path: Path
) -> None:
    login(registered, board, "--password", board.client_secret)
    made = registered("ad", "sp", "create-for-rbac", "--name", "Robot", "--create-cert")
    pem = tmp_path / "robot.pem"
    Path(made["fileWithCertAndPrivateKey"]).rename(pem)
    registered("logout")

    [account] = registered(
        *("login", "--service-principal", "--username", made["appId"], "--certificate", str(pem)),
        *("--tenant", board.tenant_id, "--allow-no-subscriptions"),
    )

    assert made["appId"] == account["user"]["name"]


def test_an_application_and_its_federated_credential_are_made_by_commands(
    registered: Az, board: LabApplication
) -> None:
    login(registered, board, "--password", board.client_secret)
    app = registered("ad", "app", "create", "--display-name", "Pipeline")
    parameters = {
        "name": "main",
        "issuer": "https://token.example.com",
        "subject": "repo:shop:main",
        "audiences": ["api://AzureADTokenExchange"],
    }
    of_app = ("ad", "app", "federated-credential")
    registered(*of_app, "create", "--id", app["id"], "--parameters", json.dumps(parameters))
    [listed] = registered(*of_app, "list", "--id", app["id"])
    registered(*of_app, "delete", "--id", app["id"], "--federated-credential-id", listed["id"])

    assert parameters.items() <= listed.items()
    assert [] == registered(*of_app, "list", "--id", app["id"])
