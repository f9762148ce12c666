"""Response headers, and annotations that the client wants left out (contract §1.3, §1.5)."""

from collections.abc import Mapping
from dataclasses import replace

from tenantry.graph.answers import NO_CONTENT, Answer
from tenantry.graph.requests import Call
from tenantry.graph.wire.annotations import annotated, without_annotations

_DIAGNOSTIC = (
    '{"ServerInfo":{"DataCenter":"local","Slice":"E","Ring":"1",'
    '"ScaleUnit":"000","RoleInstance":"tenantry-0"}}'
)
_JSON = (
    "application/json;odata.metadata={metadata};odata.streaming=true"
    ";IEEE754Compatible=false;charset=utf-8"
)

_UPDATES = frozenset({"PATCH", "PUT"})
_MINIMAL = "return=minimal"


def finished(call: Call, answer: Answer) -> Answer:
    """Return *answer* with its `@odata.context` and all headers but those of the transport."""
    headers = {**_standard(call), **answer.headers}
    body = answer.body
    if isinstance(body, Mapping):
        without = "odata.metadata=none" in call.headers.get("accept", "").lower()
        headers["Content-Type"] = _JSON.format(metadata="none" if without else "minimal")
        if without:
            body = without_annotations(body)
        elif answer.context:
            body = annotated(f"{call.base_url}/$metadata#{answer.context}", body)
    elif body is not None:
        headers["Content-Type"] = answer.media_type
    if call.method in _UPDATES and answer.status == NO_CONTENT and call.prefers(_MINIMAL):
        headers["Preference-Applied"] = _MINIMAL
    return replace(answer, body=body, headers=headers)


def _standard(call: Call) -> dict[str, str]:
    return {
        "request-id": call.request_id,
        "client-request-id": call.client_request_id,
        "x-ms-ags-diagnostic": _DIAGNOSTIC,
        "x-ms-resource-unit": "1",
        "Cache-Control": "no-cache",
        "OData-Version": "4.0",
    }
