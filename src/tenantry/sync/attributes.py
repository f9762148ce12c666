"""The attributes that a cross-tenant synchronization knows, in the connector's own vocabulary.

Source: contract §4.9 and behaviour §5.  The names are not Graph's: `mobile` is the user's
`mobile_phone`, `netId` and `IsSoftDeleted` are derived.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias


class AttributeType(Enum):
    """Graph's `attributeType`."""

    STRING = "String"
    INTEGER = "Integer"
    REFERENCE = "Reference"
    BINARY = "Binary"
    BOOLEAN = "Boolean"
    DATE_TIME = "DateTime"


class Mutability(Enum):
    """Graph's `mutability`."""

    READ_WRITE = "ReadWrite"
    READ_ONLY = "ReadOnly"
    IMMUTABLE = "Immutable"
    WRITE_ONLY = "WriteOnly"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinition:
    """One attribute of a directory.

    ``column`` is the user property that the value is read from or written to.  Values that
    differ only in case count as equal unless ``case_exact``.
    """

    name: str
    column: str
    type: AttributeType = AttributeType.STRING
    multivalued: bool = False
    case_exact: bool = True
    required: bool = False
    mutability: Mutability = Mutability.READ_WRITE

    @property
    def is_extension(self) -> bool:
        """Whether it is a directory extension attribute."""
        return self.column == _EXTENSIONS


_EXTENSIONS = "extensions"
Attributes: TypeAlias = Mapping[str, AttributeDefinition]
"""A directory's attributes by name."""

_SHARED = (
    AttributeDefinition(
        name="objectId", column="id", case_exact=False, mutability=Mutability.READ_ONLY
    ),
    AttributeDefinition(
        name="alternativeSecurityIds",
        column="alternative_security_id",
        mutability=Mutability.IMMUTABLE,
    ),
    AttributeDefinition(name="IsSoftDeleted", column="deleted_at", type=AttributeType.BOOLEAN),
    AttributeDefinition(
        name="accountEnabled", column="account_enabled", type=AttributeType.BOOLEAN
    ),
    AttributeDefinition(name="displayName", column="display_name"),
    AttributeDefinition(name="givenName", column="given_name"),
    AttributeDefinition(name="surname", column="surname"),
    AttributeDefinition(name="mailNickname", column="mail_nickname"),
    AttributeDefinition(name="jobTitle", column="job_title"),
    AttributeDefinition(name="department", column="department"),
    AttributeDefinition(name="companyName", column="company_name"),
    AttributeDefinition(name="employeeId", column="employee_id"),
    AttributeDefinition(name="employeeType", column="employee_type"),
    AttributeDefinition(
        name="employeeHireDate", column="employee_hire_date", type=AttributeType.DATE_TIME
    ),
    AttributeDefinition(
        name="employeeLeaveDateTime",
        column="employee_leave_date_time",
        type=AttributeType.DATE_TIME,
    ),
    AttributeDefinition(name="streetAddress", column="street_address"),
    AttributeDefinition(name="city", column="city"),
    AttributeDefinition(name="state", column="state"),
    AttributeDefinition(name="postalCode", column="postal_code"),
    AttributeDefinition(name="country", column="country"),
    AttributeDefinition(name="physicalDeliveryOfficeName", column="office_location"),
    AttributeDefinition(name="telephoneNumber", column="telephone_number"),
    AttributeDefinition(name="mobile", column="mobile_phone"),
    AttributeDefinition(name="facsimileTelephoneNumber", column="fax_number"),
    AttributeDefinition(name="preferredLanguage", column="preferred_language"),
    AttributeDefinition(name="usageLocation", column="usage_location"),
    AttributeDefinition(
        name="userPrincipalName", column="user_principal_name", case_exact=False, required=True
    ),
    AttributeDefinition(name="mail", column="mail", case_exact=False),
    AttributeDefinition(
        name="showInAddressList", column="show_in_address_list", type=AttributeType.BOOLEAN
    ),
    AttributeDefinition(name="manager", column="manager_id", type=AttributeType.REFERENCE),
    AttributeDefinition(name="ageGroup", column="age_group"),
    AttributeDefinition(name="consentProvidedForMinor", column="consent_provided_for_minor"),
)

APP_ROLES = "appRoleAssignments"
"""The names of the app roles that a user has at the configuration."""

_SOURCE_ONLY = (
    AttributeDefinition(
        name=APP_ROLES, column="id", multivalued=True, mutability=Mutability.READ_ONLY
    ),
    AttributeDefinition(name="netId", column="id", mutability=Mutability.READ_ONLY),
    AttributeDefinition(
        name="otherMails", column="other_mails", multivalued=True, case_exact=False
    ),
    AttributeDefinition(
        name="proxyAddresses",
        column="proxy_addresses",
        multivalued=True,
        case_exact=False,
        mutability=Mutability.READ_ONLY,
    ),
)

_TARGET_ONLY = (AttributeDefinition(name="userType", column="user_type"),)


def by_name(definitions: Iterable[AttributeDefinition]) -> Attributes:
    """Return *definitions* by their names."""
    return MappingProxyType({definition.name: definition for definition in definitions})


SOURCE_ATTRIBUTES = by_name((*_SHARED, *_SOURCE_ONLY))
"""What a mapping or filter may read of a source user."""

TARGET_ATTRIBUTES = by_name((*_SHARED, *_TARGET_ONLY))
"""What a mapping may write to a target user, and the attributes it is shown beside."""

_EXTENSION_NAME = re.compile(r"extension_[0-9a-f]{32}_\w{1,256}", re.ASCII)


def is_extension_name(name: str) -> bool:
    """Return whether *name* is a directory extension's, `extension_<application id>_<name>`."""
    return _EXTENSION_NAME.fullmatch(name) is not None


def extension(
    name: str, kind: AttributeType = AttributeType.STRING, *, multivalued: bool = False
) -> AttributeDefinition:
    """Return the definition of the directory extension attribute *name*."""
    return AttributeDefinition(name=name, column=_EXTENSIONS, type=kind, multivalued=multivalued)


def with_extensions(
    attributes: Attributes, extensions: Iterable[AttributeDefinition]
) -> Attributes:
    """Return *attributes* and a tenant's directory *extensions*."""
    return by_name((*attributes.values(), *extensions))
