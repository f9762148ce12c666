"""A client of a web application in this process."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from starlette.types import ASGIApp


class WebClient:
    """Sends requests to *application*, with *headers* unless a request has its own.

    The application sees them come from *address*.
    """

    def __init__(
        self,
        application: ASGIApp,
        *,
        headers: Mapping[str, str] | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        # A fault is answered as a running server answers it, not raised into the test.
        self._transport = httpx.ASGITransport(
            application, raise_app_exceptions=False, client=(address, 1234)
        )
        self._headers = dict(headers or {})

    def get(self, path: str, **parts: Any) -> httpx.Response:
        """Return the answer to a GET."""
        return self.request("GET", path, **parts)

    def post(self, path: str, **parts: Any) -> httpx.Response:
        """Return the answer to a POST."""
        return self.request("POST", path, **parts)

    def request(self, method: str, path: str, **parts: Any) -> httpx.Response:
        """Return the answer to a request made with *parts*, whatever httpx takes."""
        headers = {**self._headers, **parts.pop("headers", {})}

        async def send() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url="https://localhost:8443"
            ) as client:
                return await client.request(method, path, headers=headers, **parts)

        return asyncio.run(send())
