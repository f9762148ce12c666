"""`/auditLogs/signIns`: who signed in where, and how it ended (contract §6.12)."""

from dataclasses import replace

from tenantry.audit.stores import sign_ins as store
from tenantry.directory import actions, rights
from tenantry.graph.answers import Answer, collection, entity
from tenantry.graph.keys import object_key
from tenantry.graph.listing import page_query, skip_token
from tenantry.graph.odata.options import PageLimits
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.sign_ins import CREATED_INSTANT, SIGN_IN_FIELDS, sign_in_object
from tenantry.storage.filters.fields import Ordering

_SIGN_INS = "auditLogs/signIns"
_NEWEST_FIRST = (Ordering(field=CREATED_INSTANT, descending=True),)
_PAGES = PageLimits(default=1000, maximum=1000)


def list_sign_ins(request: GraphRequest) -> Answer:
    """Answer a page of the sign-ins, the newest first unless asked otherwise."""
    _authorize(request)
    query = page_query(request, SIGN_IN_FIELDS[request.version])
    query = replace(query, orderings=query.orderings or _NEWEST_FIRST)
    with request.read() as reading:
        page = store.list_sign_ins(reading, request.tenant_id, query)
    items = [sign_in_object(row, request.version) for row in page.records]
    return collection(request, items, context=_SIGN_INS, skip_token=skip_token(request, page))


def get_sign_in(request: GraphRequest) -> Answer:
    """Answer one sign-in."""
    _authorize(request)
    with request.read() as reading:
        row = store.get_sign_in(reading, request.tenant_id, object_key(request, "signIn"))
    return entity(sign_in_object(row, request.version), context=f"{_SIGN_INS}/$entity")


def _authorize(request: GraphRequest) -> None:
    """Ask for both permissions that sign-ins take (contract §6.12)."""
    request.actor.require(*rights.AUDIT_READ)
    request.actor.require(*rights.SIGN_INS_READ_BESIDE)
    request.actor.require_actions(actions.SIGN_INS_READ)


ROUTES = (
    Route(
        method="GET",
        pattern=_SIGN_INS,
        endpoint=list_sign_ins,
        permissions=rights.AUDIT_READ,
        query_options=("$filter", "$orderby", "$top", "$skiptoken"),
        page_limits=_PAGES,
    ),
    Route(
        method="GET",
        pattern=f"{_SIGN_INS}/{{signIn}}",
        endpoint=get_sign_in,
        permissions=rights.AUDIT_READ,
    ),
)
