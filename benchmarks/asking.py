"""Requests to applications in this process, one after the other, and how many a second."""

import asyncio
import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from starlette.types import ASGIApp

Ask = Callable[[], None]
"""One request; it ends the benchmark where it is refused."""

_OK = 200
_ROUNDS = 5


def asking_asgi(
    application: ASGIApp,
    *,
    runner: asyncio.Runner,
    method: str,
    path: str,
    query: str = "",
    headers: Mapping[str, str],
    body: bytes = b"",
) -> Ask:
    """Return what sends a request to *application* over its gateway interface."""
    given = {"host": "localhost", **headers}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "server": ("localhost", 443),
        "client": ("127.0.0.1", 50000),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message.get("status", _OK) != _OK:
            raise SystemExit(f"the request is refused: {message}")

    def ask() -> None:
        runner.run(_send(application, dict(scope), receive, send))

    return ask


async def _send(application: ASGIApp, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # ASGI's own types
    await application(scope, receive, send)


def best_rates(asking: Mapping[str, Ask], seconds: float) -> dict[str, float]:
    """Return how often each is done in a second of the processor, the best of several rounds.

    The rounds alternate, so that a busy machine is busy for all.
    """
    rates = dict.fromkeys(asking, 0.0)
    for _ in range(_ROUNDS):
        for name, ask in asking.items():
            rates[name] = max(rates[name], _rate(ask, seconds / _ROUNDS))
    return rates


def _rate(ask: Ask, seconds: float) -> float:
    ask()
    done, began = 0, time.process_time()
    while (lasted := time.process_time() - began) < seconds:
        ask()
        done += 1
    return done / lasted
