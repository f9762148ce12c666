"""Federations on the wire: `samlOrWsFedExternalDomainFederation` (contract §6.10)."""

from typing import Any

from tenantry.collaboration.federations import SAML, WS_FEDERATION
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.bodies import BodyShape, Property, join
from tenantry.graph.wire.checks import filled_text, list_of, one_of, text
from tenantry.storage.filters.fields import Fields, Kind, make_field

FEDERATION_TYPE = "samlOrWsFedExternalDomainFederation"
_DOMAIN_TYPE = "externalDomainName"

FEDERATION_FIELDS = Fields(
    [
        make_field(
            "domains",
            kind=Kind.OBJECT_LIST,
            elements=[make_field("id", "eq", kind=Kind.ID)],
        ),
        make_field("displayName", "eq"),
        make_field("id", "eq", kind=Kind.ID),
        make_field("issuerUri", "eq"),
    ]
)
"""What a filter of the list may name; it is tried on the items themselves."""


def shown(federation: Record) -> JsonObject:
    """Return a federation, its domains among it; the certificate is the current one."""
    certificates = federation["signing_certificates"]
    return typed(
        FEDERATION_TYPE,
        {
            "id": federation["id"],
            "displayName": federation["display_name"],
            "issuerUri": federation["issuer_uri"],
            "metadataExchangeUri": federation["metadata_exchange_uri"],
            "passiveSignInUri": federation["passive_sign_in_uri"],
            "preferredAuthenticationProtocol": federation["preferred_authentication_protocol"],
            "signingCertificate": certificates[0] if certificates else None,
            "domains": [shown_domain(name) for name in federation["domains"]],
        },
    )


def shown_domain(name: str) -> JsonObject:
    """Return one domain of a federation."""
    return typed(_DOMAIN_TYPE, {"id": name})


_DOMAIN = BodyShape({"id": Property("name", filled_text, nullable=False)})


def _domain(value: object, path: str) -> str:
    name = _DOMAIN.read(value, path).get("name")
    if name is None:
        where = join(path, "id")
        raise InvalidValueError(where, f"`{where}` is required")
    return str(name)


FEDERATION_PROPERTIES = {
    "displayName": Property("display_name", text, nullable=False),
    "issuerUri": Property("issuer_uri", text, nullable=False),
    "metadataExchangeUri": Property("metadata_exchange_uri", text),
    "passiveSignInUri": Property("passive_sign_in_uri", text),
    "preferredAuthenticationProtocol": Property(
        "preferred_authentication_protocol", one_of((WS_FEDERATION, SAML)), nullable=False
    ),
    "signingCertificate": Property("signing_certificate", text),
}
_NEW = BodyShape(
    {**FEDERATION_PROPERTIES, "domains": Property("domains", list_of(_domain), nullable=False)},
    required=["displayName", "issuerUri", "preferredAuthenticationProtocol", "domains"],
    read_only=["id"],
)
_CHANGES = BodyShape(FEDERATION_PROPERTIES, read_only=["id", "domains"])


def read_new(body: object) -> dict[str, Any]:
    """Return the values of the body that makes a federation."""
    return _NEW.read_new(body)


def read_changes(body: object) -> dict[str, Any]:
    """Return the values that the body of a change has."""
    return _CHANGES.read(body)


def read_domain(body: object) -> str:
    """Return the domain that a body names."""
    return _domain(body, "")
