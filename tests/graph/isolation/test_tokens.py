"""No route is open to a token that its tenant did not issue, or that no longer holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import msgspec
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from sqlalchemy import Row, select

from tenantry.graph.routes import Route
from tenantry.identifiers import new_id
from tenantry.runtime.services import Services
from tenantry.signin.claims import AccessToken
from tenantry.signin.operations.keys import ALGORITHM
from tenantry.storage.tables import signing_keys
from tests.support.databases import SqliteDatabases
from tests.support.graph_requests import built_routes, templates_of, title
from tests.support.installations import NEIGHBOUR, SOURCE, Ground, client_of

_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Forger:
    """What makes tokens: a valid one of the own tenant, one of the neighbour, and both keys."""

    services: Services
    http: httpx.Client
    valid: str
    neighbours: str

    @property
    def claims(self) -> AccessToken:
        return _claims(self.valid)

    def changed(self, **changes: object) -> str:
        """Return the valid token with other claims, signed by the own tenant."""
        return self.services.provider.keys.sign(msgspec.structs.replace(self.claims, **changes))

    def signed_by_neighbour(self, claims: AccessToken, *, key_of: str | None = None) -> str:
        """Return *claims* signed with the neighbour's key, said to be the one of *key_of*."""
        neighbour = _claims(self.neighbours).tid
        private = self.services.secret_box.decrypt(self._stored(neighbour).private_key_encrypted)
        header = {"alg": ALGORITHM, "kid": self._stored(key_of or neighbour).kid}
        key = RSAKey.import_key(msgspec.json.decode(private))
        return jws.serialize_compact(header, msgspec.json.encode(claims), key, [ALGORITHM])

    def ask(self, route: Route, token: str) -> httpx.Response:
        """Return the answer to a request for *route* with *token*."""
        template = next(templates_of(route))
        request = template.filled({name: new_id() for name in template.names})
        url, headers = f"/{request.version}/{request.path}", {"Authorization": f"Bearer {token}"}
        return self.http.request(request.method, url, json=request.body, headers=headers)

    def _stored(self, tenant_id: str) -> Row[tuple[str, ...]]:
        query = select(signing_keys).where(signing_keys.c.tenant_id == tenant_id)
        with self.services.database.read() as reading:
            return reading.connection.execute(query).one()


@pytest.fixture(scope="module")
def forger(
    tmp_path_factory: pytest.TempPathFactory, sqlite_databases: SqliteDatabases
) -> Iterator[Forger]:
    ground = Ground(tmp_path_factory.mktemp("installation"))
    with sqlite_databases.prepared(ground.prepare) as (url, founded), ground.open(url) as services:
        yield Forger(
            services=services,
            http=client_of(services),
            valid=founded.tenants[SOURCE][1],
            neighbours=founded.tenants[NEIGHBOUR][1],
        )


def _moved_neighbour(forger: Forger) -> str:
    own, neighbours = forger.claims, _claims(forger.neighbours)
    moved = msgspec.structs.replace(neighbours, tid=own.tid, iss=own.iss)
    return forger.signed_by_neighbour(moved)


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda _: "", id="no token"),
        pytest.param(lambda forger: forger.valid.rpartition(".")[0] + ".", id="no signature"),
        pytest.param(_moved_neighbour, id="the neighbour's, with our tenant"),
        pytest.param(
            lambda forger: forger.signed_by_neighbour(forger.claims), id="the neighbour's key"
        ),
        pytest.param(
            lambda forger: forger.signed_by_neighbour(forger.claims, key_of=forger.claims.tid),
            id="the neighbour's key under our key's name",
        ),
        pytest.param(
            lambda forger: forger.changed(oid=_claims(forger.neighbours).oid),
            id="the neighbour's application",
        ),
        pytest.param(
            lambda forger: forger.changed(iss=_claims(forger.neighbours).iss),
            id="the neighbour as issuer",
        ),
        pytest.param(
            lambda forger: forger.changed(aud="https://management.azure.com"),
            id="for another service",
        ),
        pytest.param(
            lambda forger: forger.changed(exp=forger.claims.iat - _HOUR), id="no longer valid"
        ),
        pytest.param(
            lambda forger: forger.changed(nbf=forger.claims.iat + _HOUR), id="not yet valid"
        ),
    ],
)
def test_no_route_is_open_to_a_token_that_does_not_hold(
    forger: Forger, forge: Callable[[Forger], str]
) -> None:
    token = forge(forger)

    answers = {title(route): forger.ask(route, token) for route in built_routes()}

    assert {} == {
        name: answer.text
        for name, answer in answers.items()
        if answer.status_code != 401
        or answer.json()["error"]["code"] != "InvalidAuthenticationToken"
        or "www-authenticate" not in answer.headers
    }


def test_the_token_that_is_forged_is_a_valid_one(forger: Forger) -> None:
    [users] = [route for route in built_routes() if title(route) == "GET users"]

    assert forger.ask(users, forger.valid).status_code == 200


def _claims(token: str) -> AccessToken:
    return msgspec.json.decode(jws.extract_compact(token.encode()).payload, type=AccessToken)
