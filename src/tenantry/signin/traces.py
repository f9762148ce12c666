"""Where a request of sign-in came from, and the ids that find it in the log."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One request.

    ``base_url`` is the origin that the caller used, ``device_claim`` what its device signed,
    ``client_certificate`` in DER what it has the key of.
    """

    base_url: str
    trace_id: str
    correlation_id: str
    ip_address: str = ""
    user_agent: str = ""
    device_claim: str = ""
    client_certificate: bytes = b""
