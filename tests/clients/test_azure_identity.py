"""azure-identity's credentials for applications, unmodified."""

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientAssertionCredential

from tests.clients.applications import SCOPE, LabApplication


@pytest.mark.parametrize("chain", [False, True])
def test_a_certificate_gets_a_token(board: LabApplication, *, chain: bool) -> None:
    with CertificateCredential(
        board.tenant_id,
        board.client_id,
        certificate_data=board.certificate.pem.encode(),
        send_certificate_chain=chain,
        authority=board.authority,
        disable_instance_discovery=True,
    ) as credential:
        token = credential.get_token(SCOPE).token

    assert board.may_read_users(token)


def test_the_token_of_another_tenant_gets_a_token(
    board: LabApplication, other_tenants: LabApplication
) -> None:
    with ClientAssertionCredential(
        board.tenant_id,
        board.client_id,
        func=other_tenants.token,
        authority=board.authority,
        disable_instance_discovery=True,
    ) as credential:
        token = credential.get_token(SCOPE).token

    assert board.may_read_users(token)


def test_a_token_that_nobody_trusts_is_told_by_its_number(
    board: LabApplication, other_tenants: LabApplication
) -> None:
    with (
        ClientAssertionCredential(
            other_tenants.tenant_id,
            other_tenants.client_id,
            func=board.token,
            authority=board.authority,
            disable_instance_discovery=True,
        ) as credential,
        pytest.raises(ClientAuthenticationError, match="AADSTS700211"),
    ):
        credential.get_token(SCOPE)
