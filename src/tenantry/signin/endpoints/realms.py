"""`/{tenant}/userrealm/{user}`: where somebody signs in, as clients with a password ask first.

Source: clients §2.
"""

from tenantry.signin.endpoints.choosing import home_tenant_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.issuers import host_of
from tenantry.signin.operations.provider import OpenIdProvider


def user_realm(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Answer whether the domain of the name is one of this installation."""
    domain = request.user.rpartition("@")[2].lower()
    with provider.database.read() as reading:
        home = home_tenant_of(reading, request.user) if request.user.isprintable() else None
    return SigninResponse(
        body={
            "ver": "1.0",
            "account_type": "Managed" if home else "Unknown",
            "domain_name": domain,
            "cloud_instance_name": host_of(request.base_url),
            "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        }
    )
