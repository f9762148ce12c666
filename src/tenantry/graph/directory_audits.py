"""`/auditLogs/directoryAudits`: who changed what in the directory (contract §6.12)."""

from dataclasses import replace

from tenantry.audit import store
from tenantry.directory import actions, rights
from tenantry.graph.answers import Answer, collection, entity
from tenantry.graph.listing import page_query, skip_token
from tenantry.graph.odata.options import PageLimits
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.directory_audits import AUDIT_FIELDS, audit_object

_AUDITS = "auditLogs/directoryAudits"
_PAGES = PageLimits(default=100, maximum=1000)


def list_audits(request: GraphRequest) -> Answer:
    """Answer a page of the audit, the newest entries first unless asked otherwise."""
    request.actor.require(*rights.AUDIT_READ)
    request.actor.require_actions(actions.AUDIT_LOGS_READ)
    query = page_query(request, AUDIT_FIELDS)
    query = replace(query, orderings=query.orderings or store.NEWEST_FIRST)
    with request.read() as reading:
        page = store.list_directory_audits(reading, request.tenant_id, query)
    items = [audit_object(row) for row in page.records]
    return collection(request, items, context=_AUDITS, skip_token=skip_token(request, page))


def get_audit(request: GraphRequest) -> Answer:
    """Answer one entry of the audit."""
    request.actor.require(*rights.AUDIT_READ)
    request.actor.require_actions(actions.AUDIT_LOGS_READ)
    with request.read() as reading:
        row = store.get_directory_audit(reading, request.tenant_id, str(request.keys["audit"]))
    return entity(audit_object(row), context=f"{_AUDITS}/$entity")


ROUTES = (
    Route(
        method="GET",
        pattern=_AUDITS,
        endpoint=list_audits,
        permissions=rights.AUDIT_READ,
        query_options=("$filter", "$orderby", "$top", "$skiptoken"),
        page_limits=_PAGES,
    ),
    Route(
        method="GET",
        pattern=f"{_AUDITS}/{{audit}}",
        endpoint=get_audit,
        permissions=rights.AUDIT_READ,
    ),
)
