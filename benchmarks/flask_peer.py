"""A minimal token server of Flask and Authlib, written as their documentation shows it.

It has what a server of client credentials needs and nothing more: a table of clients, the grant,
and access tokens as JWTs.  ``parses_once`` hands Authlib a key that is parsed already, which its
documentation does not do.
"""

import hashlib
import hmac
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from flask import Flask, Response
from joserfc.jwk import RSAKey
from sqlalchemy import Column, Engine, MetaData, Row, Table, Text, insert, select

_metadata = MetaData()
_clients = Table(
    "peer_clients",
    _metadata,
    Column("client_id", Text, primary_key=True),
    Column("secret_hash", Text, nullable=False),
    Column("scope", Text, nullable=False),
)


def flask_application(
    engine: Engine, key: dict[str, Any], clients: dict[str, str], *, parses_once: bool
) -> Flask:
    """Return the server; *clients* are id → secret, *key* is the private key as a JWK."""
    _metadata.drop_all(engine)
    _metadata.create_all(engine)
    with engine.begin() as connection:
        rows = [
            {"client_id": name, "secret_hash": _hash(secret), "scope": "graph"}
            for name, secret in clients.items()
        ]
        connection.execute(insert(_clients), rows)
    application = Flask(__name__)
    server = AuthorizationServer(
        application,
        query_client=lambda name: _find(engine, name),
        save_token=lambda _token, _request: None,  # a JWT proves itself
    )
    server.register_grant(_ClientCredentials)
    server.register_token_generator(
        "default", _Tokens(RSAKey.import_key(key) if parses_once else key)
    )

    @application.post("/oauth/token")
    def token() -> Response:
        response: Response = server.create_token_response()
        return response

    return application


class _Client(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    def __init__(self, row: Row[str, str, str]) -> None:
        self._row = row

    def get_client_id(self) -> str:
        return str(self._row.client_id)

    def get_allowed_scope(self, scope: str) -> str:
        return scope if scope == self._row.scope else ""

    def check_client_secret(self, client_secret: str) -> bool:
        return hmac.compare_digest(self._row.secret_hash, _hash(client_secret))

    def check_endpoint_auth_method(self, _method: str, _endpoint: str) -> bool:
        return True

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


class _ClientCredentials(grants.ClientCredentialsGrant):  # type: ignore[misc]  # no types
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_post",)


class _Tokens(JWTBearerTokenGenerator):  # type: ignore[misc]  # Authlib has no types
    def __init__(self, key: RSAKey | dict[str, Any]) -> None:
        super().__init__(issuer="https://peer.test")
        self._key = key

    def get_jwks(self) -> RSAKey | dict[str, Any]:
        return self._key

    def get_audiences(self, *_: object) -> str:
        return "https://graph.test"


def _find(engine: Engine, name: str) -> _Client | None:
    with engine.connect() as connection:
        row = connection.execute(select(_clients).where(_clients.c.client_id == name)).one_or_none()
    return None if row is None else _Client(row)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
