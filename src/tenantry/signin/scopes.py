"""Scopes of a token request: which resource they name, and which names mean Graph.

Source: clients §0.1, 19.
"""

from collections.abc import Set as AbstractSet

from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import host_of
from tenantry.signin.reasons import Reason

GRAPH = "https://graph.microsoft.com"

_DEFAULT = "/.default"
_OF_OPENID = frozenset({"openid", "profile", "email", "offline_access"})


def is_graph(resource: str, hosts: AbstractSet[str]) -> bool:
    """Return whether *resource* means Graph: by name, by app id, or one of our own *hosts*.

    A slash at the end, the casing and the port of an own host make no difference.
    """
    name = resource.rstrip("/").lower()
    return name in {GRAPH, GRAPH_APP_ID} or host_of(name) in hosts


def audience_of_default(scope: str, hosts: AbstractSet[str]) -> str:
    """Return the resource that the client-credentials *scope* names, as the client wrote it.

    It is what stands before the last `/.default`, so a resource that ends in a slash has two.
    Raises `SigninRefusedError` where the scope is not one `/.default` of Graph.
    """
    values = [value for value in scope.split() if value not in _OF_OPENID]
    if len(values) != 1:
        raise SigninRefusedError(Reason.INVALID_SCOPE, scope=scope)
    value = values[0]
    if not f"/{value}".endswith(_DEFAULT):
        raise SigninRefusedError(Reason.SCOPE_NOT_DEFAULT, scope=scope)
    audience = value[: -len(_DEFAULT)] or GRAPH  # without a resource, a scope means Graph
    if not is_graph(audience, hosts):
        raise SigninRefusedError(Reason.UNKNOWN_RESOURCE, resource=audience)
    return audience
