"""The two documents that need no token: the service document and `$metadata` (contract §1.1)."""

from functools import cache

from tenantry.graph.answers import Answer
from tenantry.graph.faults import MethodNotAllowedError
from tenantry.graph.metadata.catalogue import MODELS
from tenantry.graph.metadata.document import metadata_document
from tenantry.graph.odata.paths import Word, parse_path
from tenantry.graph.requests import Call

_READING = ("GET", "HEAD")


def public_document(call: Call) -> Answer | None:
    """Return the document that *call* asks for, None if it asks for something else."""
    match parse_path(call.path):
        case ():
            answer = _service_document(call)
        case (Word(text),) if text.lower() == "$metadata":
            answer = Answer(body=_metadata(), media_type="application/xml")
        case _:
            return None
    if call.method not in _READING:
        raise MethodNotAllowedError(_READING)
    return answer


def _service_document(call: Call) -> Answer:
    entries = [
        {"name": name, "kind": kind, "url": name}
        for kind, names in (
            ("EntitySet", [name for model in MODELS for name in model.entity_sets]),
            ("Singleton", [name for model in MODELS for name in model.singletons]),
        )
        for name in names
    ]
    return Answer(body={"@odata.context": f"{call.base_url}/$metadata", "value": entries})


@cache
def _metadata() -> str:
    return metadata_document(MODELS)
