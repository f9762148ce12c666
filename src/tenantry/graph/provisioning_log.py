"""`/auditLogs/provisioning`: what the provisioning engine did (contract §6.12)."""

from tenantry.audit import store
from tenantry.directory import actions
from tenantry.graph.answers import Answer, collection, entity
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import PageLimits
from tenantry.graph.odata.skip_tokens import decode_skip_token, encode_skip_token
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.provisioning_events import EVENT_FIELDS, event_object
from tenantry.storage.pages import PageQuery

_PERMISSIONS = ("ProvisioningLog.Read.All", "AuditLog.Read.All", "Directory.Read.All")
_CONTEXT = "auditLogs/provisioning"
_PAGES = PageLimits(default=100, maximum=1000)


def list_events(request: GraphRequest) -> Answer:
    """Return a page of the log, the newest entries first unless asked otherwise."""
    request.actor.require(*_PERMISSIONS)
    request.actor.require_actions(actions.PROVISIONING_LOGS_READ)
    options = request.options
    query = PageQuery(
        condition=options.condition(EVENT_FIELDS),
        orderings=options.orderings(EVENT_FIELDS) or store.NEWEST_FIRST,
        after=decode_skip_token(options, _CONTEXT),
        limit=options.page_size,
    )
    with request.read() as reading:
        page = store.list_provisioning_events(reading, request.tenant_id, query)
    token = None if page.next is None else encode_skip_token(page.next, options, _CONTEXT)
    items = [event_object(row) for row in page.records]
    return collection(request, items, context=_CONTEXT, skip_token=token)


def get_event(request: GraphRequest) -> Answer:
    """Return one entry of the log."""
    request.actor.require(*_PERMISSIONS)
    request.actor.require_actions(actions.PROVISIONING_LOGS_READ)
    with request.read() as reading:
        row = store.get_provisioning_event(reading, request.tenant_id, object_key(request, "event"))
    return entity(event_object(row), context=f"{_CONTEXT}/$entity")


ROUTES = (
    Route(
        method="GET",
        pattern="auditLogs/provisioning",
        endpoint=list_events,
        permissions=_PERMISSIONS,
        query_options=("$filter", "$orderby", "$top", "$skiptoken"),
        page_limits=_PAGES,
    ),
    Route(
        method="GET",
        pattern="auditLogs/provisioning/{event}",
        endpoint=get_event,
        permissions=_PERMISSIONS,
    ),
)
