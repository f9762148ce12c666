"""MSAL for Python as applications use it: by secret, by certificate, by another's token."""

from typing import Any

import msal
import pytest

from tests.clients.applications import SCOPE, LabApplication


def client(application: LabApplication, credential: Any) -> Any:
    """Return an unmodified client of *application*."""
    return msal.ConfidentialClientApplication(
        application.client_id,
        authority=f"{application.authority}/{application.tenant_id}",
        client_credential=credential,
        instance_discovery=False,
    )


@pytest.mark.parametrize("form", ["sha256", "sha1", "chain"])
def test_a_certificate_gets_tokens_again_and_again(board: LabApplication, form: str) -> None:
    certificate = board.certificate
    public = certificate.pem.removeprefix(certificate.key_pem)
    credential = {
        "sha256": {"public_certificate": public},
        "sha1": {"thumbprint": certificate.hexadecimal},
        "chain": {"thumbprint": certificate.hexadecimal, "public_certificate": public},
    }[form]
    asking = client(board, {"private_key": certificate.key_pem, **credential})

    first = asking.acquire_token_for_client([SCOPE])
    asking.remove_tokens_for_client()
    second = asking.acquire_token_for_client([SCOPE])  # with the same assertion

    assert board.may_read_users(first["access_token"])
    assert (3599, "identity_provider") == (first["expires_in"], second["token_source"])


def test_a_secret_gets_a_token_that_is_kept(board: LabApplication) -> None:
    asking = client(board, board.client_secret)

    first = asking.acquire_token_for_client([SCOPE])
    again = asking.acquire_token_for_client([SCOPE])

    assert board.may_read_users(first["access_token"])
    assert (first["access_token"], "cache") == (again["access_token"], again["token_source"])


def test_a_token_of_another_tenant_proves_an_application_that_trusts_it(
    board: LabApplication, other_tenants: LabApplication
) -> None:
    asking = client(board, {"client_assertion": other_tenants.token})

    told = asking.acquire_token_for_client([SCOPE])

    assert board.may_read_users(told["access_token"])


def test_a_certificate_that_is_not_registered_is_told_by_its_number(
    board: LabApplication, other_tenants: LabApplication
) -> None:
    other = other_tenants.certificate
    public = other.pem.removeprefix(other.key_pem)

    told = client(
        board, {"private_key": other.key_pem, "public_certificate": public}
    ).acquire_token_for_client([SCOPE])

    assert ("invalid_client", [700027]) == (told["error"], told["error_codes"])
    assert {"correlation_id", "trace_id", "timestamp"} <= told.keys()
