"""Bodies that write users: their extensions and their password, set apart (contract §6.1)."""

from collections.abc import Mapping

from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import json_object
from tenantry.graph.wire.names import is_extension


def separate_extensions(body: object) -> tuple[JsonObject, JsonObject]:
    """Return a body without its directory extensions, and these."""
    given = json_object(body)
    extensions = {name: value for name, value in given.items() if is_extension(name)}
    return {name: value for name, value in given.items() if name not in extensions}, extensions


def separate_password(values: Mapping[str, object]) -> tuple[dict[str, object], str | None]:
    """Return checked values with the password profile laid out, and the password in it."""
    given = dict(values)
    profile = given.pop("password_profile", None)
    if not isinstance(profile, Mapping):
        return given, None
    password = profile.get("password")
    flags = {name: value for name, value in profile.items() if name != "password"}
    return {**given, **flags}, password if isinstance(password, str) else None
