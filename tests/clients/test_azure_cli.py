"""azure-cli, unmodified, from the registration of the cloud to its directory commands."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.applications import LabApplication
from tests.clients.installing import azure_cli
from tests.clients.people import Person, Portal, confirm_code, join


class Az:
    """azure-cli on a machine that has never seen one."""

    def __init__(self, folder: Path, ca_file: str) -> None:
        self._command = azure_cli()
        self._environment = {
            **os.environ,
            "AZURE_CONFIG_DIR": str(folder),
            "AZURE_CORE_COLLECT_TELEMETRY": "false",
            "AZURE_CORE_INSTANCE_DISCOVERY": "false",
            "AZURE_CORE_LOGIN_EXPERIENCE_V2": "off",
            "REQUESTS_CA_BUNDLE": ca_file,
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command."""
        return subprocess.Popen(
            [self._command, *words, "--output", "json"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: str) -> Any:
        """Run a command, and return its JSON."""
        running = self.start(*words)
        told, complaint = running.communicate(timeout=100)
        assert running.returncode == 0, complaint
        return json.loads(told) if told else None


@pytest.fixture
def az(tmp_path: Path, board: LabApplication) -> Az:
    """azure-cli, which trusts the lab."""
    return Az(tmp_path / "azure", board.ca_file)


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


def test_a_person_logs_in_with_a_code_to_every_tenant_that_they_have_an_account_in(
    registered: Az, portal: Portal, person: Person, other_tenants: LabApplication
) -> None:
    join(other_tenants, portal, person)

    waiting = registered.start("login", "--use-device-code", "--allow-no-subscriptions")
    url, code = told_code(waiting)
    confirm_code(portal, url, code, person)
    complaint = waiting.communicate(timeout=60)[1]
    me = registered("ad", "signed-in-user", "show")
    again = registered("rest", "--method", "get", "--url", "/v1.0/me")
    accounts = registered("account", "list", "--all")

    assert 0 == waiting.returncode, complaint
    assert person.user_principal_name == me["userPrincipalName"]
    assert person.id == again["id"]
    tenants = [each["tenantId"] for each in accounts]
    assert {portal.tenant_id, other_tenants.tenant_id} <= set(tenants)
    assert len(set(tenants)) == len(tenants)


def told_code(waiting: "subprocess.Popen[str]") -> tuple[str, str]:
    """Return the address and the code that azure-cli asks a person to type."""
    assert waiting.stderr is not None
    said = []
    for line in waiting.stderr:
        said.append(line)
        found = re.search(r"(https://\S+).* code (\w+)", line)
        if found:
            return found[1], found[2]
    waiting.wait(timeout=10)
    raise AssertionError("".join(said))
