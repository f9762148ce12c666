"""Metadata of identity providers: what is read of it, and how certificates roll over."""

from collections.abc import Iterator

import pytest

from tenantry.actor import Actor, operator
from tenantry.collaboration.operations.federations import (
    create_federation,
    get_federation,
    update_federation,
)
from tenantry.directory.operations.tenant_removal import remove_tenant
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.operations.provider_metadata import read_metadata
from tenantry.signin.federation.operations.refreshing import refresh_due
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.storage.database import Database
from tests.support.certificates import make_certificate, of_unknown_kind
from tests.support.directory import add_tenant
from tests.support.outside_issuer import OutsideIssuer, outside_issuer
from tests.support.saml_provider import SamlProvider

_PATH = "/metadata"


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider()


@pytest.fixture
def site() -> Iterator[OutsideIssuer]:
    """Where the provider publishes its metadata."""
    with outside_issuer() as running:
        yield running


@pytest.fixture
def issuers(site: OutsideIssuer) -> OutsideIssuers:
    return OutsideIssuers(["localhost"], trust=site.trust)


@pytest.fixture
def actor(database: Database) -> Actor:
    with database.write() as work:
        return add_tenant(work, "contoso")


@pytest.fixture
def federation(
    database: Database, actor: Actor, site: OutsideIssuer, provider: SamlProvider
) -> str:
    """The id of a federation of which nothing but the metadata is known."""
    values = {
        "display_name": "Lamna",
        "issuer_uri": provider.issuer,
        "metadata_exchange_uri": f"{site.url}{_PATH}",
        "preferred_authentication_protocol": "saml",
        "domains": ["lamna.example"],
    }
    with database.write() as work:
        return str(create_federation(work, actor, values)["id"])


def publish(site: OutsideIssuer, provider: SamlProvider, *certificates: str) -> None:
    site.documents[_PATH] = provider.metadata(*certificates).encode()


def read(database: Database, actor: Actor, federation: str) -> Record:
    with database.read() as reading:
        return get_federation(reading, actor, federation)


def let_time_pass(database: Database, actor: Actor, federation: str) -> None:
    """Make the metadata due again: its address is given anew."""
    address = read(database, actor, federation)["metadata_exchange_uri"]
    for changed in (f"{address}?{new_id()}", address):
        with database.write() as work:
            update_federation(work, actor, federation, {"metadata_exchange_uri": changed})


def test_certificate_and_address_are_read_from_the_metadata(  # noqa: PLR0917  # fixtures
    database: Database,
    actor: Actor,
    federation: str,
    site: OutsideIssuer,
    issuers: OutsideIssuers,
    provider: SamlProvider,
) -> None:
    publish(site, provider)

    refreshed = [refresh_due(database, issuers) for _ in range(2)]

    found = read(database, actor, federation)
    assert [1, 0] == refreshed
    assert [provider.certificate.der] == found["signing_certificates"]
    assert "https://idp.lamna.example/sso" == found["passive_sign_in_uri"]


def test_a_certificate_rolls_over_through_two(  # noqa: PLR0917  # fixtures
    database: Database,
    actor: Actor,
    federation: str,
    site: OutsideIssuer,
    issuers: OutsideIssuers,
    provider: SamlProvider,
) -> None:
    old, new = provider.certificate.der, make_certificate().der
    counted = []

    for published in ([old], [new, old], [new]):
        publish(site, provider, *published)
        let_time_pass(database, actor, federation)
        refresh_due(database, issuers)
        counted.append(read(database, actor, federation)["signing_certificates"])

    assert [[old], [old, new], [new]] == counted


def test_metadata_that_cannot_be_read_changes_nothing_and_is_told(  # noqa: PLR0917  # fixtures
    database: Database,
    actor: Actor,
    federation: str,
    site: OutsideIssuer,
    issuers: OutsideIssuers,
    provider: SamlProvider,
) -> None:
    publish(site, provider)
    refresh_due(database, issuers)

    problems = []
    for document in (b"<!DOCTYPE a><a/>", SamlProvider(issuer="urn:x").metadata().encode(), None):
        site.documents[_PATH] = document
        let_time_pass(database, actor, federation)
        refresh_due(database, issuers)
        problems.append(read(database, actor, federation)["metadata_problem"])

    assert "document type" in problems[0]
    assert f"nothing of `{provider.issuer}`" in problems[1]
    assert "404" in problems[2] or "no XML" in problems[2]
    assert [provider.certificate.der] == read(database, actor, federation)["signing_certificates"]


def test_the_token_service_of_ws_federation_is_found(provider: SamlProvider) -> None:
    keys = provider.metadata().partition("<KeyDescriptor")[2].partition("<SingleSignOn")[0]
    content = (
        '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:adfs"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706">'
        '<RoleDescriptor xsi:type="fed:SecurityTokenServiceType">'
        f"<KeyDescriptor{keys}<fed:PassiveRequestorEndpoint>"
        '<EndpointReference xmlns="http://www.w3.org/2005/08/addressing">'
        "<Address>https://adfs.example/adfs/ls/</Address></EndpointReference>"
        "</fed:PassiveRequestorEndpoint></RoleDescriptor></EntityDescriptor>"
    )
    federation = {"issuer_uri": "urn:adfs", "preferred_authentication_protocol": "wsFed"}

    published = read_metadata(content.encode(), federation)

    assert (provider.certificate.der,) == published.certificates
    assert "https://adfs.example/adfs/ls/" == published.sign_in_uri


def test_metadata_without_a_certificate_for_signing_is_refused(provider: SamlProvider) -> None:
    content = provider.metadata().replace('use="signing"', 'use="encryption"').encode()
    federation = {"issuer_uri": provider.issuer, "preferred_authentication_protocol": "saml"}

    with pytest.raises(SigninRefusedError, match="no certificate"):
        read_metadata(content, federation)


def test_a_certificate_of_a_kind_that_nobody_knows_holds_no_other_tenant_up(  # noqa: PLR0917  # fixtures
    database: Database,
    actor: Actor,
    federation: str,
    site: OutsideIssuer,
    issuers: OutsideIssuers,
    provider: SamlProvider,
) -> None:
    with database.write() as work:
        neighbour = add_tenant(work, "northwind")
        values = {
            "display_name": "Odd",
            "issuer_uri": provider.issuer,
            "metadata_exchange_uri": f"{site.url}/odd",
            "preferred_authentication_protocol": "saml",
            "domains": ["odd.example"],
        }
        odd = str(create_federation(work, neighbour, values)["id"])
    site.documents["/odd"] = provider.metadata(of_unknown_kind(provider.certificate)).encode()
    publish(site, provider)

    refresh_due(database, issuers)

    assert [provider.certificate.der] == read(database, actor, federation)["signing_certificates"]
    assert "no certificate" in read(database, neighbour, odd)["metadata_problem"]


def test_the_metadata_of_a_removed_tenant_is_not_asked_for(
    database: Database, actor: Actor, federation: str, issuers: OutsideIssuers
) -> None:
    with database.write() as work:
        remove_tenant(work, operator(""), actor.tenant_id)

    assert 0 == refresh_due(database, issuers)
