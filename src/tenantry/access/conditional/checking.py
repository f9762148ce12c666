"""The rules that a Conditional Access policy must keep when it is written.

Ids of users, groups and applications are not looked up: they may belong to another tenant or
come later.  Source: contract §6.11, behaviour §12.
"""

import re
from collections.abc import Collection, Iterable

from tenantry.access.conditional import policy as written
from tenantry.access.conditional.compiling import ALL, GUESTS_OR_EXTERNAL, NONE, OFFICE_365
from tenantry.access.conditional.conditions import REGISTER_SECURITY, UserCategory
from tenantry.access.conditional.locations import ALL_TRUSTED
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id

_LONGEST_NAME = 256
_USER_ACTIONS = frozenset({REGISTER_SECURITY, "urn:user:registerdevice"})
_CONTEXT = re.compile(r"c[1-9][0-9]?")
_TYPES = tuple(each.value for each in UserCategory if each is not UserCategory.INTERNAL_MEMBER)
_LONGEST = {"hours": 23, "days": 365}


def check_policy(
    policy: written.ConditionalAccessPolicy,
    strength_ids: Collection[str],
    location_ids: Collection[str] = (),
) -> None:
    """Raise `InvalidValueError`, with the path, if the policy breaks a rule.

    *strength_ids* are the authentication strengths that the tenant has, *location_ids* its named
    locations.
    """
    if not policy.display_name.strip() or len(policy.display_name) > _LONGEST_NAME:
        raise _refused("displayName", f"must have 1 to {_LONGEST_NAME} characters")
    _check_users(policy.conditions.users)
    _check_applications(policy.conditions.applications)
    if policy.conditions.locations is not None:
        _check_locations(policy.conditions.locations, location_ids)
    if not policy.conditions.client_app_types:
        raise _refused("conditions.clientAppTypes", "must name at least one; `all` for any")
    if policy.grant_controls is None and policy.session_controls is None:
        raise _refused("grantControls", "is required where `sessionControls` is null")
    if policy.grant_controls is not None:
        check_grants(policy.grant_controls, strength_ids)
    if policy.session_controls is not None:
        _check_session(policy.session_controls, policy.conditions.applications)


def check_people(users: written.Users, path: str) -> None:
    """Raise `InvalidValueError` if a list of people is malformed."""
    for name, values, keywords in (
        ("includeUsers", users.include_users, (ALL, NONE, GUESTS_OR_EXTERNAL)),
        ("excludeUsers", users.exclude_users, (GUESTS_OR_EXTERNAL,)),
        ("includeGroups", users.include_groups, ()),
        ("excludeGroups", users.exclude_groups, ()),
        ("includeRoles", users.include_roles, ()),
        ("excludeRoles", users.exclude_roles, ()),
    ):
        _check_ids(values, f"{path}.{name}", keywords)
    for name, external in (
        ("includeGuestsOrExternalUsers", users.include_guests_or_external_users),
        ("excludeGuestsOrExternalUsers", users.exclude_guests_or_external_users),
    ):
        if external is not None:
            _check_external(external, f"{path}.{name}")


def _check_users(users: written.Users) -> None:
    path = "conditions.users"
    check_people(users, path)
    if not (
        users.include_users
        or users.include_groups
        or users.include_roles
        or users.include_guests_or_external_users
    ):
        raise _refused(f"{path}.includeUsers", "must name somebody, `All` or `None`")
    external = users.include_guests_or_external_users
    if external is not None and GUESTS_OR_EXTERNAL in users.include_users:
        raise _refused(
            f"{path}.includeGuestsOrExternalUsers",
            f"cannot stand beside `{GUESTS_OR_EXTERNAL}` in `includeUsers`; leave one out",
        )


def _check_external(external: written.GuestsOrExternalUsers, path: str) -> None:
    types = [each.strip() for each in external.guest_or_external_user_types.split(",")]
    for name in types:
        if name not in {*_TYPES, "none"}:
            raise _refused(
                f"{path}.guestOrExternalUserTypes", f"knows {_listed((*_TYPES, 'none'))}"
            )
    tenants = external.external_tenants
    if tenants is None:
        return
    if types == ["none"]:
        raise _refused(f"{path}.externalTenants", "needs types of users; name at least one")
    members = tenants.members or ()
    if tenants.membership_kind == "enumerated" and not members:
        raise _refused(f"{path}.externalTenants.members", "must name at least one tenant")
    if tenants.membership_kind == "all" and members:
        raise _refused(f"{path}.externalTenants.members", "is for `enumerated`; leave it out")
    _check_ids(members, f"{path}.externalTenants.members")


