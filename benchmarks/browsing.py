"""Whole sign-ins over HTTP as a browser and its application do them, with little work of their own.

The driver shares the machine with the server, so it reads no more of a page than it needs.
"""

import base64
import hashlib
import http.client
import re
from html import unescape
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from benchmarks.visitors import PASSWORD, REDIRECT_URI, SCOPE, Board

_VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789"
_CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(_VERIFIER.encode()).digest()).decode().rstrip("=")
)
_SEALED = re.compile(r'name="ctx" value="([^"]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_LIMIT_SECONDS = 60


class Browsing:
    """A browser that was never here, with one connection to the server."""

    def __init__(self, host: str, port: int, board: Board) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=_LIMIT_SECONDS)
        self._board = board
        self._cookies: dict[str, str] = {}

    def sign_in(self, user_name: str) -> None:
        """Sign in, from the first address to the tokens."""
        page = self._follow(self._ask("GET", self._authorization()))
        page = self._follow(self._answer(page, user=user_name))
        landed = self._answer(page, password=PASSWORD)
        if not landed.startswith(REDIRECT_URI):
            raise SystemExit(f"the application is not answered, but {landed}")
        [code] = parse_qs(urlsplit(landed).query)["code"]
        self._redeem(code)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _authorization(self) -> str:
        asked = {
            "client_id": self._board.client_id,
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "scope": SCOPE,
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": _CHALLENGE,
            "code_challenge_method": "S256",
        }
        return f"/{self._board.tenant_id}/oauth2/v2.0/authorize?{urlencode(asked)}"

    def _redeem(self, code: str) -> None:
        self._cookies.clear()  # the application's own request
        form = {
            "grant_type": "authorization_code",
            "client_id": self._board.client_id,
            "client_secret": self._board.client_secret,
            "redirect_uri": REDIRECT_URI,
            "code": code,
            "code_verifier": _VERIFIER,
        }
        answer = self._ask("POST", f"/{self._board.tenant_id}/oauth2/v2.0/token", form)
        if '"id_token"' not in answer:
            raise SystemExit(f"the code is refused: {answer}")

    def _answer(self, page: tuple[str, str], **entered: str) -> str:
        """Return where the form of a page leads, filled in."""
        path, text = page
        found = _SEALED.search(text)
        if found is None:
            raise SystemExit(f"{path} has no form: {text}")
        return self._ask("POST", path, {"ctx": unescape(found[1]), **entered})

    def _follow(self, address: str) -> tuple[str, str]:
        """Return the path and the text of a page that the server sent the browser to."""
        parts = urlsplit(address)
        return parts.path, self._ask("GET", f"{parts.path}?{parts.query}")

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Return the text of the answer, or the address where it leads."""
        headers = dict(_FORM) if form else {}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={it}" for name, it in self._cookies.items())
        body = urlencode(form).encode() if form else None
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if response.status == HTTPStatus.SEE_OTHER:
            return str(response.headers["Location"])
        if response.status != HTTPStatus.OK:
            raise SystemExit(f"{method} {path} is refused: {text}")
        return text
