"""Users on the wire (contract §1.8, §1.9, §6.1)."""

from dataclasses import replace

from tenantry.directory.users import identities
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, list_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.licences import LICENCE_PROPERTIES
from tenantry.graph.wire.names import to_wire
from tenantry.graph.wire.references import USER_KEY
from tenantry.graph.wire.security_identifiers import security_identifier
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Field, Kind, make_field

_PASSWORD_PROFILE = BodyShape(
    {
        "password": Property("password", text),
        "forceChangePasswordNextSignIn": Property("force_change_password", flag),
        "forceChangePasswordNextSignInWithMfa": Property("force_change_password_with_mfa", flag),
    }
)
_ORGANIZATION_PROPERTIES = BodyShape(
    {"costCenter": Property("cost_center", text), "division": Property("division", text)}
)
_NUMBERED = {
    f"extensionAttribute{number}": f"extension_attribute{number}" for number in range(1, 16)
}
_NUMBERED_ATTRIBUTES = BodyShape(
    {name: Property(column, text) for name, column in _NUMBERED.items()}
)
_NUMBERED_FIELDS = [
    make_field(
        f"onPremisesExtensionAttributes/{name}",
        "",
        "eq ne ge le in",
        column="on_premises_extension_attributes",
        json_path=(column,),
    )
    for name, column in _NUMBERED.items()
]

_EXTENSION_KINDS = {
    "Boolean": Kind.BOOLEAN,
    "Integer": Kind.INTEGER,
    "LargeInteger": Kind.INTEGER,
}


_PLAIN = "eq ge le in startsWith"
_RARE = "eq ne ge le in startsWith null"


def _one_phone(value: object, path: str) -> str | None:
    """Return the only business phone; Graph keeps one, whatever the plural says."""
    phones = list_of(text)(value, path)
    if len(phones) > 1:
        raise InvalidValueError(path, f"`{path}` holds one number at most")
    return phones[0] if phones else None


def _numbered_attributes(user: Record) -> object:
    given = user["on_premises_extension_attributes"] or {}
    return {name: given.get(column) for name, column in _NUMBERED.items()}


def _identities(user: Record) -> object:
    return to_wire(identities(user, user["initial_domain"], user.get("outside_issuer")))


