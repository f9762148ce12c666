"""Consent: which delegated permissions an application has for a user, and which it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenantry.directory import roles
from tenantry.signin.asked_scopes import AskedScopes
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.refusals import Refusal

_ADMINISTRATORS = frozenset(
    {
        roles.GLOBAL_ADMINISTRATOR,
        roles.APPLICATION_ADMINISTRATOR,
        roles.CLOUD_APPLICATION_ADMINISTRATOR,
        roles.PRIVILEGED_ROLE_ADMINISTRATOR,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A delegated permission of a resource, and how a person is told of it."""

    id: str
    name: str
    title: str
    needs_administrator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What was agreed to, what is missing, and whether only an administrator can agree to that."""

    granted: frozenset[str]
    missing: tuple[Permission, ...] = ()
    needs_administrator: bool = False


def find_consent(
    asked: AskedScopes,
    permissions: Mapping[str, Permission],
    *,
    granted: frozenset[str],
    declared: Iterable[str] = (),
    is_preconsented: bool = False,
) -> Consent:
    """Return what the application has of what it *asked* for.

    *permissions* are those of the resource by name, *granted* the names that somebody agreed to,
    *declared* the ids that the application says it needs.  Raises `SigninRefusedError` for a
    permission that the resource does not have.
    """
    for name in asked.names:
        if name not in permissions:
            raise SigninRefusedError(
                Refusal.UNKNOWN_PERMISSION, resource=asked.resource, scope=name
            )
    if is_preconsented:
        return Consent(granted=frozenset(permissions))
    held = granted & frozenset(permissions)
    wanted = [*asked.names, *sorted(asked.openid & frozenset(permissions))]
    if asked.is_default and not held:
        ids = frozenset(declared)
        wanted += [each.name for each in permissions.values() if each.id in ids]
    missing = [permissions[name] for name in dict.fromkeys(wanted) if name not in held]
    return Consent(
        granted=held,
        missing=tuple(missing),
        needs_administrator=any(each.needs_administrator for each in missing),
    )


def may_consent_for_all(role_template_ids: Iterable[str]) -> bool:
    """Return whether one of the roles lets a person agree to anything, and for everybody."""
    return not _ADMINISTRATORS.isdisjoint(role_template_ids)
