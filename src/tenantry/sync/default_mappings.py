"""The mappings that every new job starts with (behaviour §5, §23; decisions 14, 15, 28, 29)."""

from tenantry.sync.expression import MATCHING_FUNCTION, Attribute, Constant, Function
from tenantry.sync.flows import FlowType
from tenantry.sync.mapping import AttributeMapping

MATCHING_ATTRIBUTE = "alternativeSecurityIds"
MATCHING_SOURCE = Function(name=MATCHING_FUNCTION, arguments=(Attribute(name="netId"),))

_SAME_ON_BOTH_SIDES = (
    "IsSoftDeleted",
    "accountEnabled",
    "displayName",
    "givenName",
    "surname",
    "mailNickname",
    "jobTitle",
    "department",
    "employeeId",
    "streetAddress",
    "city",
    "state",
    "postalCode",
    "country",
    "physicalDeliveryOfficeName",
    "telephoneNumber",
    "preferredLanguage",
    "userPrincipalName",
)


def default_mappings() -> tuple[AttributeMapping, ...]:
    """Return the mappings of a new job, the matching one first."""
    return (
        AttributeMapping(target=MATCHING_ATTRIBUTE, source=MATCHING_SOURCE, matching_priority=1),
        *(
            AttributeMapping(target=name, source=Attribute(name=name))
            for name in _SAME_ON_BOTH_SIDES
        ),
        AttributeMapping(target="showInAddressList", source=Constant(text="true")),
        AttributeMapping(
            target="userType",
            source=Constant(text="Member"),
            flow_type=FlowType.OBJECT_ADD_ONLY,
        ),
        AttributeMapping(target="manager", source=Attribute(name="manager")),
    )


MEMBERS, SECURITY_ENABLED = "members", "securityEnabled"


def default_group_mappings() -> tuple[AttributeMapping, ...]:
    """Return the mappings of groups that a new job has, the members last.

    None of them matches: a group is recognised by where it came from alone, so that a group
    made outside is never touched (behaviour §23).
    """
    return (
        *(
            AttributeMapping(target=name, source=Attribute(name=name))
            for name in ("displayName", "description", "mailNickname")
        ),
        AttributeMapping(target=SECURITY_ENABLED, source=Constant(text="true")),
        AttributeMapping(target=MEMBERS, source=Attribute(name=MEMBERS)),
    )
