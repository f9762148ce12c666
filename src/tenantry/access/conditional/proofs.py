"""What a person proved by signing in: methods, where and when, and the device used.

Methods have the names of Graph's `authenticationMethodModes`.  Source: behaviour §12.
"""

from datetime import datetime

from msgspec import Struct

PASSWORD = "password"  # noqa: S105  # the name of a method

PRIMARY = frozenset(
    {
        PASSWORD,
        "deviceBasedPush",
        "email",
        "federatedSingleFactor",
        "fido2",
        "temporaryAccessPassMultiUse",
        "temporaryAccessPassOneTime",
        "windowsHelloForBusiness",
        "x509CertificateMultiFactor",
        "x509CertificateSingleFactor",
    }
)
"""What can begin a sign-in; the rest comes second."""

OF_HOME = frozenset(
    {
        PASSWORD,
        "deviceBasedPush",
        "federatedMultiFactor",
        "fido2",
        "hardwareOath",
        "microsoftAuthenticatorPush",
        "sms",
        "softwareOath",
        "voice",
        "windowsHelloForBusiness",
        "x509CertificateMultiFactor",
        "x509CertificateSingleFactor",
    }
)
"""What counts of an external user's home."""

OF_RESOURCE = frozenset({"microsoftAuthenticatorPush", "sms", "softwareOath", "voice"})
"""What an external user can do in the resource tenant, after signing in at home."""


class MethodProof(Struct, frozen=True, kw_only=True):
    """A method that was used, in which tenant, and when."""

    method: str
    tenant_id: str
    at: datetime


class DeviceState(Struct, frozen=True, kw_only=True):
    """A device that proved itself, and what the tenant that manages it says of it."""

    tenant_id: str
    device_id: str = ""
    is_compliant: bool = False
    is_hybrid_joined: bool = False


class Proof(Struct, frozen=True, kw_only=True):
    """Everything a session has proved.

    ``registered_at`` are the tenants in which the person has methods of multifactor
    authentication, used or not.
    """

    methods: tuple[MethodProof, ...] = ()
    device: DeviceState | None = None
    registered_at: frozenset[str] = frozenset()

    def methods_at(self, tenant_id: str, since: datetime | None) -> frozenset[str]:
        """Return the methods used in the tenant, not before *since* if it is given."""
        return frozenset(
            [
                each.method
                for each in self.methods
                if each.tenant_id == tenant_id and (since is None or each.at >= since)
            ]
        )
