"""JSON batching: the steps of a `$batch` body and the order they run in (contract §1.12).

Urls are relative to the version, or begin with it, or are absolute; Python clients write
`depends_on` for `dependsOn` (clients §0.1 #6).  What a step does is the caller's to say.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from tenantry.errors import InvalidValueError, TenantryError
from tenantry.graph.answers import BAD_REQUEST, Answer
from tenantry.graph.faults import FailedDependencyError, TooManyStepsError
from tenantry.graph.odata.paths import split_version
from tenantry.graph.requests import Call, Headers
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import json_object
from tenantry.graph.wire.checks import filled_text, list_of, text

MOST_STEPS = 20

_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of a batch; ``depends_on`` has ids of other steps, in lower case."""

    id: str
    call: Call
    depends_on: tuple[str, ...]


def run(
    steps: Mapping[str, Step],
    perform: Callable[[Call], Answer],
    refuse: Callable[[Call, TenantryError], Answer],
) -> Iterator[JsonObject]:
    """Perform *steps*, dependencies first; a step whose dependency failed is refused (424)."""
    failed: set[str] = set()
    for key in _in_order(steps):
        step = steps[key]
        if failed.isdisjoint(step.depends_on):
            answer = perform(step.call)
        else:
            answer = refuse(step.call, FailedDependencyError())
        if answer.status >= BAD_REQUEST:
            failed.add(key)
        yield {
            "id": step.id,
            "status": answer.status,
            "headers": answer.headers,
            "body": answer.body,
        }


def read_steps(batch: Call, body: JsonObject | None) -> Mapping[str, Step]:
    """Return the steps of the *batch*'s body by id in lower case, in their order.

    Raises:
        InvalidValueError: The batch is malformed; nothing of it is performed.
        TooManyStepsError: It has more than 20 steps.
    """
    given = json_object(body).get("requests")
    if not isinstance(given, list) or not given:
        raise InvalidValueError("requests", "`requests` must be an array of 1 to 20 requests")
    if len(given) > MOST_STEPS:
        raise TooManyStepsError
    steps: dict[str, Step] = {}
    for index, item in enumerate(given):
        step = _read_step(batch, json_object(item, f"requests[{index}]"), f"requests[{index}]")
        if step.id.lower() in steps:
            raise InvalidValueError("id", f"the id `{step.id}` is given twice; ids must differ")
        steps[step.id.lower()] = step
    _check_dependencies(steps)
    return steps


def _read_step(batch: Call, item: JsonObject, path: str) -> Step:
    headers = _read_headers(item.get("headers"), path)
    body = item.get("body")
    if body is not None and "content-type" not in headers:
        message = f"`{path}` has a body but no `Content-Type` header; add it"
        raise InvalidValueError(f"{path}.headers", message)
    given = item.get("dependsOn", item.get("depends_on"))
    depends_on = list_of(text)([] if given is None else given, f"{path}.dependsOn")
    return Step(
        id=filled_text(item.get("id"), f"{path}.id"),
        call=_call(
            batch,
            method=filled_text(item.get("method"), f"{path}.method").upper(),
            url=text(item.get("url"), f"{path}.url"),
            headers=headers,
            body=body,
        ),
        depends_on=tuple(name.lower() for name in depends_on),
    )


def _read_headers(given: object, path: str) -> Headers:
    fields = json_object({} if given is None else given, f"{path}.headers")
    return Headers((name, text(value, f"{path}.headers.{name}")) for name, value in fields.items())


def _call(batch: Call, *, method: str, url: str, headers: Headers, body: object) -> Call:
    path, _, query = _ORIGIN.sub("", url, count=1).partition("?")
    version, below = split_version(path)
    return Call(
        root=batch.root,
        version=version or batch.version,
        method=method,
        path=below,
        query=query,
        headers=Headers([("client-request-id", batch.client_request_id), *headers.items()]),
        body=body,
    )


def _check_dependencies(steps: Mapping[str, Step]) -> None:
    for step in steps.values():
        for name in step.depends_on:
            if name not in steps:
                message = f"step `{step.id}` depends on `{name}`, which is not in the batch"
                raise InvalidValueError("dependsOn", message)
    _in_order(steps)


def _in_order(steps: Mapping[str, Step]) -> Sequence[str]:
    sorter = TopologicalSorter({key: step.depends_on for key, step in steps.items()})
    try:
        return tuple(sorter.static_order())
    except CycleError:
        message = "the steps depend on each other in a circle; break it"
        raise InvalidValueError("dependsOn", message) from None
