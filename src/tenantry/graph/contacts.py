"""`/contacts`, which Graph only reads (contract §6.7)."""

from tenantry.directory import rights
from tenantry.directory.operations import contacts
from tenantry.graph.answers import Answer
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_count, answer_one, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.contacts import CONTACT

_CONTACT = "contacts/{contact}"
_RELATIONSHIPS = ("directReports", "manager", "memberOf", "transitiveMemberOf")


def list_contacts(request: GraphRequest) -> Answer:
    """Answer a page of contacts."""
    return answer_page(
        request,
        CONTACT,
        contacts.list_contacts,
        contacts.count_contacts,
        shower(request, CONTACT),
    )


def count_contacts(request: GraphRequest) -> Answer:
    """Answer how many contacts there are, as text."""
    return answer_count(request, CONTACT, contacts.count_contacts)


def get_contact(request: GraphRequest) -> Answer:
    """Answer one contact."""
    return answer_one(
        request,
        CONTACT,
        lambda reading, actor: contacts.get_contact(
            reading, actor, object_key(request, "contact", "id")
        ),
    )


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.CONTACTS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            ("contacts", list_contacts, PAGE_OPTIONS),
            ("contacts/$count", count_contacts, COUNT_OPTIONS),
            (_CONTACT, get_contact, ITEM_OPTIONS),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=pattern)
        for method, pattern in (
            ("GET", "contacts/delta"),
            ("POST", f"{_CONTACT}/retryServiceProvisioning"),
            *(("GET", f"{_CONTACT}/{name}/**") for name in _RELATIONSHIPS),
        )
    ),
)
