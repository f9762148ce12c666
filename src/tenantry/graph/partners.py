"""Partners of the policy: `/policies/crossTenantAccessPolicy/partners` (contract §2)."""

from collections.abc import Mapping

from tenantry.access.operations import partners, synchronizations
from tenantry.access.operations.authorization import READ, WRITE
from tenantry.access.policy import IdentitySynchronization, Partner, merged
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, entity, no_content, text
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import (
    ITEM_OPTIONS,
    QueryOptions,
    check_expand,
    check_select,
    selected,
)
from tenantry.graph.odata.skip_tokens import decode_skip_token, encode_skip_token
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import policies as wire
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.bodies import BodyShape
from tenantry.storage.pages import PageQuery

_POLICY = "policies/crossTenantAccessPolicy"
_PARTNERS = f"{_POLICY}/partners"
_PARTNER = f"{_PARTNERS}/{{partner}}"
_SYNCHRONIZATION = f"{_PARTNER}/identitySynchronization"
_TEMPLATES = f"{_POLICY}/templates"
_RELATIONSHIP = "identitySynchronization"

_PARTNER_PROPERTIES = tuple(wire.partner(Partner(partner_tenant_id="")))


def list_partners(request: GraphRequest) -> Answer:
    """Answer a page of partners, by tenant id."""
    options = request.options
    query = _page_query(options)
    with request.read() as reading:
        page, following = partners.list_partners(reading, request.actor, query)
        count = None
        if options.count and query.after is None:
            count = partners.count_partners(reading, request.actor, query)
        ids = [partner.partner_tenant_id for partner in page] if _expands(options) else ()
        allowed = synchronizations.list_synchronizations(reading, request.actor, ids)
    return collection(
        request,
        [_shown(request, partner, allowed) for partner in page],
        context=_context(options),
        count=count,
        skip_token=encode_skip_token(following, options, _PARTNERS) if following else None,
    )


def count_partners(request: GraphRequest) -> Answer:
    """Answer how many partners there are, as text."""
    with request.read() as reading:
        query = _page_query(request.options)
        return text(str(partners.count_partners(reading, request.actor, query)))


def add_partner(request: GraphRequest) -> Answer:
    """Add a partner; only `tenantId` is required (contract §8 #1)."""
    given = wire.PARTNER_BODY.read_new(request.body)
    partner_tenant_id = str(given.pop("partner_tenant_id"))
    request.actor.require(*WRITE)
    is_known_elsewhere = request.services.is_tenant_elsewhere
    is_elsewhere = is_known_elsewhere is not None and is_known_elsewhere(partner_tenant_id)
    with request.write() as work:
        partner = partners.add_partner(
            work,
            request.actor,
            partner_tenant_id,
            given,
            may_be_unknown=is_elsewhere,
            may_cross_clouds=request.services.may_cross_clouds,
        )
    return created(
        request,
        wire.partner(partner),
        context=f"{_PARTNERS}/$entity",
        path=f"{_PARTNERS}/{partner_tenant_id}",
    )


def get_partner(request: GraphRequest) -> Answer:
    """Answer the configuration towards one tenant."""
    key = _key(request)
    with request.read() as reading:
        partner = partners.get_partner(reading, request.actor, key)
        ids = [key] if _expands(request.options) else ()
        allowed = synchronizations.list_synchronizations(reading, request.actor, ids)
    return entity(
        _shown(request, partner, allowed),
        context=f"{_context(request.options)}/$entity",
    )


def update_partner(request: GraphRequest) -> Answer:
    """Change what the body names; null inherits again."""
    given = _changes(request, wire.PARTNER_BODY)
    with request.write() as work:
        advice = partners.update_partner(
            work,
            request.actor,
            _key(request),
            given,
            may_cross_clouds=request.services.may_cross_clouds,
        )
    return no_content(advice)


def delete_partner(request: GraphRequest) -> Answer:
    """Take a partner away."""
    with request.write() as work:
        partners.delete_partner(work, request.actor, _key(request))
    return no_content()


