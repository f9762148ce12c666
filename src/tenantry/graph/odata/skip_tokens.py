"""Skip tokens: where the next page starts, as an opaque text for `@odata.nextLink`.

A token holds the sort keys and id of the last row of a page, nothing that the page did not
show, and a digest of the request it belongs to.  It grants nothing: the tenant always comes from
the caller's access token, so a forged token only starts elsewhere among the caller's own rows.
"""

import base64
import hashlib

import msgspec

from tenantry.errors import ExpiredTokenError, InvalidValueError
from tenantry.graph.odata.options import QueryOptions
from tenantry.storage.filters.fields import Value

_VERSION = 1

_Content = tuple[int, str, list[Value]]


def encode_skip_token(position: tuple[Value, ...], options: QueryOptions, resource: str) -> str:
    """Return the token of the page after *position* of *resource*, such as `users`."""
    content = (_VERSION, _digest(options, resource), position)
    return base64.urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")


def decode_skip_token(options: QueryOptions, resource: str) -> tuple[Value, ...] | None:
    """Return the position that the request goes on from, None for the first page.

    Raises `InvalidValueError` for what is no token, `ExpiredTokenError` for the token of an
    earlier version or of another request.
    """
    token = options.skip_token
    if token is None:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)
        version, digest, position = msgspec.json.decode(content, type=_Content)
    except (ValueError, msgspec.DecodeError):
        message = "`$skiptoken` is not a token of this service; follow `@odata.nextLink` as it is"
        raise InvalidValueError("$skiptoken", message) from None
    if version != _VERSION or digest != _digest(options, resource):
        raise ExpiredTokenError
    return tuple(position)


def _digest(options: QueryOptions, resource: str) -> str:
    """Return what the order and choice of rows depend on, in short."""
    deciding = (resource, options.filter, options.search, options.orderby)
    return hashlib.sha256(msgspec.json.encode(deciding)).hexdigest()[:16]
