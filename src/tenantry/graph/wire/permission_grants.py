"""Delegated permission grants on the wire (contract §6.9)."""

from tenantry.directory.permission_grants import ALL_PRINCIPALS, PRINCIPAL
from tenantry.graph.wire.checks import guid, one_of
from tenantry.graph.wire.entities import Entity, declare
from tenantry.storage.filters.fields import Kind

PERMISSION_GRANT = Entity(
    "oAuth2PermissionGrant",
    "oauth2PermissionGrants",
    (
        declare("clientId: String!", "eq in", check=guid, kind=Kind.ID),
        declare("consentType: String", "eq in", check=one_of((ALL_PRINCIPALS, PRINCIPAL))),
        declare("id: String!"),
        declare("principalId: String", "eq in", check=guid, kind=Kind.ID),
        declare("resourceId: String!", "eq in", check=guid, kind=Kind.ID),
        declare("scope: String", writable=True),
    ),
    required=("clientId", "consentType", "resourceId", "scope"),
)