def get_synchronization(request: GraphRequest) -> Answer:
    """Answer whether a partner may synchronize its users in."""
    key = _key(request)
    with request.read() as reading:
        synchronization = synchronizations.get_synchronization(reading, request.actor, key)
    body = wire.identity_synchronization(synchronization, request.version)
    return entity(
        selected(request.options, body), context=f"{_PARTNERS}('{key}')/{_RELATIONSHIP}/$entity"
    )


def put_synchronization(request: GraphRequest) -> Answer:
    """Make the settings; 409 if there are some (decision 23)."""
    given = _changes(request, wire.SYNCHRONIZATION_BODIES[request.version])
    empty = IdentitySynchronization(partner_tenant_id=_key(request))
    with request.write() as work:
        synchronizations.add_synchronization(work, request.actor, merged(empty, given))
    return no_content()


def update_synchronization(request: GraphRequest) -> Answer:
    """Change what the body names."""
    given = _changes(request, wire.SYNCHRONIZATION_BODIES[request.version])
    with request.write() as work:
        synchronizations.update_synchronization(work, request.actor, _key(request), given)
    return no_content()


def delete_synchronization(request: GraphRequest) -> Answer:
    """Take the settings away."""
    with request.write() as work:
        synchronizations.delete_synchronization(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "partner", "tenantId").lower()


def _changes(request: GraphRequest, shape: BodyShape) -> Mapping[str, object]:
    """Return what the body changes; it may repeat the key of the path, not another one."""
    given = shape.read(request.body)
    if given.pop("partner_tenant_id", _key(request)) != _key(request):
        raise InvalidValueError("tenantId", "`tenantId` cannot be changed; leave it out")
    return given


def _page_query(options: QueryOptions) -> PageQuery:
    return PageQuery(
        condition=options.condition(wire.PARTNER_FIELDS),
        after=decode_skip_token(options, _PARTNERS),
        limit=options.page_size,
    )


def _expands(options: QueryOptions) -> bool:
    return check_expand(options, [_RELATIONSHIP], ["serviceProviderConstraints"]) is not None


def _context(options: QueryOptions) -> str:
    expanded = [_RELATIONSHIP] if _expands(options) else ()
    return context_of(_PARTNERS, check_select(options, _PARTNER_PROPERTIES), expanded)


def _shown(
    request: GraphRequest,
    partner: Partner,
    synchronizations: Mapping[str, IdentitySynchronization],
) -> JsonObject:
    """Return a partner as selected, with its synchronization settings if they are expanded."""
    body = selected(request.options, wire.partner(partner))
    if not _expands(request.options):
        return body
    synchronization = synchronizations.get(partner.partner_tenant_id)
    expanded = synchronization and wire.identity_synchronization(synchronization, request.version)
    return {**body, _RELATIONSHIP: expanded}


_PAGES = ("$select", "$expand", "$filter", "$top", "$count", "$skiptoken")

ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (_PARTNERS, list_partners, _PAGES),
            (f"{_PARTNERS}/$count", count_partners, ("$filter",)),
            (_PARTNER, get_partner, ("$select", "$expand")),
            (_SYNCHRONIZATION, get_synchronization, ITEM_OPTIONS),
        )
    ),
    *(
        Route(
            method=method,
            pattern=pattern,
            endpoint=endpoint,
            permissions=WRITE,
        )
        for method, pattern, endpoint in (
            ("POST", _PARTNERS, add_partner),
            ("PATCH", _PARTNER, update_partner),
            ("DELETE", _PARTNER, delete_partner),
            ("PUT", _SYNCHRONIZATION, put_synchronization),
            ("PATCH", _SYNCHRONIZATION, update_synchronization),
            ("DELETE", _SYNCHRONIZATION, delete_synchronization),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=pattern)
        for method, pattern in (
            ("GET", f"{_PARTNER}/serviceProviderConstraints"),
            ("GET", f"{_TEMPLATES}/**"),
            ("PATCH", f"{_TEMPLATES}/**"),
            ("POST", f"{_TEMPLATES}/**"),
        )
    ),
)
