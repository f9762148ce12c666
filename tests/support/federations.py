"""Federations with the identity providers of other organizations, as Graph takes them."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.collaboration.operations.federations import create_federation
from tenantry.collaboration.operations.home_federations import create_home_federation
from tenantry.directory.operations.domains import list_domains
from tenantry.storage.database import Database
from tests.support.certificates import make_certificate

TYPE = "microsoft.graph.samlOrWsFedExternalDomainFederation"
ROOT = "directory/federationConfigurations"
FEDERATIONS = f"/v1.0/{ROOT}/{TYPE}"

_CERTIFICATE = make_certificate()
_OTHER_CERTIFICATE = make_certificate()


def make_federation(database: Database, actor: Actor, word: str) -> Mapping[str, str]:
    """Make a federation whose texts hold *word*, and return what paths call it."""
    values = {
        "display_name": f"Provider of {word}",
        "issuer_uri": f"https://idp.{word}.example/issuer",
        "passive_sign_in_uri": f"https://idp.{word}.example/sign-in",
        "preferred_authentication_protocol": "saml",
        "signing_certificate": _CERTIFICATE.der,
        "domains": [f"{word}.example", f"more.{word}.example"],
    }
    with database.write() as work:
        made = create_federation(work, actor, values)
        own = next(each for each in list_domains(work, actor) if not each["is_initial"])
        at_home = {**values, "issuer_uri": f"urn:{word}", "sign_out_uri": f"https://{word}.example"}
        del at_home["domains"]
        home = create_home_federation(work, actor, own["name"], at_home)
    return {
        "federation": made["id"],
        "federationDomain": made["domains"][0],
        "homeFederation": home["id"],
    }


def federation_body(*domains: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a new federation with *domains*, in the words of the wire."""
    return {
        "@odata.type": f"#{TYPE}",
        "displayName": "Lamna",
        "issuerUri": "https://idp.lamna.example/issuer",
        "passiveSignInUri": "https://idp.lamna.example/sign-in",
        "preferredAuthenticationProtocol": "saml",
        "signingCertificate": _CERTIFICATE.der,
        "domains": [
            {"@odata.type": "microsoft.graph.externalDomainName", "id": x} for x in domains
        ],
        **changes,
    }


def _domain(name: str) -> dict[str, str]:
    return {"@odata.type": "microsoft.graph.externalDomainName", "id": name}


def other_certificate() -> str:
    """Return a certificate that no federation has yet."""
    return _OTHER_CERTIFICATE.der


_TYPE_IN_PATHS = TYPE.rpartition(".")[2]
_ITEMS = (f"{ROOT}/{{}}/{_TYPE_IN_PATHS}", f"{ROOT}/{_TYPE_IN_PATHS}/{{}}", f"{ROOT}/{{}}")
FEDERATION_BODIES: Mapping[str, tuple[Any, ...]] = {
    **{
        f"POST {path}": (federation_body("new.example"),)
        for path in (ROOT, f"{ROOT}/{_TYPE_IN_PATHS}")
    },
    **{f"PATCH {path}": ({"displayName": "Renamed"},) for path in _ITEMS},
    "POST domains/{}/federationConfiguration": (
        {name: value for name, value in federation_body().items() if name != "domains"},
    ),
    "PATCH domains/{}/federationConfiguration/{}": ({"displayName": "Renamed"},),
    **{f"POST {path}/domains": ({"id": "one-more.example"},) for path in _ITEMS},
}
"""Bodies for the routes of federations."""
