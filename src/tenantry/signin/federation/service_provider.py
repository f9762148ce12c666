"""How a tenant introduces itself to an identity provider: its name, its addresses, its metadata.

The realm is what assertions must be for: SAML's entity id and WS-Federation's `wtrealm`.
"""

from xml.sax.saxutils import quoteattr

SAML_PATH = "/{tenant}/federation/saml"
WS_FEDERATION_PATH = "/{tenant}/federation/ws-federation"

_METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


def realm_of(base_url: str, tenant_id: str) -> str:
    """Return the name by which providers know the tenant."""
    return f"{base_url}/{tenant_id}/"


def address_of(base_url: str, tenant_id: str, path: str) -> str:
    """Return the address of the tenant at *path*, one of those above."""
    return f"{base_url}{path.replace('{tenant}', tenant_id)}"


def metadata(base_url: str, tenant_id: str) -> str:
    """Return the metadata of the tenant for SAML; WS-Federation needs but realm and address."""
    realm = realm_of(base_url, tenant_id)
    saml = address_of(base_url, tenant_id, SAML_PATH)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<EntityDescriptor xmlns="{_METADATA}" entityID={quoteattr(realm)}>'
        f'<SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true"'
        f' protocolSupportEnumeration="{_PROTOCOL}">'
        f"<NameIDFormat>{_PERSISTENT}</NameIDFormat>"
        f'<AssertionConsumerService index="0" isDefault="true" Binding="{_POST}"'
        f" Location={quoteattr(saml)}/>"
        "</SPSSODescriptor></EntityDescriptor>\n"
    )