def _check_applications(applications: written.Applications) -> None:
    path = "conditions.applications"
    kinds = {
        "includeApplications": applications.include_applications,
        "includeUserActions": applications.include_user_actions,
        "includeAuthenticationContextClassReferences": (
            applications.include_authentication_context_class_references
        ),
    }
    given = [name for name, values in kinds.items() if values]
    if len(given) != 1:
        raise _refused(path, f"must have exactly one of {_listed(kinds)}")
    _check_ids(applications.include_applications, f"{path}.includeApplications", _KEYWORDS)
    _check_ids(applications.exclude_applications, f"{path}.excludeApplications", (OFFICE_365,))
    for action in applications.include_user_actions:
        if action not in _USER_ACTIONS:
            raise _refused(f"{path}.includeUserActions", f"knows {_listed(_USER_ACTIONS)}")
    for context in applications.include_authentication_context_class_references:
        check_context(context, f"{path}.includeAuthenticationContextClassReferences")


def _check_locations(locations: written.Locations, known: Collection[str]) -> None:
    path = "conditions.locations"
    if not locations.include_locations:
        raise _refused(f"{path}.includeLocations", "must name at least one; `All` for any")
    for name, values, keywords in (
        ("includeLocations", locations.include_locations, (ALL, ALL_TRUSTED)),
        ("excludeLocations", locations.exclude_locations, (ALL_TRUSTED,)),
    ):
        _check_ids(values, f"{path}.{name}", keywords)
        for value in values:
            if value not in keywords and value.lower() not in known:
                raise _refused(
                    f"{path}.{name}",
                    f"names `{value}`, which is no named location of this tenant; list them under"
                    " `/identity/conditionalAccess/namedLocations`",
                )


_KEYWORDS = (ALL, NONE, OFFICE_365)


def check_context(context: str, path: str) -> None:
    """Raise `InvalidValueError` unless *context* is the id of an authentication context."""
    if not _CONTEXT.fullmatch(context):
        raise _refused(path, "must be `c1` to `c99`")


def check_grants(grant: written.GrantControls, strength_ids: Collection[str]) -> None:
    """Raise `InvalidValueError` if what is asked contradicts itself, or nothing is asked."""
    controls, strength = grant.built_in_controls, grant.authentication_strength
    path = "grantControls.builtInControls"
    if not (controls or strength or grant.terms_of_use or grant.custom_authentication_factors):
        raise _refused(path, "must name at least one control")
    asks_more = len(controls) > 1 or strength is not None or bool(grant.terms_of_use)
    if "block" in controls and asks_more:
        raise _refused(path, "cannot ask for anything beside `block`")
    if strength is None:
        return
    if "mfa" in controls:
        raise _refused(path, "cannot name `mfa` beside an authentication strength; leave one out")
    if strength.id.lower() not in strength_ids:
        raise _refused(
            "grantControls.authenticationStrength.id",
            "is no authentication strength of this tenant; list them under"
            " `/beta/policies/authenticationStrengthPolicies`",
        )


def _check_session(session: written.SessionControls, applications: written.Applications) -> None:
    frequency, browser = session.sign_in_frequency, session.persistent_browser
    if frequency is not None and frequency.is_enabled:
        _check_frequency(frequency)
    if browser is not None and browser.is_enabled:
        path = "sessionControls.persistentBrowser"
        if browser.mode is None:
            raise _refused(f"{path}.mode", "is required; it is `always` or `never`")
        if ALL not in applications.include_applications:
            raise _refused(path, "takes `All` in `conditions.applications.includeApplications`")


def _check_frequency(frequency: written.SignInFrequency) -> None:
    path = "sessionControls.signInFrequency"
    kind, value = frequency.type, frequency.value
    if frequency.frequency_interval == "everyTime":
        if kind is not None or value is not None:
            raise _refused(f"{path}.value", "is for `timeBased`; leave `type` and `value` out")
        return
    if kind is None:
        raise _refused(f"{path}.type", "is required; it is `hours` or `days`")
    if value is None or not 1 <= value <= _LONGEST[kind]:
        raise _refused(f"{path}.value", f"must be 1 to {_LONGEST[kind]} of `{kind}`")


def _check_ids(values: tuple[str, ...], path: str, keywords: Collection[str] = ()) -> None:
    for index, value in enumerate(values):
        if value not in keywords and not is_id(value):
            known = f"an id, {_listed(keywords)}" if keywords else "an id"
            raise InvalidValueError(
                f"{path}[{index}]", f"`{path}[{index}]` must be {known}, not `{value}`"
            )
    alone = {ALL, NONE}.intersection(values)
    if alone and len(values) > 1:
        raise _refused(path, f"cannot name anything beside `{min(alone)}`")


def _refused(path: str, reason: str) -> InvalidValueError:
    return InvalidValueError(path, f"`{path}` {reason}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
