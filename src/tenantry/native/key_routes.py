"""The routes of signing keys."""

from tenantry.native import signing_keys
from tenantry.native.routing import NativeRoute

_KEYS = "/tenants/{tenant}/signingKeys"

KEY_ROUTES = (
    NativeRoute(
        method="GET",
        path=_KEYS,
        summary="The published keys: the one that signs a tenant's tokens, the next, those before",
        endpoint=signing_keys.list_all,
        answer=signing_keys.SigningKeyList,
    ),
    NativeRoute(
        method="POST",
        path=f"{_KEYS}/rotate",
        summary="Publish a new key, which signs after the lead",
        endpoint=signing_keys.rotate,
        body=signing_keys.Rotation,
        answer=signing_keys.SigningKeyList,
        is_sealing=True,
    ),
    NativeRoute(
        method="POST",
        path=f"{_KEYS}/revoke",
        summary="Retire one key or all of them at once, with every token that they signed",
        endpoint=signing_keys.revoke,
        body=signing_keys.Revocation,
        answer=signing_keys.SigningKeyList,
        is_sealing=True,
    ),
)
