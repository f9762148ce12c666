"""An installation with two tenants that look alike, and what tests do with it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import msgspec
from sqlalchemy import ColumnElement, Table, insert, select, update
from starlette.applications import Starlette

from tenantry.clock import format_instant, system_now
from tenantry.directory.graph_application import graph_app_roles
from tenantry.directory.operations.password_hashing import LEAST_COST, PasswordHashing
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.identifiers import new_id
from tenantry.signin.endpoints.exchanges import SigninResponse
from tenantry.signin.endpoints.routes import signin_routes
from tenantry.signin.issuers import Origins
from tenantry.signin.operations.client_assertions import ClientAssertions
from tenantry.signin.operations.keys import SigningKeys
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.verification import TokenVerifier
from tenantry.storage.client_secrets import hash_secret, new_secret
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.lab_clock import set_offset
from tenantry.storage.tables import (
    app_role_assignments,
    application_certificates,
    application_secrets,
    applications,
    domains,
    federated_credentials,
    service_principals,
    tenants,
)
from tests.support.certificates import Certificate

ADDRESS = "https://localhost:8443"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
GRANTED = ("User.Read.All", "AuditLog.Read.All")
_NOW = system_now()


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An application with its service principal in one tenant."""

    tenant_id: str
    domain: str
    app_id: str
    object_id: str
    service_principal_id: str
    secret: str


def make_app(domain: str) -> App:
    """Return an application of a tenant of its own."""
    return App(
        tenant_id=new_id(),
        domain=domain,
        app_id=new_id(),
        object_id=new_id(),
        service_principal_id=new_id(),
        secret=new_secret(),
    )


class Http:
    """A client of the web application, without a network."""

    def __init__(self, application: Starlette) -> None:
        self._transport = httpx.ASGITransport(application)

    def ask(
        self,
        method: str,
        path: str,
        *,
        address: str = ADDRESS,
        **parts: Any,  # whatever httpx takes
    ) -> httpx.Response:
        """Return the response to a request of httpx, made with *parts*."""

        async def send() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url=address) as client:
                return await client.request(method, path, **parts)

        return asyncio.run(send())


