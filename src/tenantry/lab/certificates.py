"""The lab's certificates: an authority of its own, and one server certificate that it signed.

Clients trust `ca.pem` once; the authority stays as long as its folder does.  The server's
certificate names, beside this machine, the hosts of Microsoft's services, so that a proxy can
lead clients here that insist on them.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import trustme
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tenantry.clock import system_now

PROXIED_HOSTS = ("graph.microsoft.com", "login.microsoftonline.com", "login.windows.net")
HOSTS = ("localhost", "127.0.0.1", "::1", *PROXIED_HOSTS)
_ORGANIZATION = "Tenantry lab"
_LIFETIME = timedelta(days=365)  # browsers refuse server certificates of more than 398 days
_BACKDATED = timedelta(days=1)  # for clients whose clock is behind
_RENEWED_BEFORE = timedelta(days=30)
_FOR_EVERYBODY = 0o644
_FOR_THE_OWNER = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """PEM files: the authority to trust, the server's certificate and its private key."""

    ca_file: Path
    cert_file: Path
    key_file: Path


def ensure_certificates(folder: Path, *, now: datetime | None = None) -> Certificates:
    """Return the certificates of *folder*, made or renewed where that is due.

    What is there and good for another 30 days after *now* (real time unless given) is kept;
    what is missing or damaged is made anew.  `OSError` if the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    certificates = Certificates(
        ca_file=folder / "ca.pem", cert_file=folder / "server.pem", key_file=folder / "server.key"
    )
    ca_key_file = folder / "ca.key"
    with _alone_in(folder):
        authority = _load_authority(certificates.ca_file, ca_key_file)
        if authority is None:
            authority = _make_authority(certificates.ca_file, ca_key_file)
        moment = now or system_now()
        if not _is_good(certificates, moment):
            _issue(authority, certificates, moment)
        for key_file in (ca_key_file, certificates.key_file):
            key_file.chmod(_FOR_THE_OWNER)
    return certificates


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes from writing to *folder*, so that a key and its certificate fit."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _load_authority(ca_file: Path, ca_key_file: Path) -> trustme.CA | None:
    try:
        if not _belong_together(ca_file, ca_key_file):
            return None
        return trustme.CA.from_pem(ca_file.read_bytes(), ca_key_file.read_bytes())
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _make_authority(ca_file: Path, ca_key_file: Path) -> trustme.CA:
    # Two labs may be trusted side by side, so their authorities have different names.
    name = f"certificate authority {secrets.token_hex(4)}"
    authority = trustme.CA(organization_name=_ORGANIZATION, organization_unit_name=name)
    _write(ca_key_file, authority.private_key_pem.bytes(), _FOR_THE_OWNER)
    _write(ca_file, authority.cert_pem.bytes(), _FOR_EVERYBODY)
    return authority


def _is_good(certificates: Certificates, now: datetime) -> bool:
    """Return whether the server's certificate can be served for a while yet."""
    try:
        authority = x509.load_pem_x509_certificate(certificates.ca_file.read_bytes())
        server = x509.load_pem_x509_certificate(certificates.cert_file.read_bytes())
        server.verify_directly_issued_by(authority)
        is_timely = (
            server.not_valid_before_utc <= now < server.not_valid_after_utc - _RENEWED_BEFORE
        )
        fits = _belong_together(certificates.cert_file, certificates.key_file)
        return is_timely and fits and _hosts_of(server) == set(HOSTS)
    except (FileNotFoundError, ValueError, TypeError, InvalidSignature):
        return False


def _issue(authority: trustme.CA, certificates: Certificates, now: datetime) -> None:
    server = authority.issue_cert(
        *HOSTS,
        common_name=HOSTS[0],
        organization_name=_ORGANIZATION,
        not_before=now - _BACKDATED,
        not_after=now + _LIFETIME,
    )
    _write(certificates.key_file, server.private_key_pem.bytes(), _FOR_THE_OWNER)
    chain = b"".join(blob.bytes() for blob in server.cert_chain_pems)
    _write(certificates.cert_file, chain, _FOR_EVERYBODY)


def _belong_together(cert_file: Path, key_file: Path) -> bool:
    certificate = x509.load_pem_x509_certificate(cert_file.read_bytes())
    key = load_pem_private_key(key_file.read_bytes(), password=None)
    return certificate.public_key() == key.public_key()


def _hosts_of(certificate: x509.Certificate) -> set[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = set(names.get_values_for_type(x509.DNSName))
    return hosts | {str(address) for address in names.get_values_for_type(x509.IPAddress)}


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file at once: readers see the old content or the new, never a part."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
