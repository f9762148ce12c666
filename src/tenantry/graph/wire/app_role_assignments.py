"""App role assignments on the wire (contract §5)."""

from tenantry.graph.wire.checks import guid
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.instants import log_instant
from tenantry.storage.filters.fields import Kind

ASSIGNMENT = Entity(
    "appRoleAssignment",
    "appRoleAssignments",
    (
        declare("id: String!"),
        constant("deletedDateTime: DateTimeOffset", None),
        declare("appRoleId: Guid!", "eq", check=guid),
        declare(
            "createdDateTime: DateTimeOffset",
            column="created_at",
            read=lambda assignment: log_instant(assignment["created_at"]),
            columns=("created_at",),
        ),
        declare(
            "principalDisplayName: String",
            "eq startsWith orderby",
            folded_column="principal_display_name_key",
        ),
        declare("principalId: Guid", "eq in", check=guid, kind=Kind.ID),
        declare("principalType: String", "eq in"),
        declare("resourceDisplayName: String"),
        declare("resourceId: Guid", "eq in", check=guid, kind=Kind.ID),
    ),
    required=("appRoleId", "principalId", "resourceId"),
)
