"""Answers of endpoints: an entity, a page of a collection, a new object, text or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import JsonObject

OK, CREATED, NO_CONTENT, BAD_REQUEST = 200, 201, 204, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an endpoint answers.

    ``body`` is a JSON object, text (sent as it is, with ``media_type``) or None; ``context``
    is the part of `@odata.context` after `$metadata#`, empty for none.
    """

    status: int = OK
    body: JsonObject | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    media_type: str = ""


def entity(body: JsonObject, *, context: str) -> Answer:
    """Return 200 with one entity or complex value."""
    return Answer(body=body, context=context)


def collection(
    request: GraphRequest,
    items: Sequence[JsonObject],
    *,
    context: str,
    count: int | None = None,
    skip_token: str | None = None,
    delta_link: str | None = None,
) -> Answer:
    """Return 200 with one page.

    ``count`` belongs on the first page only; ``skip_token`` says where the next page starts,
    None on the last one; ``delta_link`` is the whole URL that ends a delta query (§1.11).
    """
    body: dict[str, object] = {}
    if count is not None:
        body["@odata.count"] = count
    if skip_token is not None:
        body["@odata.nextLink"] = request.next_link(skip_token)
    if delta_link is not None:
        body["@odata.deltaLink"] = delta_link
    return Answer(body={**body, "value": items}, context=context)


def created(request: GraphRequest, body: JsonObject, *, context: str, path: str) -> Answer:
    """Return 201 with the new object, which is found at *path* under the service root."""
    headers = {"Location": request.link_to(path)}
    return Answer(status=CREATED, body=body, context=context, headers=headers)


def no_content(advice: str | None = None) -> Answer:
    """Return 204; *advice* is told in a `Warning` header (decision 37)."""
    headers = {"Warning": f'299 tenantry "{advice}"'} if advice else {}
    return Answer(status=NO_CONTENT, headers=headers)


def text(body: str) -> Answer:
    """Return 200 with plain text, as `/$count` does."""
    return Answer(body=body, media_type="text/plain")
