"""Connected organizations on the wire: `connectedOrganization`."""

from collections.abc import Mapping
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, guid, list_of, one_of, text
from tenantry.graph.wire.derived_types import read_derived
from tenantry.graph.wire.entities import Entity, declare
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Kind

_TENANT = "azureActiveDirectoryTenant"
_NOT_BUILT = (
    "crossCloudAzureActiveDirectoryTenant",
    "externalDomainFederation",
    "socialIdentitySource",
)
_OF_TENANT = BodyShape(
    {"tenantId": Property("source", guid, nullable=False)}, ignored=("displayName",)
)
_OF_DOMAIN = BodyShape(
    {"domainName": Property("source", filled_text, nullable=False)}, ignored=("displayName",)
)
_SHAPES: Mapping[str, BodyShape] = {_TENANT: _OF_TENANT, "domainIdentitySource": _OF_DOMAIN}


def _source(value: object, path: str) -> str:
    """Return the id or the domain of a tenant."""
    _, read = read_derived(
        value, path, _SHAPES, not_built=_NOT_BUILT, meant="organization is meant"
    )
    if "source" not in read:
        raise InvalidValueError(path, f"`{path}` has to name a tenant or one of its domains")
    return str(read["source"])


def _sources(value: object, path: str) -> str:
    found = list_of(_source)(value, path)
    if len(found) != 1:
        raise InvalidValueError(path, f"`{path}` names one organization, not {len(found)}")
    return found[0]


_CHANGES: Mapping[str, Property] = {
    "displayName": Property("display_name", filled_text, nullable=False),
    "description": Property("description", text),
    "state": Property("state", one_of(("configured", "proposed")), nullable=False),
}
_READ_ONLY = ("id", "createdDateTime", "modifiedDateTime")
ORGANIZATION_CHANGES = BodyShape(
    _CHANGES,
    read_only=(*_READ_ONLY, "identitySources"),
    not_built=("externalSponsors", "internalSponsors"),
)
_ORGANIZATION_BODY = BodyShape(
    {**_CHANGES, "identitySources": Property("source", _sources, nullable=False)},
    required=("displayName", "identitySources"),
    read_only=_READ_ONLY,
    not_built=("externalSponsors", "internalSponsors"),
)


def read_organization(body: object) -> tuple[str, dict[str, Any]]:
    """Return the tenant that is meant, an id or a domain, and the other values."""
    read = _ORGANIZATION_BODY.read_new(body)
    return str(read.pop("source")), read


def _shown_sources(record: Record) -> list[JsonObject]:
    source = {"tenantId": record["home_tenant_id"], "displayName": record["display_name"]}
    return [typed(_TENANT, source)]


ORGANIZATION = Entity(
    "connectedOrganization",
    f"{ROOT}/connectedOrganizations",
    (
        declare("id: String!", "eq in", kind=Kind.ID),
        declare("displayName: String!", "eq ne in startsWith contains"),
        declare("description: String"),
        declare("state: connectedOrganizationState!", "eq ne in"),
        declare(
            "identitySources: [identitySource]",
            read=_shown_sources,
            columns=("home_tenant_id", "display_name"),
        ),
        declare("createdDateTime: DateTimeOffset", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", column="modified_at"),
    ),
)
