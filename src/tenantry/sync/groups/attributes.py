"""The attributes of groups that a cross-tenant synchronization knows (behaviour §23).

A source group is a security group or a Microsoft 365 group; a target group is always a static
security group, so nothing of mail or membership rules can be written.
"""

from tenantry.sync.attributes import (
    AttributeDefinition,
    Attributes,
    AttributeType,
    Mutability,
    by_name,
)

_SHARED = (
    AttributeDefinition(
        name="objectId", column="id", case_exact=False, mutability=Mutability.READ_ONLY
    ),
    AttributeDefinition(name="displayName", column="display_name", required=True),
    AttributeDefinition(name="description", column="description"),
    AttributeDefinition(name="mailNickname", column="mail_nickname", required=True),
    AttributeDefinition(
        name="securityEnabled", column="security_enabled", type=AttributeType.BOOLEAN
    ),
    AttributeDefinition(name="classification", column="classification"),
    AttributeDefinition(
        name="members", column="id", type=AttributeType.REFERENCE, multivalued=True
    ),
)

_SOURCE_ONLY = (
    AttributeDefinition(name="mail", column="mail", case_exact=False),
    AttributeDefinition(name="mailEnabled", column="mail_enabled", type=AttributeType.BOOLEAN),
    AttributeDefinition(name="visibility", column="visibility"),
)

GROUP_SOURCE_ATTRIBUTES: Attributes = by_name((*_SHARED, *_SOURCE_ONLY))
"""What a mapping or filter may read of a source group."""

GROUP_TARGET_ATTRIBUTES: Attributes = by_name(_SHARED)
"""What a mapping may write to a target group, and the id that it is shown beside."""
