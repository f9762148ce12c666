"""Signing keys: made once, published, sealed in the database, and agreed on by all processes."""

import threading

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from tenantry.signin.operations.keys import SigningKeys
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.tables import signing_keys, tenants
from tests.signin.installations import ADDRESS, App, Installation, open_installation


def published(
    installation: Installation, tenant: str, version: str = "/v2.0"
) -> list[dict[str, str]]:
    """Return the key set that clients get."""
    response = installation.http.ask("GET", f"/{tenant}/discovery{version}/keys")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    keys: list[dict[str, str]] = response.json()["keys"]
    return keys


@pytest.mark.parametrize("version", ["/v2.0", ""])
def test_a_tenants_key_is_published_without_its_private_part(
    installation: Installation, contoso: App, version: str
) -> None:
    (key,) = published(installation, contoso.tenant_id, version)

    assert key.keys() == {"kty", "n", "e", "use", "alg", "kid", "issuer"}
    assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
    assert key["issuer"] == f"{ADDRESS}/{contoso.tenant_id}/v2.0"


def test_each_tenant_has_a_key_of_its_own(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    (first,) = published(installation, contoso.tenant_id)
    (second,) = published(installation, fabrikam.tenant_id)

    assert first["n"] != second["n"]


def test_the_keys_for_any_tenant_are_those_of_all(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    keys = published(installation, "common")

    assert {key["issuer"] for key in keys} == {
        f"{ADDRESS}/{app.tenant_id}/v2.0" for app in (contoso, fabrikam)
    }


def test_the_keys_for_any_tenant_leave_out_deleted_tenants(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    deleted = "2026-01-01T00:00:00.000000Z"
    installation.change(tenants, tenants.c.id == contoso.tenant_id, deleted_at=deleted)

    (key,) = published(installation, "common")

    assert fabrikam.tenant_id in key["issuer"]


def test_asking_for_keys_makes_the_first_one_and_keeps_it(
    bare_installation: Installation, contoso: App
) -> None:
    first = published(bare_installation, contoso.tenant_id)

    assert len(first) == 1
    assert published(bare_installation, contoso.tenant_id) == first


def test_a_tenants_first_token_is_signed_by_a_key_that_is_published(
    bare_installation: Installation, contoso: App
) -> None:
    bearer = bare_installation.token(contoso)

    assert bare_installation.verifier.verify(bearer).tenant_id == contoso.tenant_id


def test_processes_that_come_at_once_agree_on_keys(
    bare_installation: Installation, contoso: App, secret_box: SecretBox, database_url: str
) -> None:
    start = threading.Barrier(3)
    bearers: list[str] = []

    def come() -> None:
        with Database(database_url) as database:
            process = open_installation(database, secret_box)
            start.wait()
            bearers.append(process.token(contoso))

    threads = [threading.Thread(target=come) for _ in range(start.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(bearers) == start.parties
    assert all(bare_installation.verifier.verify(bearer) for bearer in bearers)
    signed_next = SigningKeys(bare_installation.database, secret_box)
    assert len(signed_next.list_published(ADDRESS, contoso.tenant_id)) <= start.parties


def test_the_newest_key_signs_and_older_ones_stay_published(
    installation: Installation, contoso: App
) -> None:
    where = signing_keys.c.tenant_id == contoso.tenant_id
    old_bearer = installation.token(contoso)
    installation.change(signing_keys, where, retired_at="2026-01-01T00:00:00.000000Z")
    new_bearer = installation.token(contoso)
    installation.change(signing_keys, where, retired_at=None)

    assert len(published(installation, contoso.tenant_id)) == 2
    assert installation.token(contoso).split(".")[0] == new_bearer.split(".")[0]
    assert installation.verifier.verify(old_bearer).tenant_id == contoso.tenant_id


def test_the_private_key_cannot_be_read_in_the_database(
    installation: Installation,
) -> None:
    with installation.database.read() as reading:
        rows = reading.connection.execute(select(signing_keys)).mappings().all()

    stored = " ".join(str(value) for row in rows for value in row.values())
    assert '"d":' not in stored
    assert "PRIVATE KEY" not in stored


def test_without_the_secret_key_the_service_is_unavailable_and_says_no_more(
    installation: Installation, contoso: App
) -> None:
    other = open_installation(installation.database, SecretBox(Fernet.generate_key().decode()))

    response = other.ask(contoso)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert response.json()["error"] == "temporarily_unavailable"
    assert not any(word in response.text for word in ("Traceback", "sqlite", ".py", "fernet"))
