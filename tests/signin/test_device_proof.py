"""Devices that prove themselves, and everything that only looks like it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from tenantry.access.conditional.proofs import DeviceState
from tenantry.clock import epoch_seconds, format_instant, system_now
from tenantry.directory.devices import key_of
from tenantry.directory.operations import devices
from tenantry.identifiers import new_id
from tenantry.signin.operations.device_proof import find_device, find_device_of_certificate
from tenantry.storage.database import Database
from tests.support.companies import Company

NOW = epoch_seconds()

Json = dict[str, Any]


class Laptop:
    """A device of a company, with its key."""

    def __init__(self, company: Company, **given: Any) -> None:
        self.company = company
        self.key = ECKey.generate_key("P-256")
        self.device_id = new_id()
        values = {
            "account_enabled": True,
            "alternative_security_ids": [key_of(self.key.thumbprint())],
            "device_id": self.device_id,
            "display_name": "Laptop",
            "operating_system": "linux",
            "operating_system_version": "6.1",
            "is_compliant": True,
            "trust_type": "ServerAd",
        }
        with company.database.write() as work:
            self.id = devices.create_device(work, company.actor, {**values, **given})["id"]

    def claims(self, **changes: Any) -> Json:
        claims = {"sub": self.device_id, "aud": self.company.tenant_id}
        return {**claims, "iat": NOW, "exp": NOW + 120, **changes}

    def claim(self, *, key: Any = None, alg: str = "ES256", **changes: Any) -> str:
        """Return a signed claim, of the device's key if no other one is given."""
        signer = key or self.key
        header = {"alg": alg, "jwk": signer.as_dict(private=False)}
        payload = json.dumps(self.claims(**changes))
        return str(jws.serialize_compact(header, payload, signer, algorithms=[alg]))

    def found(self, claim: str, tenant: Company | None = None) -> DeviceState | None:
        asked = tenant or self.company
        with asked.database.read() as reading:
            return find_device(reading, asked.tenant_id, claim, NOW)


@pytest.fixture
def laptop(database: Database) -> Laptop:
    return Laptop(Company(database, "northwind"))


def test_a_signed_claim_tells_what_the_tenant_says_of_the_device(laptop: Laptop) -> None:
    expected = DeviceState(
        tenant_id=laptop.company.tenant_id,
        device_id=laptop.device_id,
        is_compliant=True,
        is_hybrid_joined=True,
    )

    assert expected == laptop.found(laptop.claim())


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda it: it.claim(key=ECKey.generate_key("P-256")), id="another key"),
        pytest.param(lambda it: it.claim(key=RSAKey.generate_key(2048), alg="RS256"), id="RSA"),
        pytest.param(lambda it: it.claim(sub=new_id()), id="another device"),
        pytest.param(lambda it: it.claim(aud=new_id()), id="another tenant"),
        pytest.param(lambda it: it.claim(iat=NOW - 900, exp=NOW - 600), id="over"),
        pytest.param(lambda it: it.claim(iat=NOW + 600, exp=NOW + 700), id="not yet"),
        pytest.param(lambda it: it.claim(exp=NOW + 86400), id="too long"),
        pytest.param(lambda it: it.claim()[:-4] + "AAAA", id="another signature"),
        pytest.param(lambda _: "no claim", id="no JWT"),
        pytest.param(lambda _: "", id="nothing"),
        pytest.param(lambda it: it.claim() * 40, id="very long"),
    ],
)
def test_what_the_device_did_not_sign_for_this_tenant_and_now_proves_nothing(
    laptop: Laptop, forge: Callable[[Laptop], str]
) -> None:
    assert laptop.found(forge(laptop)) is None


def test_a_shared_secret_is_no_key_of_a_device(laptop: Laptop) -> None:
    secret = OctKey.generate_key(256)
    header = {"alg": "HS256", "jwk": secret.as_dict(private=True)}
    claim = jws.serialize_compact(header, json.dumps(laptop.claims()), secret, algorithms=["HS256"])

    assert laptop.found(str(claim)) is None


@pytest.mark.parametrize("change", [{"account_enabled": False}, {"alternative_security_ids": []}])
def test_a_device_that_is_disabled_or_lost_its_key_proves_nothing(
    laptop: Laptop, change: Json
) -> None:
    company = laptop.company
    with company.database.write() as work:
        devices.update_device(work, company.actor, laptop.id, change)

    assert laptop.found(laptop.claim()) is None


def test_a_deleted_device_proves_nothing(laptop: Laptop) -> None:
    company = laptop.company
    with company.database.write() as work:
        devices.delete_device(work, company.actor, laptop.id)

    assert laptop.found(laptop.claim()) is None


def test_a_device_means_nothing_in_another_tenant(laptop: Laptop) -> None:
    other = Company(laptop.company.database, "tailwind")

    assert laptop.found(laptop.claim(aud=other.tenant_id), other) is None


@pytest.mark.parametrize(
    ("days", "is_own", "is_found"), [(1, True, True), (-1, True, False), (1, False, False)]
)
def test_a_certificate_with_the_registered_key_is_the_device(
    laptop: Laptop, days: int, *, is_own: bool, is_found: bool
) -> None:
    now = system_now()
    private = ec.generate_private_key(ec.SECP256R1())
    if is_own:
        registered = key_of(ECKey.import_key(_pem(private)).thumbprint())
        with laptop.company.database.write() as work:
            change = {"alternative_security_ids": [registered]}
            devices.update_device(work, laptop.company.actor, laptop.id, change)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, laptop.device_id)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .sign(private, SHA256())
    )

    company = laptop.company
    with company.database.read() as reading:
        found = find_device_of_certificate(
            reading,
            company.tenant_id,
            certificate.public_bytes(Encoding.DER),
            format_instant(now),
        )

    assert is_found == (found is not None)


def _pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
