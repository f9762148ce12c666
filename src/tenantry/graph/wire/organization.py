"""The organization and its domains on the wire (contract §6.6)."""

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, list_of, text
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.graph.wire.licences import plans_of_skus
from tenantry.graph.wire.showing import Record

_SERVICES = ["Email", "OfficeCommunicationsOnline"]
_TENANT_TYPES = {"workforce": "AAD", "external": "CIAM"}


def _verified_domain(domain: Record) -> JsonObject:
    return {
        "capabilities": ", ".join(_SERVICES),
        "isDefault": domain["is_default"],
        "isInitial": domain["is_initial"],
        "name": domain["name"],
        "type": domain["authentication_type"],
    }


_PRIVACY = BodyShape(
    {
        "contactEmail": Property("contact_email", text),
        "statementUrl": Property("statement_url", text),
    }
)


def _privacy_profile(profile: Record | None) -> JsonObject | None:
    if profile is None:
        return None
    return {
        "contactEmail": profile.get("contact_email"),
        "statementUrl": profile.get("statement_url"),
    }


ORGANIZATION = Entity(
    "organization",
    "organization",
    (
        declare("id: String!"),
        constant("deletedDateTime: DateTimeOffset", None),
        declare("displayName: String", check=text),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("countryLetterCode: String"),
        declare("preferredLanguage: String", check=text),
        declare(
            "tenantType: String",
            read=lambda tenant: _TENANT_TYPES[tenant["kind"]],
            columns=("kind",),
        ),
        constant("onPremisesSyncEnabled: Boolean", None),
        constant("partnerTenantType: partnerTenantType", None),
        constant("defaultUsageLocation: String", None),
        constant("businessPhones: [String]!", []),
        declare("technicalNotificationMails: [String]!", check=list_of(text)),
        constant("marketingNotificationEmails: [String]!", []),
        constant("securityComplianceNotificationMails: [String]!", []),
        constant("securityComplianceNotificationPhones: [String]!", []),
        declare(
            "assignedPlans: [assignedPlan]!",
            read=lambda tenant: plans_of_skus(tenant["subscribed_skus"]),
            columns=("subscribed_skus",),
        ),
        constant("provisionedPlans: [provisionedPlan]!", []),
        constant("mobileDeviceManagementAuthority: mdmAuthority!", "unknown"),
        declare(
            "privacyProfile: privacyProfile",
            column="privacy_profile",
            read=lambda tenant: _privacy_profile(tenant["privacy_profile"]),
            columns=("privacy_profile",),
            check=_PRIVACY.read,
        ),
        constant("city: String", None),
        constant("country: String", None),
        constant("postalCode: String", None),
        constant("state: String", None),
        constant("street: String", None),
        constant("onPremisesLastSyncDateTime: DateTimeOffset", None),
        declare(
            "verifiedDomains: [verifiedDomain]!",
            read=lambda tenant: [
                _verified_domain(domain) for domain in tenant["domains"] if domain["is_verified"]
            ],
            columns=("domains",),
        ),
    ),
)

DOMAIN = Entity(
    "domain",
    "domains",
    (
        declare("id: String!", column="name"),
        declare("authenticationType: String!"),
        constant("availabilityStatus: String", None),
        constant("isAdminManaged: Boolean!", value=True),
        declare("isDefault: Boolean!", check=flag),
        declare("isInitial: Boolean!"),
        constant("isRoot: Boolean!", value=True),
        declare("isVerified: Boolean!"),
        constant("manufacturer: String", None),
        constant("model: String", None),
        constant("passwordNotificationWindowInDays: Int32", None),
        constant("passwordValidityPeriodInDays: Int32", None),
        constant("state: domainState", None),
        constant("supportedServices: [String]!", _SERVICES),
    ),
    required=("id",),
    written={"id": Property("name", text, nullable=False)},
)
