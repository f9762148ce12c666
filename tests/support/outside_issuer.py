"""An issuer of tokens outside of the installation: a discovery document and keys, over https."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import trustme
from joserfc import jws
from joserfc.jwk import RSAKey


@dataclass(kw_only=True)
class OutsideIssuer:
    """A running issuer.  ``documents`` are what it serves; ``asked`` are the paths in order.

    ``authority`` is the certificate that its own comes from, in PEM.  ``forms`` answer what is
    posted to a path: from the fields and the `Authorization` header the status and the document.
    """

    url: str
    trust: ssl.SSLContext
    authority: bytes
    key: RSAKey
    documents: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forms: dict[str, Callable[[dict[str, str], str], tuple[int, Any]]] = field(default_factory=dict)

    def sign(self, **claims: Any) -> str:
        """Return a token of this issuer."""
        header = {"alg": "RS256", "kid": self.key.kid}
        payload = msgspec.json.encode({"iss": self.url, **claims})
        return jws.serialize_compact(header, payload, self.key, ["RS256"])

    def publish(self) -> None:
        """Serve the discovery document and the current key."""
        self.documents["/.well-known/openid-configuration"] = {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
        }
        self.documents["/keys"] = {"keys": [self.key.as_dict(private=False)]}

    def rotate(self) -> None:
        """Take a new key in place of the current one."""
        self.key = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
        self.publish()


@contextmanager
def outside_issuer() -> Iterator[OutsideIssuer]:
    """Run an issuer on a free port of this machine until the end of the block."""
    authority = trustme.CA()
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    issuer = OutsideIssuer(
        url=f"https://localhost:{server.server_address[1]}",
        trust=trust,
        authority=authority.cert_pem.bytes(),
        key=RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True),
    )
    issuer.publish()
    server.RequestHandlerClass = _serving(issuer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _serving(issuer: OutsideIssuer) -> type[BaseHTTPRequestHandler]:
    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server calls it so
            document = issuer.documents.get(self.path)
            self._tell(404 if document is None else 200, document)

        def do_POST(self) -> None:  # http.server calls it so
            length = int(self.headers.get("Content-Length", "0"))
            fields = dict(parse_qsl(self.rfile.read(length).decode()))
            answer = issuer.forms[self.path]
            self._tell(*answer(fields, self.headers.get("Authorization", "")))

        def _tell(self, status: int, document: Any) -> None:
            issuer.asked.append(self.path)
            self.send_response(status)
            content = document if isinstance(document, bytes) else msgspec.json.encode(document)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Serving
