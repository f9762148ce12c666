"""Replaying under `/tenantry/v1.0`, and on the command line."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tenantry.access.operations.deciding import SignInQuestion
from tenantry.access.operations.inputs import inputs_of
from tenantry.audit.sign_ins import CrossTenantAccess
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.cli.main import main
from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.sign_ins import BOARD, a_sign_in
from tests.support.web_client import WebClient

_REPLAY = "/tenantry/v1.0/access/replay"
_BLOCKED = {
    "usersAndGroups": {
        "accessType": "blocked",
        "targets": [{"targetType": "user", "target": "AllUsers"}],
    },
    "applications": {
        "accessType": "blocked",
        "targets": [{"targetType": "application", "target": "AllApplications"}],
    },
}
_DRAFT = {"default": {"b2bCollaborationInbound": _BLOCKED}}


@pytest.fixture
def resource(services: Services) -> Company:
    """A tenant to which one person of another came, twice."""
    home, resource = (Company(services.database, name) for name in ("northwind", "contoso"))
    question = SignInQuestion(
        user_id=home.add_user("ana"),
        home_tenant_id=home.tenant_id,
        resource_tenant_id=resource.tenant_id,
        application_id=BOARD,
    )
    for _ in range(2):
        sign_in = a_sign_in(
            home.tenant_id,
            resource.tenant_id,
            person="ana",
            cross_tenant_access=CrossTenantAccess.COLLABORATION,
            inputs=inputs_of(question),
        )
        with services.database.write() as work:
            add_sign_in(work, resource.tenant_id, sign_in)
    return resource


def test_a_replay_tells_whose_access_a_draft_changes(client: WebClient, resource: Company) -> None:
    asked = {"resourceTenantId": resource.domain, "resourcePolicy": _DRAFT, "limit": 1}

    first = client.post(_REPLAY, json=asked).json()
    second = client.post(_REPLAY, json={**asked, "after": first["after"]}).json()

    assert (1, 0, 1) == (first["decided"], first["undecided"], first["changed"])
    [changed] = first["value"]
    assert ("ana@northwind.test", BOARD, "allowed", "blocked") == (
        changed["userPrincipalName"],
        changed["applicationId"],
        changed["before"],
        changed["after"],
    )
    assert {"resourceInbound"} == {each["stage"] for each in changed["findings"]}
    assert second["value"][0]["signInId"] != changed["signInId"]


@pytest.mark.parametrize(
    ("body", "status", "target"),
    [
        ({}, 400, "homePolicy"),
        ({"resourcePolicy": _DRAFT}, 400, "resourceTenantId"),
        ({"homePolicy": _DRAFT, "resourcePolicy": _DRAFT}, 400, "homePolicy"),
        ({"resourcePolicy": _DRAFT, "resourceTenantId": "nobody.test"}, 404, None),
        ({"resourcePolicy": {}, "resourceTenantId": "contoso.test"}, 400, "draft"),
        (
            {
                "resourcePolicy": _DRAFT,
                "resourceTenantId": "contoso.test",
                "startDateTime": "yesterday",
            },
            400,
            "startDateTime",
        ),
    ],
)
def test_what_cannot_be_replayed_is_refused(
    client: WebClient, resource: Company, body: dict[str, object], status: int, target: str | None
) -> None:
    assert resource.tenant_id

    answer = client.post(_REPLAY, json=body)

    assert (status, target) == (answer.status_code, answer.json()["error"].get("target"))


def test_the_command_tells_each_access_once(
    services: Services, resource: Company, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.json"
    draft.write_bytes(msgspec.json.encode(_DRAFT))
    place = ("--data", str(tmp_path), "--database", services.settings.database_url)
    words = ("replay", "--tenant", resource.domain, "--draft", str(draft))

    table = CliRunner().invoke(main, [*words, *place])
    told = CliRunner().invoke(main, [*words, "--output", "json", *place])
    draft.write_text('{"defaults": {}}')
    refused = CliRunner().invoke(main, [*words, *place])

    assert (0, 0, 2) == (table.exit_code, told.exit_code, refused.exit_code)
    assert "ana@northwind.test" in table.stdout
    rows = msgspec.json.decode(told.stdout)
    assert (2, 1, 2) == (rows["decided"], len(rows["changed"]), rows["changed"][0]["signIns"])
