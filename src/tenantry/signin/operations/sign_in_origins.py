"""Where a sign-in came from, as the log tells it: address, client, and the device that was proved.

The home tenant manages the device, so its row alone names it; of browser and system both rows
tell what the client says of itself.
"""

from dataclasses import replace

from tenantry.audit.sign_ins import Document, SignInOrigin
from tenantry.directory.devices import HYBRID_JOINED
from tenantry.directory.stores import devices
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.proofs import device_of
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.traces import Trace
from tenantry.signin.user_agents import read_user_agent
from tenantry.storage.unit_of_work import Reading

BROWSER, NATIVE = "Browser", "Mobile Apps and Desktop clients"
_TRUST = {
    HYBRID_JOINED: "Hybrid Azure AD joined",
    "AzureAd": "Azure AD joined",
    "Workplace": "Azure AD registered",
}


def origin_of(trace: Trace, arrival: Arrival) -> SignInOrigin:
    """Return what is known of the client without looking anything up."""
    agent = read_user_agent(trace.user_agent)
    named = {"browser": agent.browser, "operatingSystem": agent.system}
    return SignInOrigin(
        ip_address=trace.ip_address or None,
        user_agent=trace.user_agent or None,
        client_app=NATIVE if arrival.platform is Platform.PUBLIC else BROWSER,
        device={name: value for name, value in named.items() if value},
    )


def origin_at_home(reading: Reading, arrival: Arrival, origin: SignInOrigin) -> SignInOrigin:
    """Return the origin with the device that the session proved."""
    device_id = device_of(arrival.proofs)
    known = (
        devices.find_by_device_id(reading, arrival.home_tenant_id, device_id) if device_id else None
    )
    if known is None:
        return origin
    device: Document = {
        "operatingSystem": known["operating_system"],
        **origin.device,
        "deviceId": known["device_id"],
        "displayName": known["display_name"],
        "isCompliant": known["is_compliant"],
        "isManaged": known["is_managed"],
        "trustType": _TRUST.get(known["trust_type"] or ""),
    }
    return replace(origin, device=device)
