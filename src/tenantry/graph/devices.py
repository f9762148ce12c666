"""`/devices` (contract §6.7)."""

from tenantry.directory import rights
from tenantry.directory.operations import devices
from tenantry.graph.answers import Answer, created, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_count, answer_one, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.odata.paths import AlternateKey
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.devices import DEVICE
from tenantry.storage.unit_of_work import Reading

_DEVICE = "devices/{device}"


def list_devices(request: GraphRequest) -> Answer:
    """Answer a page of devices."""
    return answer_page(
        request, DEVICE, devices.list_devices, devices.count_devices, shower(request, DEVICE)
    )


def count_devices(request: GraphRequest) -> Answer:
    """Answer how many devices there are, as text."""
    return answer_count(request, DEVICE, devices.count_devices)


def get_device(request: GraphRequest) -> Answer:
    """Answer one device."""
    return answer_one(
        request,
        DEVICE,
        lambda reading, actor: devices.get_device(reading, actor, device_id(request, reading)),
    )


def create_device(request: GraphRequest) -> Answer:
    """Add a device."""
    values = DEVICE.body.read_new(request.body)
    with request.write() as work:
        device = devices.create_device(work, request.actor, values)
    return created(
        request, DEVICE.shown(device), context="devices/$entity", path=f"devices/{device['id']}"
    )


def update_device(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = DEVICE.body.read(request.body)
    with request.write() as work:
        devices.update_device(work, request.actor, device_id(request, work), values)
    return no_content()


def delete_device(request: GraphRequest) -> Answer:
    """Move a device to the recycle bin."""
    with request.write() as work:
        devices.delete_device(work, request.actor, device_id(request, work))
    return no_content()


def device_id(request: GraphRequest, reading: Reading) -> str:
    """Return the id of the device in the path, which may be named by its `deviceId`."""
    key = request.keys["device"]
    if isinstance(key, AlternateKey) and key.property.lower() == "deviceid":
        return devices.id_of(reading, request.actor, key.value)
    return object_key(request, "device", "id")


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.DEVICES_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            ("devices", list_devices, PAGE_OPTIONS),
            ("devices/$count", count_devices, COUNT_OPTIONS),
            (_DEVICE, get_device, ITEM_OPTIONS),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.DEVICES_WRITE)
        for method, pattern, endpoint in (
            ("POST", "devices", create_device),
            ("PATCH", _DEVICE, update_device),
            ("DELETE", _DEVICE, delete_device),
        )
    ),
)
