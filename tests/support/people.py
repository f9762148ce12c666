"""People who call through an application: the token that signing in would have given them."""

from collections.abc import Iterable
from typing import Any

import httpx

from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.identifiers import new_id
from tenantry.runtime.services import Services
from tenantry.signin.claims import LIFETIME, OF_USER, AccessToken
from tenantry.signin.issuers import issuer
from tests.support.tenants import Json, done

_ALL_SCOPES = tuple(each.name for each in GRAPH_PERMISSIONS if each.scope_id)


class Person:
    """A user with a delegated token; paths are those below `/v1.0`."""

    def __init__(self, http: httpx.Client, token: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """Return the response, whatever it is; a path with a version keeps it."""
        address = path if path.startswith(("/beta/", "/tenantry/")) else f"/v1.0{path}"
        return self._http.request(method, address, json=body, headers={**self._headers, **headers})

    def send_file(self, path: str, content: str) -> httpx.Response:
        """Return the response to a CSV file that is posted to a whole *path*."""
        headers = {**self._headers, "Content-Type": "text/csv"}
        return self._http.post(path, content=content.encode(), headers=headers)

    def get(self, path: str) -> Any:
        """Return what the path answers."""
        return done(self.ask("GET", path))


def user_token(
    services: Services,
    tenant_id: str,
    user: Json,
    scopes: Iterable[str] = (),
    contexts: Iterable[str] = (),
) -> str:
    """Return a token of the user for Graph, signed by the tenant as sign-in does."""
    with services.database.read() as reading:
        now = int(reading.now.timestamp() - reading.clock_offset)
    token = AccessToken(
        aud="https://graph.microsoft.com",
        iss=issuer(services.settings.public_url, tenant_id),
        iat=now,
        nbf=now,
        exp=now + LIFETIME,
        app_displayname="A portal",
        appid=new_id(),
        appidacr="0",
        idtyp=OF_USER,
        oid=user["id"],
        roles=(),
        sub=user["id"],
        tid=tenant_id,
        uti=new_id(),
        ver="1.0",
        wids=(),
        scp=" ".join(tuple(scopes) or _ALL_SCOPES),
        acrs=tuple(contexts),
        tnt_clk=reading.clock_offset,
        tnt_at=reading.instant,
    )
    return services.provider.keys.sign(token)
