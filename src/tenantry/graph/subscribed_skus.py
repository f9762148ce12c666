"""`/subscribedSkus`: what the tenant has of which SKU (contract §6.13)."""

from tenantry.directory import rights
from tenantry.directory.operations import licences
from tenantry.graph.answers import Answer, collection
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_one
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.licences import SUBSCRIBED_SKU

_SKUS = "subscribedSkus"


def list_skus(request: GraphRequest) -> Answer:
    """Answer every SKU of the tenant; there are no pages (contract §1.7)."""
    selected = SUBSCRIBED_SKU.select(request.options)
    with request.read() as reading:
        found = licences.list_skus(reading, request.actor)
    items = [SUBSCRIBED_SKU.shown(sku, selected) for sku in found]
    return collection(request, items, context=context_of(_SKUS, selected))


def get_sku(request: GraphRequest) -> Answer:
    """Answer one SKU of the tenant by its id, `{tenant}_{sku}`."""
    return answer_one(
        request,
        SUBSCRIBED_SKU,
        lambda reading, actor: licences.get_sku(reading, actor, object_key(request, "sku", "id")),
    )


ROUTES: tuple[Route | NotBuiltRoute, ...] = tuple(
    Route(
        method="GET",
        pattern=pattern,
        endpoint=endpoint,
        permissions=rights.LICENCES_READ,
        query_options=ITEM_OPTIONS,
    )
    for pattern, endpoint in ((_SKUS, list_skus), (f"{_SKUS}/{{sku}}", get_sku))
)
