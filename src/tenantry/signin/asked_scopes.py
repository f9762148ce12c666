"""The scope of a user's sign-in: what it asks for OpenID, and for which permissions of whom.

One access token is for one resource.  Source: clients §0.1, 19; OpenID Connect Core §3.1.2.1, §11.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal
from tenantry.signin.scopes import GRAPH, is_graph

OPENID, OFFLINE = "openid", "offline_access"
OF_OPENID = frozenset({OPENID, "profile", "email", OFFLINE})

_DEFAULT = "/.default"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedScopes:
    """What is asked for.  ``resource`` is as the client wrote it; Graph where it named none.

    ``is_default`` is for `/.default`: everything that was agreed to or declared.
    """

    openid: frozenset[str]
    resource: str
    names: tuple[str, ...]
    is_default: bool

    @property
    def wants_id_token(self) -> bool:
        """Whether the answer holds an id_token."""
        return OPENID in self.openid

    @property
    def wants_refresh_token(self) -> bool:
        """Whether the answer holds a refresh token."""
        return OFFLINE in self.openid


def read_scopes(scope: str, hosts: AbstractSet[str]) -> AskedScopes:
    """Return what *scope* asks for; `SigninRefusedError` where it names two resources."""
    values = scope.split()
    openid = frozenset(value for value in values if value in OF_OPENID)
    named = [_named(value) for value in values if value not in OF_OPENID]
    resources = {GRAPH if is_graph(resource, hosts) else resource for resource, _ in named}
    if len(resources) > 1:
        raise SigninRefusedError(Refusal.TWO_RESOURCES)
    names = tuple(dict.fromkeys(name for _, name in named))
    if not openid and not named:
        raise SigninRefusedError(Reason.INVALID_SCOPE, scope=scope)
    return AskedScopes(
        openid=openid,
        resource=named[0][0] if named else GRAPH,
        names=tuple(name for name in names if name != ".default"),
        is_default=".default" in names,
    )


def _named(value: str) -> tuple[str, str]:
    """Return resource and permission; what stands before the last `/.default` is the resource."""
    if value.endswith(_DEFAULT):
        return value[: -len(_DEFAULT)] or GRAPH, ".default"
    resource, slash, name = value.rpartition("/")
    return (resource, name) if slash else (GRAPH, value)