_DEFAULT_PROPERTIES = (
    declare(
        "businessPhones: [String]!",
        "eq",
        "not $count",
        column="telephone_number",
        single=True,
        read=lambda user: [user["telephone_number"]] if user["telephone_number"] else [],
        columns=("telephone_number",),
        check=_one_phone,
    ),
    declare(
        "displayName: String",
        "eq in startsWith orderby",
        "ne not null",
        folded_column="display_name_key",
        tokenised=True,
        writable=True,
    ),
    declare("givenName: String", _PLAIN, "ne null", writable=True),
    declare("jobTitle: String", "eq ge le in", "ne null", writable=True),
    declare("mail: String", _PLAIN, "ne endsWith", folded_column="mail_key", writable=True),
    declare("mobilePhone: String", "", _RARE, writable=True),
    declare("officeLocation: String", "", _RARE, writable=True),
    declare("preferredLanguage: String", "", _RARE, writable=True),
    declare("surname: String", _PLAIN, "ne null", writable=True),
    declare(
        "userPrincipalName: String",
        "eq le in startsWith orderby",
        "ne endsWith",
        folded_column="user_principal_name_key",
        writable=True,
    ),
    declare("id: String!", "eq in", "ne not", kind=Kind.ID),
)
_SELECTED_PROPERTIES = (
    *LICENCE_PROPERTIES,
    declare("accountEnabled: Boolean", "eq in", "ne not ge le", writable=True),
    declare("ageGroup: String", "eq in", "ne not", writable=True),
    declare("city: String", "eq ge in startsWith", "ne not null", writable=True),
    declare("companyName: String", "", f"{_RARE} not", writable=True),
    declare("consentProvidedForMinor: String", "eq in", "ne not", writable=True),
    declare("country: String", _PLAIN, "ne not null", writable=True),
    declare(
        "createdDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="created_at"
    ),
    declare("creationType: String", "eq in", "ne not"),
    declare(
        "deletedDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="deleted_at"
    ),
    declare("department: String", _PLAIN, "ne not null", writable=True),
    declare("employeeHireDate: DateTimeOffset", "", "eq ne ge le in", writable=True),
    declare("employeeId: String", "eq startsWith", "ne le null", writable=True),
    declare(
        "employeeLeaveDateTime: DateTimeOffset", writable=True, column="employee_leave_date_time"
    ),
    declare(
        "employeeOrgData: employeeOrgData",
        column="employee_org_data",
        read=lambda user: to_wire(user["employee_org_data"]),
        columns=("employee_org_data",),
        check=_ORGANIZATION_PROPERTIES.read,
    ),
    declare("employeeType: String", "", "eq ne ge le in startsWith", writable=True),
    declare("externalUserState: String", "eq in", "ne not"),
    declare(
        "externalUserStateChangeDateTime: DateTimeOffset",
        "eq in",
        "ne not",
        column="external_user_state_changed_at",
    ),
    declare("faxNumber: String", writable=True),
    declare(
        "identities: [objectIdentity]",
        read=_identities,
        columns=("user_principal_name", "external_user_state"),
    ),
    declare("imAddresses: [String]", "eq ge le startsWith", "ne $count"),
    declare("lastPasswordChangeDateTime: DateTimeOffset", column="password_changed_at"),
    declare("mailNickname: String", _PLAIN, "ne null", writable=True),
    declare(
        "onPremisesExtensionAttributes: onPremisesExtensionAttributes",
        column="on_premises_extension_attributes",
        read=_numbered_attributes,
        columns=("on_premises_extension_attributes",),
        check=_NUMBERED_ATTRIBUTES.read,
    ),
    declare("onPremisesImmutableId: String", "", "eq ne ge le in", writable=True),
    declare("onPremisesSyncEnabled: Boolean", "eq in", "ne not null"),
    declare("otherMails: [String]!", "eq ge le in startsWith", "ne endsWith $count", writable=True),
    declare("passwordPolicies: String", "", "eq ne null", writable=True),
    declare(
        "passwordProfile: passwordProfile",
        column="password_profile",
        read=lambda _: None,
        check=_PASSWORD_PROFILE.read,
    ),
    declare("postalCode: String", "", _RARE, writable=True),
    declare("preferredDataLocation: String", writable=True),
    declare("proxyAddresses: [String]!", "eq ge le startsWith", "ne endsWith $count"),
    declare(
        "securityIdentifier: String",
        read=lambda user: security_identifier(user["id"]),
        columns=("id",),
    ),
    declare("showInAddressList: Boolean", "", "eq ne ge le in", writable=True),
    declare(
        "signInSessionsValidFromDateTime: DateTimeOffset", column="sign_in_sessions_valid_from"
    ),
    declare("state: String", _PLAIN, "ne null", writable=True),
    declare("streetAddress: String", "", _RARE, writable=True),
    declare("usageLocation: String", _PLAIN, "ne", writable=True),
    declare("userType: String", "eq in", "ne not null", writable=True),
)
_CONSTANTS = (
    constant("identityParentId: String", None),
    constant("isManagementRestricted: Boolean", None),
    constant("isResourceAccount: Boolean", None),
    constant("onPremisesDistinguishedName: String", None),
    constant("onPremisesDomainName: String", None),
    constant("onPremisesLastSyncDateTime: DateTimeOffset", None),
    constant("onPremisesProvisioningErrors: [onPremisesProvisioningError]", []),
    constant("onPremisesSamAccountName: String", None),
    constant("onPremisesSecurityIdentifier: String", None),
    constant("onPremisesUserPrincipalName: String", None),
    constant("provisionedPlans: [provisionedPlan]!", []),
    constant("serviceProvisioningErrors: [serviceProvisioningError]", []),
)
"""What no user has here: of on-premises only the fact is known."""

_NOT_BUILT = (
    "aboutMe",
    "authorizationInfo",
    "birthday",
    "customSecurityAttributes",
    "deviceEnrollmentLimit",
    "hireDate",
    "interests",
    "legalAgeGroupClassification",
    "mailboxSettings",
    "mySite",
    "pastProjects",
    "preferredName",
    "print",
    "responsibilities",
    "schools",
    "signInActivity",
    "skills",
)

USER = Entity(
    "user",
    "users",
    (
        *_DEFAULT_PROPERTIES,
        *(replace(one, by_default=False) for one in (*_SELECTED_PROPERTIES, *_CONSTANTS)),
    ),
    not_built=_NOT_BUILT,
    filtered=_NUMBERED_FIELDS,
    required=(
        "accountEnabled",
        "displayName",
        "mailNickname",
        "passwordProfile",
        "userPrincipalName",
    ),
    written={"manager@odata.bind": Property("manager", USER_KEY)},
    is_open=True,
)


def extension_field(name: str, data_type: str) -> Field:
    """Return the field of a directory extension of one value."""
    return make_field(
        name,
        "eq ge le in startsWith",
        "ne not null",
        kind=_EXTENSION_KINDS.get(data_type, Kind.STRING),
        column="extensions",
        json_path=(name,),
    )
