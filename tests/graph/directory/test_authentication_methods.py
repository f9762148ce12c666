"""`/users/{id}/authentication`: what is shown of methods, and who may see and delete them."""

from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from tenantry.actor import Actor, ActorKind, operator
from tenantry.signin.authentication.methods import KEYS, Method
from tenantry.signin.authentication.operations.codes import give_codes
from tenantry.signin.authentication.stores.methods import add_method
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tests.support.directory import add_guest, add_user
from tests.support.graph_api import GraphApi, error_code

_READ, _WRITE = "UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All"
_PASSWORD_ID = "28c10230-6103-485e-b985-444c60001490"
_KEY_ID = "0f1c3a52-3f0e-4d0b-9f2e-5b1d9c7a6e01"
_CREATED = "2026-11-28T08:00:00.000000Z"


@pytest.fixture
def mira(database: Database, home: str) -> dict[str, Any]:
    """A user with a password, an authenticator app and a security key."""
    key = Method(
        id=_KEY_ID,
        kind=KEYS,
        display_name="Red key",
        created_at=_CREATED,
        credential_id="AQID",
        public_key="BAUG",
        sign_count=7,
        aaguid="cb69481e-8ff7-4039-93ec-0a2729a154a8",
    )
    with database.write() as work:
        user = add_user(work, operator(home), "mira")
        seed = give_codes(work, operator(home), user["id"], secret_box=_box())
        add_method(work, home, user["id"], key)
    return {**user, "codes": seed.id, "secret": seed.secret}


def test_each_method_is_shown_without_its_secret(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    path = f"/v1.0/users/{mira['user_principal_name']}"

    answer = api.client(home, _READ).get(f"{path}/authentication/methods")

    body = answer.json()
    assert [
        ("#microsoft.graph.passwordAuthenticationMethod", _PASSWORD_ID),
        ("#microsoft.graph.softwareOathAuthenticationMethod", mira["codes"]),
        ("#microsoft.graph.fido2AuthenticationMethod", _KEY_ID),
    ] == [(item["@odata.type"], item["id"]) for item in body["value"]]
    assert body["@odata.context"].endswith(
        "/$metadata#users('mira@northwind.test')/authentication/methods"
    )
    assert [] == [word for word in (mira["secret"], "BAUG", "hash") if word in answer.text]


def test_a_security_key_has_the_shape_of_the_documents(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    client = api.client(home, _READ)
    [listed] = _get(client, mira, "fido2Methods").json()["value"]
    one = _get(client, mira, f"fido2Methods/{_KEY_ID}").json()

    assert {
        "id": _KEY_ID,
        "aaGuid": "cb69481e-8ff7-4039-93ec-0a2729a154a8",
        "attestationCertificates": [],
        "attestationLevel": "notAttested",
        "createdDateTime": "2026-11-28T08:00:00Z",
        "displayName": "Red key",
        "model": None,
    } == listed
    assert listed == {name: one[name] for name in listed}
    selected = _get(client, mira, "fido2Methods?$select=displayName").json()["value"]
    assert [{"displayName": "Red key"}] == selected


def test_codes_and_passwords_have_the_shape_of_the_documents(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    client = api.client(home, _READ)
    [codes] = _get(client, mira, "softwareOathMethods").json()["value"]
    [password] = _get(client, mira, "passwordMethods").json()["value"]

    assert {"id", "createdDateTime", "secretKey"} == codes.keys()
    assert (mira["codes"], None) == (codes["id"], codes["secretKey"])
    assert {"id", "createdDateTime", "password"} == password.keys()
    assert (_PASSWORD_ID, None) == (password["id"], password["password"])
    assert _get(client, mira, f"methods/{_PASSWORD_ID}").status_code == 200
    assert _get(client, mira, f"methods/{_KEY_ID}").json()["displayName"] == "Red key"


def test_a_deleted_method_is_gone_and_the_audit_says_so(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    client = api.client(home, _WRITE, "AuditLog.Read.All")

    for path in (f"fido2Methods/{_KEY_ID}", f"softwareOathMethods/{mira['codes']}"):
        assert _delete(client, mira, path).status_code == 204
        assert _delete(client, mira, path).status_code == 404

    assert [_PASSWORD_ID] == [item["id"] for item in _get(client, mira, "methods").json()["value"]]
    audits = client.get("/v1.0/auditLogs/directoryAudits?$top=2").json()["value"]
    assert {("Admin deleted security info", "UserManagement")} == {
        (entry["activityDisplayName"], entry["category"]) for entry in audits
    }


def test_a_method_is_deleted_only_as_what_it_is(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    client = api.client(home, _WRITE)

    assert _delete(client, mira, f"softwareOathMethods/{_KEY_ID}").status_code == 404
    assert _delete(client, mira, f"passwordMethods/{_PASSWORD_ID}").status_code == 405
    assert _get(client, mira, f"fido2Methods/{mira['codes']}").status_code == 404


def test_people_see_and_delete_their_own_with_less(
    api: GraphApi, database: Database, home: str, mira: dict[str, Any]
) -> None:
    with database.write() as work:
        kim = add_user(work, operator(home), "kim")
    reader = api.client_of(_person(home, mira, "UserAuthenticationMethod.Read"))
    writer = api.client_of(_person(home, mira, "UserAuthenticationMethod.ReadWrite"))

    assert _get(reader, mira, "methods").status_code == 200
    assert _delete(reader, mira, f"fido2Methods/{_KEY_ID}").status_code == 403
    assert _get(reader, kim, "methods").status_code == 403
    assert _delete(writer, mira, f"fido2Methods/{_KEY_ID}").status_code == 204
    assert _get(api.client(home, "UserAuthenticationMethod.Read"), mira, "methods").status_code == (
        403
    )


def test_a_guest_has_no_password_here(api: GraphApi, database: Database, home: str) -> None:
    with database.write() as work:
        guest = add_guest(work, operator(home), "guest")

    assert [] == _get(api.client(home, _READ), guest, "methods").json()["value"]


def test_what_needs_the_beta_shape_is_not_built(
    api: GraphApi, home: str, mira: dict[str, Any]
) -> None:
    answer = _get(api.client(home, _READ), mira, "fido2Methods/creationOptions")

    assert (501, "NotImplemented") == (answer.status_code, error_code(answer))


def _get(client: httpx.Client, user: dict[str, Any], path: str) -> httpx.Response:
    return client.get(f"/v1.0/users/{user['id']}/authentication/{path}")


def _delete(client: httpx.Client, user: dict[str, Any], path: str) -> httpx.Response:
    return client.delete(f"/v1.0/users/{user['id']}/authentication/{path}")


def _person(home: str, user: dict[str, Any], *permissions: str) -> Actor:
    return Actor(
        tenant_id=home,
        kind=ActorKind.USER,
        actor_id=user["id"],
        permissions=frozenset(permissions),
    )


def _box() -> SecretBox:
    return SecretBox(Fernet.generate_key().decode())
