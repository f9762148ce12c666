"""What a signed device claim must say to be believed: for whom it is, and for how long.

A claim is a JWT: `sub` is the device's `deviceId`, `aud` the tenant that manages it, and the
header carries the public key.  A claim that was overheard is of use for a few minutes only.
"""

import msgspec

LONGEST_LIFETIME = 300
"""Seconds from a claim's issue to its end."""

_CLOCK_SKEW = 60


class DeviceClaim(msgspec.Struct, frozen=True, kw_only=True):
    """The claims; times are seconds of real time, as devices write them."""

    sub: str
    aud: str
    iat: float
    exp: float


_decoder = msgspec.json.Decoder(DeviceClaim)


def read_device_claim(text: bytes) -> DeviceClaim | None:
    """Return the claims in JSON *text*, None where one is missing."""
    try:
        return _decoder.decode(text)
    except (ValueError, RecursionError):
        return None


def holds(claim: DeviceClaim, tenant_id: str, now: float) -> bool:
    """Return whether the claim is for the tenant, and good at *now*, seconds of real time."""
    return (
        claim.aud.lower() == tenant_id
        and claim.iat <= now + _CLOCK_SKEW
        and now < claim.exp + _CLOCK_SKEW
        and 0 < claim.exp - claim.iat <= LONGEST_LIFETIME
    )
