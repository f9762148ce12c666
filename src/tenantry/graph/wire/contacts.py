"""Contacts on the wire (contract §6.7)."""

from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.storage.filters.fields import Kind

_TEXT = "eq ge le in startsWith"

CONTACT = Entity(
    "orgContact",
    "contacts",
    (
        declare("id: String!", "eq in", "ne not", kind=Kind.ID),
        constant("deletedDateTime: DateTimeOffset", None),
        declare("companyName: String", _TEXT, "ne not null"),
        declare("department: String", _TEXT, "ne not null"),
        declare(
            "displayName: String",
            f"{_TEXT} orderby",
            "ne not null",
            folded_column="display_name_key",
            tokenised=True,
        ),
        declare("givenName: String", _TEXT, "ne not null"),
        declare("jobTitle: String", _TEXT, "ne not null"),
        declare("mail: String", _TEXT, "ne not null endsWith", folded_column="mail_key"),
        declare(
            "mailNickname: String",
            read=lambda contact: contact["mail"].partition("@")[0],
            columns=("mail",),
        ),
        declare(
            "proxyAddresses: [String]!",
            read=lambda contact: [f"SMTP:{contact['mail']}"],
            columns=("mail",),
        ),
        declare("surname: String", _TEXT, "ne not null"),
        constant("onPremisesLastSyncDateTime: DateTimeOffset", None),
        constant("onPremisesProvisioningErrors: [onPremisesProvisioningError]", []),
        constant("onPremisesSyncEnabled: Boolean", None),
        constant("serviceProvisioningErrors: [serviceProvisioningError]", []),
    ),
    not_built=("addresses", "phones"),
)
