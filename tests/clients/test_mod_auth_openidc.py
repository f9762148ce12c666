"""Apache with mod_auth_openidc as a relying party: it verifies tokens for itself."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.people import Person, Portal, go_through, new_browser
from tests.support.processes import wait_until

_APACHE = "/usr/sbin/apache2"
_MODULES = Path("/usr/lib/apache2/modules")
_OPENIDC = _MODULES / "mod_auth_openidc.so"
_CONFIGURATION = """\
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
{account}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule auth_openidc_module {modules}/mod_auth_openidc.so
DocumentRoot {folder}/www
OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {client_secret}
OIDCRedirectURI {address}/protected/redirect_uri
OIDCCryptoPassphrase of-this-test
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCCABundlePath {folder}/ca.pem
OIDCRemoteUserClaim oid
<Location /protected>
  AuthType openid-connect
  Require valid-user
  Header set X-Remote-User "expr=%{{REMOTE_USER}}"
</Location>
"""


@pytest.fixture
def protected(portal: Portal) -> Iterator[str]:
    """The address of an Apache that lets people of the tenant in."""
    if not _OPENIDC.exists():
        pytest.skip("mod_auth_openidc is not installed; `make clients` does it as root")
    with tempfile.TemporaryDirectory() as name, socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
        found.close()
        folder = Path(name)
        folder.chmod(0o755)  # Apache gives up root's rights
        (folder / "www" / "protected").mkdir(parents=True)
        (folder / "www" / "protected" / "page.txt").write_text("hello protected")
        shutil.copy(portal.ca_file, folder / "ca.pem")
        (folder / "ca.pem").chmod(0o644)
        address = f"http://localhost:{port}"
        (folder / "apache.conf").write_text(
            _CONFIGURATION.format(
                folder=folder,
                port=port,
                modules=_MODULES,
                account="User www-data\nGroup www-data" if os.geteuid() == 0 else "",
                issuer=portal.issuer,
                client_id=portal.client_id,
                client_secret=portal.client_secret,
                address=address,
            )
        )
        running = subprocess.Popen([_APACHE, "-f", folder / "apache.conf", "-DFOREGROUND"])
        try:
            wait_until(lambda: _listens(port), "Apache listens")
            yield f"{address}/protected/page.txt"
        finally:
            running.terminate()
            running.wait(timeout=30)


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def test_a_person_is_let_in_with_the_id_that_the_token_tells(
    protected: str, portal: Portal, person: Person
) -> None:
    with httpx.Client() as visitor:
        sent = visitor.get(protected)
        with new_browser(portal) as browser:
            landed = go_through(browser, sent.headers["Location"], person)
        shown = visitor.get(landed.url, follow_redirects=True)

    assert "hello protected" == shown.text
    assert person.id == shown.headers["X-Remote-User"]


def test_a_code_that_is_not_this_visitors_lets_nobody_in(
    protected: str, portal: Portal, person: Person
) -> None:
    with httpx.Client() as visitor, httpx.Client() as thief:
        sent = visitor.get(protected)
        with new_browser(portal) as browser:
            landed = go_through(browser, sent.headers["Location"], person)
        shown = thief.get(landed.url, follow_redirects=True)

    assert "hello protected" not in shown.text
    assert "X-Remote-User" not in shown.headers
