"""What `$metadata` says of the directory's types (contract §1.1)."""

from xml.etree import ElementTree as ET

import httpx
import pytest

_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.mark.parametrize(
    ("kind", "name", "declared"),
    [
        ("user", "businessPhones", "Collection(Edm.String)"),
        ("user", "identities", "Collection(graph.objectIdentity)"),
        ("group", "createdDateTime", "Edm.DateTimeOffset"),
        ("application", "api", "graph.apiApplication"),
        ("servicePrincipal", "appRoleAssignmentRequired", "Edm.Boolean"),
        ("domain", "isVerified", "Edm.Boolean"),
    ],
)
def test_properties_are_declared_with_their_documented_types(
    client: httpx.Client, kind: str, name: str, declared: str
) -> None:
    root = ET.fromstring(client.get("/v1.0/$metadata").content)  # noqa: S314  # our own document

    found = root.findall(f".//{_EDM}EntityType[@Name='{kind}']/{_EDM}Property[@Name='{name}']")

    assert [declared] == [element.get("Type") for element in found]


def test_every_set_of_the_directory_is_in_the_service_document(client: httpx.Client) -> None:
    names = {entry["name"] for entry in client.get("/v1.0/").json()["value"]}

    assert {
        "applications",
        "domains",
        "groups",
        "organization",
        "servicePrincipals",
        "users",
    } <= names
