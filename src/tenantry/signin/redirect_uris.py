"""Redirect URIs: which one of an application is meant, and what kind of client waits there.

A URI counts only as it is registered, character by character; of a loopback address the port is
free, since a native client takes whichever it gets (RFC 8252 §7.3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_UNSAFE_SCHEMES = frozenset(
    {"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"}
)


class Platform(Enum):
    """What kind of client a redirect URI is registered for."""

    WEB = "web"
    SPA = "spa"
    PUBLIC = "public_client"

    @property
    def is_public(self) -> bool:
        """Whether the client can keep no secret, so that it has to prove possession (PKCE)."""
        return self is not Platform.WEB


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectUris:
    """The redirect URIs of an application, by platform."""

    of: Mapping[Platform, tuple[str, ...]] = field(default_factory=dict)

    def find_platform(self, redirect_uri: str) -> Platform | None:
        """Return the platform that *redirect_uri* is registered for; None if it is for none."""
        given = _split(redirect_uri)
        if given is None:
            return None
        for platform, registered in self.of.items():
            if any(_matches(redirect_uri, given, one) for one in registered):
                return platform
        return None

    def only(self) -> str | None:
        """Return the redirect URI where there is but one, so that a request may leave it out."""
        every = list(self._all())
        return every[0] if len(every) == 1 else None

    def _all(self) -> Iterator[str]:
        for registered in self.of.values():
            yield from registered


def redirect_uris_of(application: Mapping[str, Any]) -> RedirectUris:
    """Return the redirect URIs that an application's record declares."""
    return RedirectUris(
        of={
            platform: tuple((application.get(platform.value) or {}).get("redirect_uris") or ())
            for platform in Platform
        }
    )


def origin_of(redirect_uri: str) -> str:
    """Return what a page's policy names, so that a form may lead there: origin or scheme."""
    parts = urlsplit(redirect_uri)
    if parts.scheme in {"http", "https"}:
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:"


def with_parameters(uri: str, parameters: Mapping[str, str], *, in_fragment: bool) -> str:
    """Return *uri* with *parameters* in its fragment, or added to its query."""
    encoded = urlencode(parameters)
    if in_fragment:
        return f"{uri}#{encoded}"
    if not encoded:
        return uri
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{encoded}"


def _split(uri: str) -> SplitResult | None:
    """Return the parts of a URI to which a browser may be sent; None for any other."""
    if any(not " " < character <= "~" or character in '\\"<>^`{|}' for character in uri):
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    is_safe = parts.scheme and parts.scheme not in _UNSAFE_SCHEMES and not parts.fragment
    if not is_safe or "#" in uri or "@" in parts.netloc:
        return None
    return parts


def _matches(redirect_uri: str, given: SplitResult, registered: str) -> bool:
    if redirect_uri == registered:
        return True
    if not _is_loopback(given):
        return False
    wanted = _split(registered)
    return (
        wanted is not None
        and _is_loopback(wanted)
        and wanted.hostname == given.hostname
        and (wanted.path or "/", wanted.query) == (given.path or "/", given.query)
    )


def _is_loopback(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in _LOOPBACK
