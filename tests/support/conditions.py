"""What look-alikes have of Conditional Access and devices: policies, strengths, contexts."""

from collections.abc import Mapping

from tenantry.access.operations import authentication, conditional_access, named_locations
from tenantry.actor import Actor
from tenantry.directory.devices import key_of
from tenantry.directory.operations import devices
from tenantry.identifiers import new_id
from tenantry.storage.database import Database


def make_conditions(database: Database, actor: Actor, word: str) -> Mapping[str, str]:
    """Make policies of Conditional Access; return the names of what there is."""
    document = {
        "displayName": f"Conditions of {word}",
        "state": "disabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }
    ranges = [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/28"}]
    strength = {"display_name": f"Strength of {word}", "description": None}
    context = {"display_name": f"Context of {word}", "is_available": False}
    with database.write() as work:
        policy = conditional_access.create_policy(work, actor, document)
        gone = conditional_access.create_policy(work, actor, document)
        conditional_access.delete_policy(work, actor, gone["id"])
        made = authentication.create_strength(work, actor, {**strength, "combinations": ["fido2"]})
        location = {"display_name": f"Office of {word}", "ip_ranges": ranges}
        place = named_locations.create_location(work, actor, location)
        authentication.save_context(work, actor, "c1", context)
    return {
        "conditionalPolicy": policy["id"],
        "deletedPolicy": gone["id"],
        "strength": made["id"],
        "location": place["id"],
    }


def make_devices(database: Database, actor: Actor, word: str) -> Mapping[str, str]:
    """Make a device and a deleted one; return their names."""
    device, gone = (
        {
            "account_enabled": True,
            "alternative_security_ids": [key_of("A" * 43)],
            "device_id": new_id(),
            "display_name": f"Laptop of {word} {number}",
            "model": f"Model {word}",
            "operating_system": "linux",
            "operating_system_version": "6.1",
        }
        for number in (1, 2)
    )
    with database.write() as work:
        kept = devices.create_device(work, actor, device)
        lost = devices.create_device(work, actor, gone)
        devices.delete_device(work, actor, lost["id"])
    return {"device": kept["id"], "deviceId": kept["device_id"], "deletedDevice": lost["id"]}
