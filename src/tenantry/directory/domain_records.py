"""DNS records that prove a domain, as the public cloud would ask for them (contract §6.6).

Nothing here looks them up: whoever may verify a domain is believed.  They are the same at each
request, made of the tenant and the name, so that scripts which write them find them again.
"""

import hashlib
import uuid
from typing import Any

_NAMESPACE = uuid.UUID("3d0a7f86-5a0e-49f1-a1a4-8f6f0c4a6d15")
_DIGITS = 10**8
_LOWEST_PREFERENCE = 32767
_TTL = 3600


def proof_of(tenant_id: str, domain: str) -> str:
    """Return what proves the domain for the tenant: `ms` and eight digits."""
    digest = hashlib.sha256(f"{tenant_id}/{domain}".encode()).digest()
    return f"ms{int.from_bytes(digest[:8]) % _DIGITS:08}"


def verification_records(tenant_id: str, domain: str) -> list[dict[str, Any]]:
    """Return the two records, either of which is enough."""
    proof = proof_of(tenant_id, domain)
    kinds = (
        {"record_type": "Txt", "text": f"MS={proof}"},
        {
            "record_type": "Mx",
            "mail_exchange": f"{proof}.msv1.invalid",
            "preference": _LOWEST_PREFERENCE,
        },
    )
    return [
        {
            "id": str(uuid.uuid5(_NAMESPACE, f"{domain}/{kind['record_type']}/{proof}")),
            "label": domain,
            "ttl": _TTL,
            **kind,
        }
        for kind in kinds
    ]


def find_parent(domain: str, verified: list[str]) -> str | None:
    """Return the highest of the *verified* domains that *domain* is below."""
    above = [name for name in verified if domain.endswith(f".{name}")]
    return min(above, key=len, default=None)
