"""Devices of people: registered over Graph, with a key by which they prove themselves."""

import json
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from tenantry.clock import epoch_seconds
from tenantry.directory.devices import key_of
from tenantry.identifiers import new_id
from tests.support.tenants import Tenant

HEADER = "Tenantry-Device"


class Laptop:
    """A device that *tenant* manages; *given* are its properties in Graph."""

    def __init__(self, tenant: Tenant, **given: Any) -> None:
        self._tenant = tenant
        self._key = ECKey.generate_key("P-256")
        self._device_id = new_id()
        values = {
            "accountEnabled": True,
            "alternativeSecurityIds": [key_of(self._key.thumbprint())],
            "deviceId": self._device_id,
            "displayName": "Laptop",
            "operatingSystem": "linux",
            "operatingSystemVersion": "6.1",
        }
        self.id = str(tenant.post("/devices", {**values, **given})["id"])

    def change(self, **changes: Any) -> None:
        self._tenant.patch(f"/devices/{self.id}", changes)

    def claim(self) -> str:
        """Return what the device signs for its tenant now."""
        now = epoch_seconds()
        claims = {"sub": self._device_id, "aud": self._tenant.tenant_id}
        header = {"alg": "ES256", "jwk": self._key.as_dict(private=False)}
        payload = json.dumps({**claims, "iat": now, "exp": now + 120})
        return str(jws.serialize_compact(header, payload, self._key))
