"""What only devices have: ids of their own."""

from tenantry.directory.stores.objects import DEVICES
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import Reading


def find_by_device_id(reading: Reading, tenant_id: str, device_id: str) -> Record | None:
    """Return the live device that calls itself *device_id*."""
    return DEVICES.find_by(reading, tenant_id, device_id=device_id)
