"""The lab's certificates are trusted, kept, renewed, and their keys stay secret."""

import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509

from tenantry.clock import system_now
from tenantry.lab.certificates import Certificates, ensure_certificates

_NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "127.0.0.1", "::1"),
        *("graph.microsoft.com", "login.microsoftonline.com", "login.windows.net"),
    ],
)
def test_a_client_that_trusts_the_authority_trusts_the_server(tmp_path: Path, host: str) -> None:
    certificates = ensure_certificates(tmp_path)

    assert "TLSv1.3" == _handshake(certificates, host)


def test_a_client_refuses_the_server_under_another_name(tmp_path: Path) -> None:
    certificates = ensure_certificates(tmp_path)

    with pytest.raises(ssl.SSLCertVerificationError):
        _handshake(certificates, "management.azure.com")


def test_certificates_are_made_once_and_kept(tmp_path: Path) -> None:
    certificates = ensure_certificates(tmp_path, now=_NOW)
    before = _contents(tmp_path)

    again = ensure_certificates(tmp_path, now=_NOW + timedelta(days=300))

    assert certificates == again
    assert before == _contents(tmp_path)


def test_the_server_is_renewed_a_month_before_the_end_and_the_authority_stays(
    tmp_path: Path,
) -> None:
    certificates = ensure_certificates(tmp_path, now=_NOW)
    authority, server = certificates.ca_file.read_bytes(), certificates.cert_file.read_bytes()

    later = _NOW + timedelta(days=336)
    ensure_certificates(tmp_path, now=later)

    assert authority == certificates.ca_file.read_bytes()
    assert certificates.cert_file.read_bytes() != server
    assert _server(certificates).not_valid_after_utc > later + timedelta(days=300)


def test_a_certificate_of_a_clock_that_was_ahead_is_replaced(tmp_path: Path) -> None:
    ensure_certificates(tmp_path, now=_NOW + timedelta(days=100))

    certificates = ensure_certificates(tmp_path, now=_NOW)

    assert _server(certificates).not_valid_before_utc < _NOW


def test_a_certificate_that_lacks_a_host_is_replaced(tmp_path: Path) -> None:
    certificates = ensure_certificates(tmp_path)
    ca_key = certificates.ca_file.with_name("ca.key").read_bytes()
    authority = trustme.CA.from_pem(certificates.ca_file.read_bytes(), ca_key)
    end = system_now() + timedelta(days=300)
    narrow = authority.issue_cert("localhost", not_after=end)
    certificates.key_file.write_bytes(narrow.private_key_pem.bytes())
    certificates.cert_file.write_bytes(narrow.cert_chain_pems[0].bytes())

    ensure_certificates(tmp_path)

    assert "TLSv1.3" == _handshake(certificates, "graph.microsoft.com")


def test_no_server_certificate_lives_longer_than_browsers_accept(tmp_path: Path) -> None:
    server = _server(ensure_certificates(tmp_path))

    assert server.not_valid_before_utc < system_now()
    assert server.not_valid_after_utc - server.not_valid_before_utc < timedelta(days=398)


@pytest.mark.parametrize("name", ["ca.pem", "ca.key", "server.pem", "server.key"])
@pytest.mark.parametrize("damage", ["missing", "empty", "of another lab"])
def test_what_is_missing_or_damaged_is_made_anew(tmp_path: Path, name: str, damage: str) -> None:
    certificates = ensure_certificates(tmp_path / "lab")
    other = ensure_certificates(tmp_path / "other")
    file = certificates.ca_file.with_name(name)
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(
            other.ca_file.with_name(name).read_bytes() if damage == "of another lab" else b""
        )

    ensure_certificates(tmp_path / "lab")

    assert "TLSv1.3" == _handshake(certificates, "localhost")


def test_keys_are_for_the_owner_alone_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    certificates = ensure_certificates(tmp_path / "lab")
    certificates.key_file.chmod(0o644)

    ensure_certificates(tmp_path / "lab")

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "lab").iterdir()}
    assert {
        "ca.key": 0o600,
        "ca.pem": 0o644,
        "server.key": 0o600,
        "server.pem": 0o644,
    } == modes
    assert 0o700 == (tmp_path / "lab").stat().st_mode & 0o777


def test_the_authorities_of_two_labs_can_be_told_apart(tmp_path: Path) -> None:
    labs = [ensure_certificates(tmp_path / name) for name in ("one", "two")]

    names = {
        x509.load_pem_x509_certificate(lab.ca_file.read_bytes()).subject.rfc4514_string()
        for lab in labs
    }
    assert 2 == len(names)


def test_starts_at_the_same_time_agree(tmp_path: Path) -> None:
    barrier = threading.Barrier(4)

    def start() -> bytes:
        barrier.wait()
        return ensure_certificates(tmp_path).cert_file.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        seen = {future.result() for future in [pool.submit(start) for _ in range(4)]}

    assert 1 == len(seen)


def _server(certificates: Certificates) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificates.cert_file.read_bytes())


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _handshake(certificates: Certificates, host: str) -> str | None:
    """Connect a client that trusts only the authority; return the version of TLS."""
    at_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    at_server.load_cert_chain(certificates.cert_file, certificates.key_file)
    at_client = ssl.create_default_context(cafile=str(certificates.ca_file))
    server_end, client_end = socket.socketpair()

    def serve() -> None:
        try:
            with at_server.wrap_socket(server_end, server_side=True) as connection:
                connection.recv(1)
        except ssl.SSLError:
            pass  # the client has refused

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        with at_client.wrap_socket(client_end, server_hostname=host) as connection:
            return connection.version()
    finally:
        client_end.close()
        serving.join()
        server_end.close()
