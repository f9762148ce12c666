"""Federated identity credentials on the wire (contract §6.9)."""

from tenantry.graph.wire.checks import text
from tenantry.graph.wire.entities import Entity, declare
from tenantry.storage.filters.fields import Kind

FEDERATED_CREDENTIAL = Entity(
    "federatedIdentityCredential",
    "federatedIdentityCredentials",
    (
        declare("id: String!", kind=Kind.ID),
        declare("name: String!", writable=True, check=text),
        declare("issuer: String!", writable=True, check=text),
        declare("subject: String", writable=True),
        declare("description: String", writable=True),
        declare("audiences: [String]!", writable=True),
    ),
    required=("name", "issuer", "subject", "audiences"),
)
