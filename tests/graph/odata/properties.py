"""Fields for the parsers' tests: some of the user, of a log and of a collection of objects."""

from tenantry.storage.filters.fields import Fields, Kind, make_field

ID = make_field("id", "eq in", "ne not", kind=Kind.ID)
DISPLAY_NAME = make_field("displayName", "eq in startsWith orderby", "ne not null", tokenised=True)
DEPARTMENT = make_field("department", "eq ge le in startsWith", "ne not null")
COMPANY_NAME = make_field("companyName", advanced="eq ne not ge le in startsWith null")
MAIL = make_field("mail", "eq ge le in startsWith", "ne endsWith")
ENABLED = make_field("accountEnabled", "eq in", "ne not", kind=Kind.BOOLEAN)
CREATED = make_field(
    "createdDateTime", "eq ge le", "ne not in orderby", kind=Kind.INSTANT, whole_seconds=True
)
PROXY_ADDRESSES = make_field(
    "proxyAddresses", "eq startsWith", "ne not $count endsWith", kind=Kind.STRING_LIST
)
ISSUER = make_field("issuer", "eq")
ASSIGNED_ID = make_field("issuerAssignedId", "eq")
IDENTITIES = make_field("identities", kind=Kind.OBJECT_LIST, elements=(ISSUER, ASSIGNED_ID))
ALLOW_INVITES = make_field("allowInvitesFrom", "eq")
NULLABLE = make_field("nullable", "eq", kind=Kind.BOOLEAN)

USER = Fields(
    [
        ID,
        DISPLAY_NAME,
        DEPARTMENT,
        COMPANY_NAME,
        MAIL,
        ENABLED,
        CREATED,
        PROXY_ADDRESSES,
        IDENTITIES,
        ALLOW_INVITES,
        NULLABLE,
    ],
    not_built=["signInActivity/lastSignInDateTime"],
)

_LOGGED = "eq contains gt lt orderby"
PRINCIPAL_ID = make_field(
    "servicePrincipal/id", _LOGGED, column="service_principal_id", case_sensitive=True
)
PRINCIPAL_NAME = make_field(
    "servicePrincipal/displayName", _LOGGED, column="service_principal_name", case_sensitive=True
)
ACTIVITY = make_field("activityDateTime", _LOGGED, column="activity_at", kind=Kind.INSTANT)
ERROR_CODE = make_field("status/errorCode", _LOGGED, column="error_code", kind=Kind.INTEGER)

LOG = Fields([PRINCIPAL_ID, PRINCIPAL_NAME, ACTIVITY, ERROR_CODE], sorts_filtered=True)
