"""`/{tenant}/userrealm/{user}`: where somebody signs in, as clients with a password ask first.

Source: clients §2.
"""

from collections.abc import Mapping

from tenantry.collaboration.federations import SAML
from tenantry.collaboration.operations.home_federations import find_home_federation
from tenantry.directory.values import Record
from tenantry.signin.endpoints.choosing import home_tenant_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.issuers import host_of
from tenantry.signin.operations.provider import OpenIdProvider


def user_realm(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Answer whether the domain of the name is one of this installation."""
    domain = request.user.rpartition("@")[2].lower()
    with provider.database.read() as reading:
        home = home_tenant_of(reading, request.user) if request.user.isprintable() else None
        federation = find_home_federation(reading, home, request.user) if home else None
    return SigninResponse(
        body={
            "ver": "1.0",
            **_account(home, federation),
            "domain_name": domain,
            "cloud_instance_name": host_of(request.base_url),
            "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        }
    )


def _account(home: str | None, federation: Record | None) -> Mapping[str, object]:
    if federation is None:
        return {"account_type": "Managed" if home else "Unknown"}
    is_saml = federation["preferred_authentication_protocol"] == SAML
    return {
        "account_type": "Federated",
        "federation_protocol": "SAML20" if is_saml else "WSTrust",
        "federation_metadata_url": federation["metadata_exchange_uri"],
        "federation_active_auth_url": federation["details"].get("active_sign_in_uri"),
    }
