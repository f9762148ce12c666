"""The browser that asks: its cookies, and what binds the pages it is shown to it."""

import secrets
from dataclasses import dataclass, replace

from tenantry.signin.cookies import BINDING, SESSION, read_cookie, written_cookie
from tenantry.signin.endpoints.exchanges import SigninRequest

_BINDING_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """The cookies of the browser that asks, and those that it is given now."""

    is_secure: bool
    binding: str
    session: str
    written: tuple[str, ...] = ()

    def with_session(self, cookie: str) -> "Browser":
        """Return the browser with a new session cookie, which it is told to keep."""
        written = written_cookie(SESSION, cookie, is_secure=self.is_secure)
        return replace(self, session=cookie, written=(*self.written, written))


def browser_of(request: SigninRequest) -> Browser:
    """Return the browser by its cookies."""
    is_secure = request.base_url.startswith("https:")
    header = request.headers.get("cookie", "")
    return Browser(
        is_secure=is_secure,
        binding=read_cookie(header, BINDING, is_secure=is_secure),
        session=read_cookie(header, SESSION, is_secure=is_secure),
    )


def bound(browser: Browser) -> Browser:
    """Return the browser with a cookie that binds its pages to it."""
    if browser.binding:
        return browser
    binding = secrets.token_urlsafe(_BINDING_BYTES)
    cookie = written_cookie(BINDING, binding, is_secure=browser.is_secure)
    return replace(browser, binding=binding, written=(*browser.written, cookie))
