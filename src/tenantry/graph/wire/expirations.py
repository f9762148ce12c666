"""When access ends, on the wire: `expirationPattern`."""

from typing import get_args

from tenantry.entitlement.policies import Expiration, ExpirationType
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import instant, one_of, text
from tenantry.graph.wire.instants import log_instant
from tenantry.graph.wire.object_references import stated

_EXPIRATION = BodyShape(
    {
        "type": Property("type", one_of(get_args(ExpirationType)), nullable=False),
        "endDateTime": Property("end_date_time", instant),
        "duration": Property("duration", text),
    }
)


def expiration(value: object, path: str) -> Expiration:
    """Return the expiration that a body gives at *path*."""
    return Expiration(**stated(_EXPIRATION.read(value, path)))


def shown_expiration(held: Expiration) -> JsonObject:
    """Return an expiration as JSON."""
    return {
        "endDateTime": log_instant(held.end_date_time),
        "duration": held.duration,
        "type": held.type,
    }
