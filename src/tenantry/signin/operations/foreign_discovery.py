"""Finding out which tenant of another cloud has verified the domain of an address.

The other installation is asked for the discovery document of the domain, whose issuer names the
tenant.  Only who may invite, or has an invitation, makes us ask: nobody learns from the pages of
a sign-in which domains were looked up, and nobody makes us ask for any.  Source: behaviour §16.
"""

from urllib.parse import quote

import structlog

from tenantry.access.clouds import ENDPOINT_OF_CLOUD
from tenantry.collaboration.operations.foreign_homes import list_reachable_clouds
from tenantry.collaboration.operations.homes import find_home
from tenantry.collaboration.stores import foreign_domains
from tenantry.directory.stores import tenants
from tenantry.directory.tenants import domain_name
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id
from tenantry.signin.operations.fetching import FetchError
from tenantry.signin.operations.outside_issuers import discovery_address
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.outside_providers import domain_of, issuer_of, tenant_of

_log = structlog.get_logger(__name__)


def discover_foreign_home(provider: OpenIdProvider, tenant_id: str, address: str) -> None:
    """Note which tenant of the clouds that the tenant is open to has the domain of *address*.

    Never while a transaction is open.  What cannot be found out now stays as it was.
    """
    if not provider.outside.clouds:
        return
    try:
        domain = domain_name(domain_of(address))
    except InvalidValueError:
        return
    with provider.database.read() as reading:
        clouds = list_reachable_clouds(reading, tenant_id)
        known = foreign_domains.find_homes(reading, tenant_id, domain)
        if find_home(reading, address) is not None:
            return
    for cloud in clouds:
        client = provider.outside.clouds.get(ENDPOINT_OF_CLOUD[cloud])
        if client is None:
            continue
        try:
            found = _tenant_of_domain(provider, client.issuer, domain)
        except FetchError as fault:
            _log.warning("another cloud was not asked", cloud=cloud, reason=str(fault))
            continue
        if found != known.get(cloud):
            with provider.database.write() as work:
                foreign_domains.save_home(work, tenant_id, domain, cloud, found)


def is_tenant_elsewhere(provider: OpenIdProvider, tenant_id: str) -> bool:
    """Return whether another cloud that the deployment knows has a tenant of this id.

    One of this installation is none.  Never while a transaction is open.
    """
    if not provider.outside.clouds:
        return False
    with provider.database.read() as reading:
        if tenants.find(reading, tenant_id) is not None:
            return False
    for endpoint, client in provider.outside.clouds.items():
        issuer = issuer_of(client.issuer, tenant_id)
        try:
            document = provider.issuers.find_object(discovery_address(issuer))
        except FetchError as fault:
            _log.warning("another cloud was not asked", cloud=endpoint, reason=str(fault))
            continue
        if document is not None and document.get("issuer") == issuer:
            return True
    return False


def _tenant_of_domain(provider: OpenIdProvider, template: str, domain: str) -> str | None:
    """Return the id of the tenant whose issuers follow *template*; None where there is none."""
    asked = discovery_address(issuer_of(template, quote(domain, safe="")))
    document = provider.issuers.find_object(asked)
    if document is None:
        return None
    tenant_id = tenant_of(template, str(document.get("issuer", ""))).lower()
    return tenant_id if is_id(tenant_id) else None
