"""Client-credential tokens, beside a minimal server of Flask and Authlib in the same run.

Both serve one request after the other in this process, over their own gateway interface and
without a network, sign with the same key of RSA 2048, and ask the same kind of database.
The floor is the signature alone.
"""

import argparse
import asyncio
import io
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from flask import Flask
from joserfc import jws
from joserfc.jwk import RSAKey
from sqlalchemy import insert

from benchmarks.asking import Ask, asking_asgi, best_rates
from benchmarks.databases import benchmark_database
from benchmarks.flask_peer import flask_application
from tenantry.actor import operator
from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import create_service_principal
from tenantry.directory.operations.tenants import create_tenant
from tenantry.runtime.logs import configure_logs
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tenantry.storage.tables import signing_keys

_FORM = "application/x-www-form-urlencoded"
_SECONDS = 2.0


def main() -> None:
    """Parse the command line, measure, print; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    options = parser.parse_args()
    configure_logs("warning", "json")
    with (
        tempfile.TemporaryDirectory() as folder,
        benchmark_database(options.database, Path(folder)) as url,
        open_services(Settings(folder=Path(folder), database=url)) as services,
    ):
        rates = _measure(services, options.seconds)
    found = {
        "tokensPerSecond": round(rates["ours"]),
        "flaskRatio": round(rates["ours"] / rates["flask"], 2),
        "flaskParsedRatio": round(rates["ours"] / rates["flask, key parsed once"], 2),
        "signatureRatio": round(rates["ours"] / rates["signature"], 2),
    }
    for name, rate in rates.items():
        say(f"{name:24} {rate:8,.0f} a second")
    print(json.dumps(found))


def _measure(services: Services, seconds: float) -> dict[str, float]:
    """Return what was done in a second of the processor, the best of interleaved rounds."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    tenant_id, client_id, secret = settle(services, key)
    private = key.as_dict(private=True)
    with asyncio.Runner() as runner:
        asking = {"signature": _signing(key)}
        for name, parses_once in (("flask", False), ("flask, key parsed once", True)):
            peer = flask_application(
                services.database.engine, private, {client_id: secret}, parses_once=parses_once
            )
            asking[name] = _asking_flask(peer, client_id, secret)
        form = {**_credentials(client_id, secret), "scope": "https://graph.microsoft.com/.default"}
        path = f"/{tenant_id}/oauth2/v2.0/token"
        asking["ours"] = asking_asgi(
            web_application(services),
            runner=runner,
            method="POST",
            path=path,
            body=urlencode(form).encode(),
            headers={"content-type": _FORM},
        )
        return best_rates(asking, seconds)


def settle(services: Services, key: RSAKey | None = None) -> tuple[str, str, str]:
    """Make a tenant that signs with *key*, and an application in it.

    Returns the tenant's id, the application's id and its secret.
    """
    key = key or RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    with services.database.write() as work:
        values = {"display_name": "Contoso", "initial_domain": "contoso.test"}
        tenant = create_tenant(work, operator(""), values)
        actor = operator(tenant["id"])
        application = create_application(work, actor, {"display_name": "Board"})
        create_service_principal(work, actor, {"app_id": application["app_id"]})
        secret = add_application_secret(work, actor, application["id"], {})
        row = {
            "tenant_id": tenant["id"],
            "kid": key.thumbprint(),
            "algorithm": "RS256",
            "private_key_encrypted": services.secret_box.encrypt(
                msgspec.json.encode(key.as_dict(private=True)).decode()
            ),
            "public_jwk": msgspec.json.encode(key.as_dict(private=False)).decode(),
            "created_at": work.instant,
        }
        work.connection.execute(insert(signing_keys), row)
    return tenant["id"], application["app_id"], secret["secret_text"]


def _signing(key: RSAKey) -> Ask:
    payload = b"x" * 700  # as long as the claims of an access token

    def sign() -> None:
        jws.serialize_compact({"alg": "RS256"}, payload, key, ["RS256"])

    return sign


def _asking_flask(application: Flask, client_id: str, secret: str) -> Ask:
    body = urlencode({**_credentials(client_id, secret), "scope": "graph"}).encode()

    def ask() -> None:
        told: list[str] = []
        environment = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/oauth/token",
            "SERVER_NAME": "peer.test",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "peer.test",
            "CONTENT_TYPE": _FORM,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
        }

        def start(status: str, *_: object) -> Callable[[bytes], object]:
            told.append(status)
            return bytes

        answer = application.wsgi_app(environment, start)
        content = b"".join(answer)
        if told != ["200 OK"]:
            raise SystemExit(f"the peer refuses: {told} {content!r}")

    return ask


def _credentials(client_id: str, secret: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
    }


def say(text: str) -> None:
    """Tell people how far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