@dataclass(frozen=True, slots=True)
class Installation:
    """What tests act on."""

    database: Database
    provider: OpenIdProvider
    http: Http

    @property
    def verifier(self) -> TokenVerifier:
        """A verifier as another process would have it."""
        return TokenVerifier(self.database, self.provider.origins)

    def ask(self, app: App, *, tenant: str = "", **form: str) -> httpx.Response:
        """Post the client-credentials request of *app*; *form* replaces parameters or adds some.

        An empty parameter is left out.
        """
        complete = {
            "client_id": app.app_id,
            "client_secret": app.secret,
            "grant_type": "client_credentials",
            "scope": GRAPH_SCOPE,
            **form,
        }
        body = {name: value for name, value in complete.items() if value}
        return self.http.ask("POST", f"/{tenant or app.tenant_id}/oauth2/v2.0/token", data=body)

    def token(self, app: App, **form: str) -> str:
        """Return an access token for *app*."""
        return str(self.ask(app, **form).json()["access_token"])

    def move_clock(self, **distance: float) -> None:
        """Set the lab clock this far from real time."""
        with self.database.write() as work:
            set_offset(work.connection, timedelta(**distance).total_seconds())

    def graph_id(self, app: App) -> str:
        """Return the id of Microsoft Graph in the tenant of *app*."""
        principals = service_principals.c
        query = select(principals.id).where(
            principals.tenant_id == app.tenant_id, principals.app_id == GRAPH_APP_ID
        )
        with self.database.read() as reading:
            return str(reading.connection.execute(query).scalar_one())

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert *rows*."""
        with self.database.write() as work:
            work.connection.execute(insert(table), list(rows))

    def add_certificate(
        self, app: App, certificate: Certificate, *, start: float = -1, end: float = 365
    ) -> None:
        """Let *certificate* prove *app*, from *start* to *end* days from now."""
        row = {
            "tenant_id": app.tenant_id,
            "application_id": app.object_id,
            "key_id": new_id(),
            "custom_key_identifier": certificate.hexadecimal,
            "certificate": certificate.der,
            "start_at": format_instant(_NOW + timedelta(days=start)),
            "end_at": format_instant(_NOW + timedelta(days=end)),
        }
        self.add(application_certificates, [row])

    def add_federation(self, app: App, issuer: str, subject: str, audience: str) -> None:
        """Let tokens of *issuer* for *subject* prove *app*."""
        row = {
            "tenant_id": app.tenant_id,
            "application_id": app.object_id,
            "id": new_id(),
            "name": f"federation-{new_id()}",
            "issuer": issuer,
            "subject": subject,
            "audiences": msgspec.json.encode([audience]).decode(),
        }
        self.add(federated_credentials, [row])

    def change(self, table: Table, where: ColumnElement[bool], **values: object) -> None:
        """Update the rows of *table* that match."""
        with self.database.write() as work:
            work.connection.execute(update(table).where(where).values(values))


def open_installation(
    database: Database,
    secret_box: SecretBox,
    *,
    issuers: OutsideIssuers | None = None,
    reusable: bool = True,
) -> Installation:
    """Return an installation over a migrated database; assertions are *reusable* there or not."""
    origins = Origins.of(ADDRESS, "http://localhost:8080", "http://lab.test")
    provider = OpenIdProvider(
        database=database,
        keys=SigningKeys(database, secret_box),
        origins=origins,
        assertions=ClientAssertions(origins, issuers or OutsideIssuers(), may_be_reused=reusable),
        secret_box=secret_box,
        hashing=PasswordHashing(LEAST_COST),
    )
    routes = signin_routes(provider, read=_at_once, write=_at_once)
    return Installation(database, provider, Http(Starlette(routes=routes)))


async def _at_once(work: Callable[[], SigninResponse]) -> SigninResponse:
    return work()


def add_tenant(installation: Installation, app: App, *, granted: Sequence[str] = GRANTED) -> None:
    """Add the tenant of *app*: its domain, Microsoft Graph, and *app* with its secret."""
    graph_id = new_id()
    installation.add(tenants, [_tenant(app)])
    installation.add(domains, [_domain(app.tenant_id, app.domain)])
    graph = _principal(app.tenant_id, graph_id, GRAPH_APP_ID, owner=None)
    graph["app_roles"] = msgspec.json.encode(graph_app_roles()).decode()
    principal = _principal(app.tenant_id, app.service_principal_id, app.app_id, app.tenant_id)
    installation.add(service_principals, [graph, principal])
    installation.add(applications, [_application(app)])
    add_secret(installation, app, app.secret, start=-1, end=1)
    for permission in granted:
        add_grant(installation, app, graph_id, permission)


def add_secret(
    installation: Installation, app: App, secret: str, *, start: float, end: float
) -> None:
    """Give *app* another secret, valid from *start* to *end* days from now."""
    row = {
        "tenant_id": app.tenant_id,
        "application_id": app.object_id,
        "key_id": new_id(),
        "secret_hash": hash_secret(secret),
        "start_at": format_instant(_NOW + timedelta(days=start)),
        "end_at": format_instant(_NOW + timedelta(days=end)),
    }
    installation.add(application_secrets, [row])


def add_grant(installation: Installation, app: App, resource_id: str, permission: str) -> None:
    """Grant *app* the app role of Graph with this name, on a resource of its tenant."""
    row = {
        "tenant_id": app.tenant_id,
        "id": new_id(),
        "app_role_id": ROLE_ID_OF[permission],
        "principal_id": app.service_principal_id,
        "principal_type": "ServicePrincipal",
        "resource_id": resource_id,
        "created_at": format_instant(_NOW),
    }
    installation.add(app_role_assignments, [row])


def add_consent(installation: Installation, app: App, tenant_id: str) -> str:
    """Make the service principal of *app* in another tenant and return its id."""
    principal = _principal(tenant_id, new_id(), app.app_id, owner=app.tenant_id)
    installation.add(service_principals, [principal])
    return str(principal["id"])


def _tenant(app: App) -> dict[str, Any]:
    return {
        "id": app.tenant_id,
        "display_name": "Example",
        "initial_domain": app.domain,
        "cloud": "commercial",
        "kind": "workforce",
        "region": "EU",
        "created_at": format_instant(_NOW),
    }


def _domain(tenant_id: str, name: str) -> dict[str, Any]:
    return {
        "tenant_id": tenant_id,
        "name": name,
        "is_initial": True,
        "is_default": True,
        "is_verified": True,
        "authentication_type": "Managed",
        "created_at": format_instant(_NOW),
    }


def _application(app: App) -> dict[str, Any]:
    return {
        "tenant_id": app.tenant_id,
        "id": app.object_id,
        "app_id": app.app_id,
        "display_name": "Directory reader",
        "display_name_key": "directory reader",
        "created_at": format_instant(_NOW),
    }


def _principal(tenant_id: str, object_id: str, app_id: str, owner: str | None) -> dict[str, Any]:
    return {
        "tenant_id": tenant_id,
        "id": object_id,
        "app_id": app_id,
        "display_name": "Directory reader",
        "display_name_key": "directory reader",
        "app_owner_organization_id": owner,
        "service_principal_type": "Application",
        "account_enabled": True,
        "app_role_assignment_required": False,
        "app_roles": "[]",
        "created_at": format_instant(_NOW),
    }
