"""`tenantry import policy`: shown first, made once, and explained afterwards."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Terminal

UNKNOWN = "5f0c6f0e-2b1d-4a57-9d53-1c8f2b7a9e01"


def _lists(access_type: str, user: str = "AllUsers", app: str = "AllApplications") -> Any:
    return {
        "usersAndGroups": {
            "accessType": access_type,
            "targets": [{"target": user, "targetType": "user"}],
        },
        "applications": {
            "accessType": access_type,
            "targets": [{"target": app, "targetType": "application"}],
        },
    }


@pytest.fixture
def contoso(terminal: Terminal) -> str:
    created = terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")
    return str(created["id"])


@pytest.fixture
def northwind(terminal: Terminal) -> str:
    created = terminal.json("tenants", "create", "Northwind", "--domain", "northwind.test")
    return str(created["id"])


def _files(folder: Path, default: object, partners: object) -> tuple[str, str]:
    paths = folder / "default.json", folder / "partners.json"
    for path, document in zip(paths, (default, partners), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def _export(folder: Path, partner_id: str) -> tuple[str, str]:
    default = {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#default",
        "id": UNKNOWN,
        "isServiceDefault": False,
        "b2bCollaborationInbound": _lists("blocked"),
        "automaticUserConsentSettings": {"inboundAllowed": False, "outboundAllowed": False},
    }
    partners = {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#partners",
        "value": [
            {"tenantId": partner_id, "b2bCollaborationInbound": _lists("allowed")},
            {"tenantId": UNKNOWN, "inboundTrust": {"isMfaAccepted": True}},
        ],
    }
    return _files(folder, default, partners)


def test_an_export_is_shown_then_made_and_made_only_once(
    terminal: Terminal, contoso: str, northwind: str, tmp_path: Path
) -> None:
    words = ("import", "policy", *_export(tmp_path, northwind), "--tenant", "contoso")

    shown = terminal.json(*words, "--dry-run")
    declined = terminal.run(*words)
    made = terminal.json(*words, "--yes")
    again = terminal.json(*words, "--yes")

    assert (False, True, False) == (shown["applied"], made["applied"], again["applied"])
    assert shown["changes"] == made["changes"]
    assert {northwind, UNKNOWN} == set(made["newPartners"])
    assert ([], []) == (again["changes"], again["newPartners"])
    assert 0 != declined.exit_code
    assert "b2bCollaborationInbound" in declined.stdout


def test_an_imported_policy_is_explained(
    terminal: Terminal, contoso: str, northwind: str, tmp_path: Path
) -> None:
    people = tmp_path / "people.json"
    ana = {"userPrincipalName": "ana@northwind.test", "displayName": "Ana", "mailNickname": "ana"}
    people.write_text(json.dumps([ana]), encoding="utf-8")
    terminal.json("import", "users", str(people), "--tenant", "northwind")
    question = (
        *("explain", "--user", "ana@northwind.test", "--home", "northwind"),
        *("--resource", "contoso", "--app", "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"),
    )

    default, partners = _export(tmp_path, northwind)
    terminal.json("import", "policy", default, "--tenant", "contoso", "--yes")
    without = terminal.json(*question)
    terminal.json("import", "policy", partners, "--tenant", "contoso", "--yes")
    with_partner = terminal.json(*question)

    assert ["blocked", "allowed"] == [without["decision"], with_partner["decision"]]


@pytest.mark.parametrize(
    ("partner", "told"),
    [
        ({"inboundTrust": 5}, "$.value[0].inboundTrust"),
        ({"b2bCollaborationInbound": _lists("allowed", user="Everybody")}, "targets[0].target"),
        ({"colour": "red"}, "$.value[0].colour"),
    ],
)
def test_with_a_mistake_nothing_is_made(
    terminal: Terminal, contoso: str, tmp_path: Path, partner: Any, told: str
) -> None:
    files = _files(tmp_path, {"isServiceDefault": True}, {"value": [{"tenantId": UNKNOWN}]})
    broken = tmp_path / "broken.json"
    broken.write_text(
        json.dumps({"value": [{"tenantId": "c2a9d7b4-8e36-4f0a-b1c5-73d0e94f6a02", **partner}]}),
        encoding="utf-8",
    )

    result = terminal.run("import", "policy", *files, str(broken), "--tenant", "contoso", "--yes")
    afterwards = terminal.json("import", "policy", files[1], "--tenant", "contoso", "--dry-run")

    assert 6 == result.exit_code
    assert "broken.json" in result.stderr
    assert told in result.stderr
    assert [UNKNOWN] == afterwards["newPartners"]


def test_a_tenant_is_not_its_own_partner(terminal: Terminal, contoso: str, tmp_path: Path) -> None:
    files = _files(tmp_path, {"isServiceDefault": True}, {"value": [{"tenantId": contoso}]})

    result = terminal.run("import", "policy", *files, "--tenant", "contoso", "--yes")

    assert 6 == result.exit_code
    assert "partners.json: $.value[0].tenantId" in result.stderr


def test_the_service_default_puts_the_default_back(
    terminal: Terminal, contoso: str, northwind: str, tmp_path: Path
) -> None:
    default, _ = _export(tmp_path, northwind)
    terminal.json("import", "policy", default, "--tenant", "contoso", "--yes")
    first, _ = _files(tmp_path, {"isServiceDefault": True, "inboundTrust": {}}, {"value": []})

    made = terminal.json("import", "policy", first, "--tenant", "contoso", "--yes")

    assert {"isServiceDefault", "b2bCollaborationInbound"} == {
        each["setting"] for each in made["changes"]
    }
