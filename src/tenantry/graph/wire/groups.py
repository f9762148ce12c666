"""Groups on the wire (contract §1.8, §1.9, §6.2)."""

from dataclasses import replace

from tenantry.graph.wire.bodies import Property
from tenantry.graph.wire.checks import flag, list_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.references import OBJECT_KEY
from tenantry.graph.wire.security_identifiers import security_identifier
from tenantry.storage.filters.fields import Kind

_ADDRESSES = "eq ge le startsWith"

_PROPERTIES = (
    declare("id: String!", "eq in", "ne not", kind=Kind.ID),
    declare(
        "deletedDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="deleted_at"
    ),
    declare("classification: String", "", "eq ne ge le startsWith", writable=True),
    declare(
        "createdDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="created_at"
    ),
    declare(
        "description: String", "eq ge le startsWith", "ne not null", tokenised=True, writable=True
    ),
    declare(
        "displayName: String",
        "eq ge le in startsWith orderby",
        "ne not null",
        folded_column="display_name_key",
        tokenised=True,
        writable=True,
    ),
    constant("expirationDateTime: DateTimeOffset", None),
    declare("groupTypes: [String]!", "eq", "ne not $count", check=list_of(text)),
    declare("isAssignableToRole: Boolean", "eq", "ne not", check=flag),
    declare(
        "mail: String", "eq ge le in startsWith", "ne not null endsWith", folded_column="mail_key"
    ),
    declare("mailEnabled: Boolean", "eq", "ne not", check=flag),
    declare("mailNickname: String", "eq ge le in startsWith", "ne not null", writable=True),
    constant("membershipRule: String", None),
    constant("membershipRuleProcessingState: String", None),
    constant("onPremisesDomainName: String", None),
    constant("onPremisesLastSyncDateTime: DateTimeOffset", None),
    constant("onPremisesNetBiosName: String", None),
    constant("onPremisesSamAccountName: String", None),
    constant("onPremisesSecurityIdentifier: String", None),
    constant("onPremisesSyncEnabled: Boolean", None),
    declare(
        "preferredDataLocation: String", "eq ge le in startsWith", "ne not null", writable=True
    ),
    declare("preferredLanguage: String", "eq ge le in startsWith", "ne not null", writable=True),
    declare(
        "proxyAddresses: [String]!",
        read=lambda group: [f"SMTP:{group['mail']}"] if group["mail"] else [],
        columns=("mail",),
    ),
    declare(
        "renewedDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="renewed_at"
    ),
    constant("resourceBehaviorOptions: [String]!", []),
    constant("resourceProvisioningOptions: [String]!", []),
    declare("securityEnabled: Boolean", "eq in", "ne not", writable=True),
    declare(
        "securityIdentifier: String",
        read=lambda group: security_identifier(group["id"]),
        columns=("id",),
    ),
    declare("theme: String", writable=True),
    declare("uniqueName: String", "eq in startsWith", "ne not null", writable=True),
    declare("visibility: String", writable=True),
    constant("onPremisesProvisioningErrors: [onPremisesProvisioningError]", []),
)
_SELECTED_CONSTANTS = (
    constant("assignedLabels: [assignedLabel]", []),
    constant("assignedLicenses: [assignedLicense]!", []),
    constant("hasMembersWithLicenseErrors: Boolean", None),
    constant("infoCatalogs: [String]!", []),
    constant("isManagementRestricted: Boolean", None),
    constant("licenseProcessingState: licenseProcessingState", None),
    constant("serviceProvisioningErrors: [serviceProvisioningError]", []),
)
_NOT_BUILT = (
    "accessType",
    "allowExternalSenders",
    "autoSubscribeNewMembers",
    "hideFromAddressLists",
    "hideFromOutlookClients",
    "isArchived",
    "isFavorite",
    "isSubscribedByMail",
    "onPremisesExtensionAttributes",
    "organizationId",
    "unseenConversationsCount",
    "unseenCount",
    "unseenMessagesCount",
    "welcomeMessageEnabled",
)

GROUP = Entity(
    "group",
    "groups",
    (*_PROPERTIES, *(replace(one, by_default=False) for one in _SELECTED_CONSTANTS)),
    not_built=_NOT_BUILT,
    required=("displayName", "mailEnabled", "mailNickname", "securityEnabled"),
    written={
        "members@odata.bind": Property("member_ids", list_of(OBJECT_KEY), nullable=False),
        "owners@odata.bind": Property("owner_ids", list_of(OBJECT_KEY), nullable=False),
    },
)
