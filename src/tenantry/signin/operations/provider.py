"""What a client can ask of the provider: find it, get its keys, get a token."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.identifiers import is_id, new_id
from tenantry.signin import discovery, store
from tenantry.signin.claims import LIFETIME, AccessToken, application_token
from tenantry.signin.client_authentication import Client
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.first_party import find_first_party
from tenantry.signin.issuers import TENANT_ALIASES, Origins, Tenant, issuer
from tenantry.signin.operations.client_assertions import ClientAssertions, remember
from tenantry.signin.operations.grants import TokenServer
from tenantry.signin.operations.keys import SigningKeys
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.outside_providers import OutsideProviders
from tenantry.signin.reasons import Reason
from tenantry.signin.registrations import Registration
from tenantry.signin.stores import registrations
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """The parts every operation works with.  One per process; safe to share between threads.

    ``outside`` are the providers that the deployment knows, ``issuers`` what they publish.
    """

    database: Database
    keys: SigningKeys
    origins: Origins
    assertions: ClientAssertions
    secret_box: SecretBox
    hashing: PasswordHashing
    has_password_grant: bool = False
    issuers: OutsideIssuers = field(default_factory=OutsideIssuers)
    outside: OutsideProviders = field(default_factory=OutsideProviders)


def get_openid_configuration(
    provider: OpenIdProvider, base_url: str, tenant_name: str
) -> dict[str, object]:
    """Return the configuration of the tenant with this id, verified domain or alias."""
    with provider.database.read() as reading:
        tenant = get_tenant(reading, tenant_name)
    return discovery.openid_configuration(base_url, tenant)


def list_keys(provider: OpenIdProvider, base_url: str, tenant_name: str) -> dict[str, object]:
    """Return the JSON Web Key Set of a tenant or, for an alias, of all tenants."""
    with provider.database.read() as reading:
        tenant = get_tenant(reading, tenant_name)
    return {"keys": provider.keys.list_published(base_url, tenant.id)}


def issue_token(
    provider: OpenIdProvider, base_url: str, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the token response to *form*, which holds the client's credentials as well.

    Raises `SigninRefusedError` where the tenant, the client, the grant or the scope is refused.
    """
    if "client_assertion" in form:
        provider.assertions.prepare(provider.database, tenant_name, form)
    with provider.database.read() as reading:
        tenant = get_tenant(reading, tenant_name)
        if tenant.id in TENANT_ALIASES:
            raise SigninRefusedError(Reason.NO_TENANT, tenant=tenant.id)
        server = TokenServer(
            reading,
            tenant,
            hosts=provider.origins.hosts,
            assertions=provider.assertions,
            issue=partial(_application_token, reading, tenant.id, issuer(base_url, tenant.id)),
        )
        token = server.grant(f"{base_url}/{tenant.id}/oauth2/v2.0/token", form)
        key = store.find_signing_key(reading, tenant.id)
    if server.used_assertion:
        with provider.database.write() as work:
            remember(work, server.used_assertion)
    return {
        "token_type": "Bearer",
        # A second less than the lifetime: part of it passes before the client reads this.
        "expires_in": LIFETIME - 1,
        "ext_expires_in": LIFETIME - 1,
        "access_token": provider.keys.sign(token, key),
    }


def get_tenant(reading: Reading, name: str) -> Tenant:
    """Return the tenant with this id, verified domain or alias; `SigninRefusedError` if none."""
    if name.lower() in TENANT_ALIASES:
        return Tenant(id=name.lower())
    tenant = store.find_tenant(reading, name)
    if tenant is None:
        raise SigninRefusedError(Reason.UNKNOWN_TENANT, tenant=name)
    return replace(tenant, name=name)


def get_registration(reading: Reading, client_id: str) -> Registration:
    """Return the application with this client id; `SigninRefusedError` if there is none."""
    app_id = client_id.lower()
    found = find_first_party(app_id)
    if found is None and is_id(app_id):
        found = registrations.find(reading, app_id)
    if found is None:
        raise SigninRefusedError(
            Reason.UNKNOWN_CLIENT, app_id=client_id, tenant="of this installation"
        )
    return found


def _application_token(
    reading: Reading, tenant_id: str, issued_by: str, client: Client, audience: str
) -> AccessToken:
    principal_id = client.service_principal_id
    return application_token(
        client,
        issuer=issued_by,
        tenant_id=tenant_id,
        audience=audience,
        roles=store.list_graph_roles(reading, tenant_id, principal_id),
        token_id=new_id(),
        now=int(reading.now.timestamp() - reading.clock_offset),
        clock_offset=reading.clock_offset,
    )
