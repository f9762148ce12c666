"""`/me`: the signed-in user, by another name; every path below `/users/{id}` is one of `/me` too.

Source: contract §6.1.
"""

from dataclasses import replace

from tenantry.actor import Actor, ActorKind
from tenantry.errors import InvalidValueError
from tenantry.graph.requests import Call

_ME = "me"


def is_about_me(call: Call) -> bool:
    """Return whether the path of *call* begins with `me`."""
    return _segments(call)[:1] == [_ME]


def about_user(call: Call, actor: Actor) -> Call:
    """Return *call* as one about the user who calls; an application has no `/me`."""
    if actor.kind is not ActorKind.USER:
        message = "`/me` needs the token of a signed-in user; an application names `/users/{id}`"
        raise InvalidValueError("me", message)
    rest = call.path.lstrip("/").partition("/")[2]
    return replace(call, path=f"/users/{actor.actor_id}/{rest}".rstrip("/"))


def _segments(call: Call) -> list[str]:
    return [segment.lower() for segment in call.path.lstrip("/").split("/")]
