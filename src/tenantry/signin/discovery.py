"""The documents by which clients find the provider's endpoints.

Source: OpenID Connect Discovery 1.0 §3 and the keys that clients §0.1 and §2 need.  What is
not built is left out, except for keys that the standard or a client requires.
"""

import re
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from tenantry.signin.claims import CLAIMS
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import Tenant, host_of, issuer
from tenantry.signin.proof_keys import METHODS
from tenantry.signin.reasons import Reason
from tenantry.signin.user_claims import IdToken

TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_post", "private_key_jwt", "client_secret_basic")
ASSERTION_ALGORITHMS = ("RS256", "PS256", "ES256")
GRANT_TYPES = (
    "authorization_code",
    "client_credentials",
    "password",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
)

_ENDPOINT = re.compile(r"(?P<origin>[a-z]+://[^/]+)/(?P<tenant>[^/?#]+)", re.IGNORECASE)


def openid_configuration(base_url: str, tenant: Tenant) -> dict[str, object]:
    """Return the configuration of a tenant or, for an alias, the one for any tenant."""
    oauth2 = f"{base_url}/{tenant.id}/oauth2/v2.0"
    return {
        "token_endpoint": f"{oauth2}/token",
        "token_endpoint_auth_methods_supported": list(TOKEN_ENDPOINT_AUTH_METHODS),
        "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
        "grant_types_supported": list(GRANT_TYPES),
        "jwks_uri": f"{base_url}/{tenant.id}/discovery/v2.0/keys",
        "issuer": issuer(base_url, tenant.id),
        "authorization_endpoint": f"{oauth2}/authorize",
        "device_authorization_endpoint": f"{oauth2}/devicecode",
        "userinfo_endpoint": f"{base_url}/oidc/userinfo",
        "end_session_endpoint": f"{oauth2}/logout",
        "code_challenge_methods_supported": list(METHODS),
        "response_types_supported": ["code", "id_token", "code id_token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "request_uri_parameter_supported": False,
        "claims_supported": sorted({*CLAIMS, *IdToken.__struct_fields__}),
        "tenant_region_scope": tenant.region,
        "cloud_instance_name": host_of(base_url),
        "msgraph_host": urlsplit(base_url).netloc,
    }


def instance_metadata(
    base_url: str, authorization_endpoint: str, hosts: AbstractSet[str]
) -> dict[str, object]:
    """Return the answer of instance discovery: where the endpoint's tenant is described.

    There is one cloud, this server.  It is named with and without its port, as MSAL for Node
    and for Python compare it.  Raises `SigninRefusedError` for an endpoint elsewhere.
    """
    endpoint = _ENDPOINT.match(authorization_endpoint)
    if not endpoint or host_of(endpoint["origin"]) not in hosts:
        raise SigninRefusedError(Reason.UNKNOWN_INSTANCE, base_url=base_url)
    tenant = endpoint["tenant"]
    netloc = urlsplit(base_url).netloc
    return {
        "tenant_discovery_endpoint": f"{base_url}/{tenant}/v2.0/.well-known/openid-configuration",
        "api-version": "1.1",
        "metadata": [
            {
                "preferred_network": netloc,
                "preferred_cache": netloc,
                "aliases": sorted({netloc, host_of(base_url)}),
            }
        ],
    }
