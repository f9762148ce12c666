"""The two cookies of a browser: one that binds its pages to it, one for who is signed in.

Both are for this server alone and out of a script's reach.  Over https their names begin with
`__Host-`, so that no other host of the domain can set them (RFC 6265bis §4.1.3.2).
"""

import re

BINDING, SESSION = "binding", "session"

_VALUE = re.compile(r"[A-Za-z0-9_-]{20,100}")


def read_cookie(header: str, kind: str, *, is_secure: bool) -> str:
    """Return the value of one cookie of the *header*; empty if it is missing or not ours."""
    wanted = _name(kind, is_secure=is_secure)
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted and _VALUE.fullmatch(value):
            return value
    return ""


def written_cookie(kind: str, value: str, *, is_secure: bool, seconds: int | None = None) -> str:
    """Return the `Set-Cookie` that keeps *value* for *seconds*, or until the browser is closed."""
    kept = "" if seconds is None else f"Max-Age={seconds}; "
    return f"{_name(kind, is_secure=is_secure)}={value}; {kept}{_attributes(is_secure=is_secure)}"


def cleared_cookie(kind: str, *, is_secure: bool) -> str:
    """Return the `Set-Cookie` that takes the cookie away."""
    attributes = _attributes(is_secure=is_secure)
    return f"{_name(kind, is_secure=is_secure)}=; Max-Age=0; {attributes}"


def _name(kind: str, *, is_secure: bool) -> str:
    return f"__Host-tenantry-{kind}" if is_secure else f"tenantry-{kind}"


def _attributes(*, is_secure: bool) -> str:
    return f"Path=/; HttpOnly; SameSite=Lax{'; Secure' if is_secure else ''}"
