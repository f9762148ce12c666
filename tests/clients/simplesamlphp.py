"""SimpleSAMLphp of Debian as the identity provider of another organization, in both protocols."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.browsers import Form, forms_of
from tests.support.certificates import Certificate, make_certificate
from tests.support.processes import wait_until

EVE, KIM = "eve@lamna.example", "kim@adfs.example"
"""People with accounts there; a password of nobody else."""

SAML_ISSUER, WS_FEDERATION_ISSUER = "https://ssp.lamna.example/saml", "urn:ssp.lamna.example:adfs"
_ROOT = Path("/usr/share/simplesamlphp/www")
_EMAIL_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
_IMMUTABLE_ID = "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID"
_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_CONFIG = """\
<?php $config = [
    'baseurlpath' => 'http://localhost:{port}/',
    'certdir' => '{folder}/', 'loggingdir' => '{folder}/', 'datadir' => '{folder}/',
    'tempdir' => '{folder}/', 'metadatadir' => '{folder}/metadata/',
    'secretsalt' => 'of-this-test', 'auth.adminpassword' => 'of-this-test',
    'technicalcontact_email' => 'na@lamna.example', 'timezone' => 'UTC',
    'logging.handler' => 'errorlog', 'logging.level' => 3, 'showerrors' => true,
    'enable.saml20-idp' => true, 'enable.adfs-idp' => true,
    'module.enable' => ['adfs' => true, 'core' => true, 'exampleauth' => true, 'saml' => true],
    'store.type' => 'phpsession', 'trusted.url.domains' => null,
    'session.cookie.secure' => false, 'session.phpsession.savepath' => '{folder}/',
    'metadata.sources' => [['type' => 'flatfile']],
    'language.default' => 'en', 'theme.use' => 'default',
];
"""
_SOURCES = f"""\
<?php $config = ['people' => ['exampleauth:UserPass',
    'eve:secret' => ['uid' => ['eve-at-lamna'], '{_EMAIL_CLAIM}' => ['{EVE}']],
    'kim:secret' => ['uid' => ['kim'], '{_EMAIL_CLAIM}' => ['{KIM}'],
        '{_IMMUTABLE_ID}' => ['immutable-kim']],
]];
"""
_SAML_HOSTED = f"""\
<?php $metadata['{SAML_ISSUER}'] = [
    'host' => '__DEFAULT__', 'privatekey' => 'idp.pem', 'certificate' => 'idp.crt',
    'auth' => 'people', 'NameIDFormat' => '{_PERSISTENT}',
    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
    'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid',
        'Format' => '{_PERSISTENT}']],
];
"""
_ADFS_HOSTED = f"""\
<?php $metadata['{WS_FEDERATION_ISSUER}'] = [
    'host' => '__DEFAULT__', 'privatekey' => 'idp.pem', 'certificate' => 'idp.crt',
    'auth' => 'people',
];
"""
_SAML_REMOTE = """\
<?php $metadata['{realm}'] = [
    'AssertionConsumerService' => '{base}/federation/saml', 'NameIDFormat' => '{persistent}',
];
"""
_ADFS_REMOTE = """\
<?php $metadata['{realm}'] = [
    'prp' => '{base}/federation/ws-federation', 'simplesaml.nameidattribute' => 'uid',
];
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleSamlPhp:
    """A running provider."""

    url: str
    certificate: Certificate

    @property
    def saml_uri(self) -> str:
        """Where people sign in by SAML."""
        return f"{self.url}/saml2/idp/SSOService.php"

    @property
    def ws_federation_uri(self) -> str:
        """Where people sign in by WS-Federation."""
        return f"{self.url}/module.php/adfs/idp/prp.php"

    def metadata(self) -> bytes:
        """Return the metadata for SAML."""
        return httpx.get(f"{self.url}/saml2/idp/metadata.php").raise_for_status().content

    def sign_in(self, address: str, person: str) -> Form:
        """Follow a question as somebody, and return what their browser posts then."""
        with httpx.Client(follow_redirects=True) as browser:
            asked = browser.get(address).raise_for_status()
            [form] = forms_of(asked.text)
            name = person.partition("@")[0]
            filled = {**form.fields, "username": name, "password": "secret"}
            answered = browser.post(asked.url, data=filled).raise_for_status()
        [answer] = [each for each in forms_of(answered.text) if "/federation/" in each.action]
        return answer


@contextmanager
def simplesamlphp(folder: Path, realm: str) -> Iterator[SimpleSamlPhp]:
    """Run a provider that knows the tenant of this *realm*; skip where it is not installed."""
    if not (_ROOT.exists() and shutil.which("php")):
        pytest.skip("SimpleSAMLphp is not installed; `make clients` does it as root")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    certificate = make_certificate()
    _configure(folder, port, realm, certificate)
    environment = {**os.environ, "SIMPLESAMLPHP_CONFIG_DIR": str(folder)}
    command = ["php", "-S", f"localhost:{port}", "-t", str(_ROOT)]
    with (folder / "php.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: _listens(port), "SimpleSAMLphp listens")
            yield SimpleSamlPhp(url=f"http://localhost:{port}", certificate=certificate)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _configure(folder: Path, port: int, realm: str, certificate: Certificate) -> None:
    (folder / "metadata").mkdir()
    told = {"realm": realm, "base": realm.rstrip("/"), "persistent": _PERSISTENT}
    for name, text in {
        "config.php": _CONFIG.format(port=port, folder=folder),
        "authsources.php": _SOURCES,
        "idp.pem": certificate.key_pem,
        "idp.crt": certificate.certificate.public_bytes(Encoding.PEM).decode(),
        "metadata/saml20-idp-hosted.php": _SAML_HOSTED,
        "metadata/saml20-sp-remote.php": _SAML_REMOTE.format(**told),
        "metadata/adfs-idp-hosted.php": _ADFS_HOSTED,
        "metadata/adfs-sp-remote.php": _ADFS_REMOTE.format(**told),
    }.items():
        (folder / name).write_text(text)


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0
