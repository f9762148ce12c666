"""Making of a written policy what is evaluated: lists become sets, numbers durations.

Source: contract §6.11; built-in keywords and flags there.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType

from tenantry.access.conditional import policy as written
from tenantry.access.conditional.conditions import (
    Applications,
    Conditions,
    ExternalPeople,
    People,
    UserCategory,
)
from tenantry.access.conditional.controls import REGISTRATION, Control
from tenantry.access.conditional.evaluation import (
    STRENGTH,
    Frequency,
    PersistentBrowser,
    Policy,
)
from tenantry.access.conditional.locations import NamedLocation, places_of
from tenantry.access.conditional.strengths import BUILT_IN, MULTIFACTOR, Strength

ALL, NONE = "All", "None"
GUESTS_OR_EXTERNAL, OFFICE_365 = "GuestsOrExternalUsers", "Office365"

_EVERY_GUEST = ExternalPeople(categories=frozenset(UserCategory) - {UserCategory.INTERNAL_MEMBER})
NOWHERE: Mapping[str, NamedLocation] = MappingProxyType({})
_NOW = timedelta(minutes=5)  # between the sign-in that was asked for and the token it is for


def compiled(
    policy_id: str,
    policy: written.ConditionalAccessPolicy,
    strengths: Mapping[str, Strength] = BUILT_IN,
    locations: Mapping[str, NamedLocation] = NOWHERE,
) -> Policy | None:
    """Return the policy ready to be evaluated, None if it is disabled.

    *strengths* and *locations* are those of the tenant, by id.
    """
    if policy.state == "disabled":
        return None
    grant = policy.grant_controls or written.GrantControls()
    session = policy.session_controls or written.SessionControls()
    return Policy(
        setting=f"conditionalAccess/policies/{policy_id}",
        display_name=policy.display_name,
        is_enforced=policy.state == "enabled",
        conditions=_conditions(policy.conditions, locations),
        controls=tuple(_controls(grant, strengths)),
        needs_all=grant.operator == "AND",
        frequency=_frequency(session.sign_in_frequency),
        persistent_browser=_persistent_browser(session.persistent_browser),
    )


def compiled_registration(policy: written.RegistrationPolicy) -> Policy | None:
    """Return the registration policy ready to be evaluated, None if it is disabled."""
    if policy.state == "disabled":
        return None
    everywhere = written.Applications(include_applications=(ALL,))
    conditions = written.ConditionSet(users=policy.conditions.users, applications=everywhere)
    return Policy(
        setting="registrationPolicy",
        display_name="Registration of multifactor authentication",
        conditions=_conditions(conditions),
        controls=(Control(name=REGISTRATION),),
    )


def _conditions(
    given: written.ConditionSet, locations: Mapping[str, NamedLocation] = NOWHERE
) -> Conditions:
    users, applications, where = given.users, given.applications, given.locations
    return Conditions(
        people=_people(
            users.include_users,
            users.include_groups,
            users.include_roles,
            users.include_guests_or_external_users,
        ),
        excluded_people=_unless_empty(
            _people(
                users.exclude_users,
                users.exclude_groups,
                users.exclude_roles,
                users.exclude_guests_or_external_users,
            )
        ),
        applications=_applications(applications.include_applications),
        excluded_applications=(
            _applications(applications.exclude_applications)
            if applications.exclude_applications
            else None
        ),
        user_actions=frozenset(applications.include_user_actions),
        contexts=frozenset(applications.include_authentication_context_class_references),
        clients=None if "all" in given.client_app_types else frozenset(given.client_app_types),
        places=None if where is None else places_of(where.include_locations, locations),
        excluded_places=None if where is None else places_of(where.exclude_locations, locations),
    )


def _unless_empty(people: People) -> People | None:
    return None if people == People() else people


def _people(
    users: tuple[str, ...],
    groups: tuple[str, ...],
    roles: tuple[str, ...],
    external: written.GuestsOrExternalUsers | None,
) -> People:
    guests = [_EVERY_GUEST] if GUESTS_OR_EXTERNAL in users else []
    if external is not None:
        guests.append(_external(external))
    return People(
        everybody=ALL in users,
        ids=_lower(users, but=(ALL, NONE, GUESTS_OR_EXTERNAL)),
        group_ids=_lower(groups),
        role_ids=_lower(roles),
        external=tuple(guests),
    )


def _external(given: written.GuestsOrExternalUsers) -> ExternalPeople:
    names = {name.strip() for name in given.guest_or_external_user_types.split(",")}
    tenants = given.external_tenants
    is_listed = tenants is not None and tenants.membership_kind == "enumerated"
    return ExternalPeople(
        categories=frozenset(each for each in UserCategory if each.value in names),
        tenant_ids=_lower(tenants.members or ()) if tenants is not None and is_listed else None,
    )


def _applications(names: tuple[str, ...]) -> Applications:
    return Applications(
        everything=ALL in names,
        office_365=OFFICE_365 in names,
        app_ids=_lower(names, but=(ALL, NONE, OFFICE_365)),
    )


def _controls(given: written.GrantControls, strengths: Mapping[str, Strength]) -> Iterable[Control]:
    """Yield the controls; what can be met without a device comes before what cannot."""
    if "mfa" in given.built_in_controls:
        yield Control(name="mfa", combinations=MULTIFACTOR.combinations)
    if given.authentication_strength is not None:
        strength = strengths.get(given.authentication_strength.id.lower())
        # A strength that is gone leaves an empty list, which nobody meets.
        combinations = strength.combinations if strength is not None else frozenset()
        yield Control(name=STRENGTH, combinations=combinations)
    for name in given.built_in_controls:
        if name != "mfa":
            yield Control(name=name)
    for _ in given.terms_of_use[:1]:
        yield Control(name="termsOfUse")
    for _ in given.custom_authentication_factors[:1]:
        yield Control(name="customAuthenticationFactors")


def _frequency(given: written.SignInFrequency | None) -> Frequency | None:
    if given is None or not given.is_enabled:
        return None
    primary = given.authentication_type == "primaryAndSecondaryAuthentication"
    if given.frequency_interval == "everyTime":
        return Frequency(age=_NOW, primary=primary)
    length = given.value or 0
    age = timedelta(days=length) if given.type == "days" else timedelta(hours=length)
    return Frequency(age=age, primary=primary)


def _persistent_browser(given: written.PersistentBrowser | None) -> PersistentBrowser | None:
    return given.mode if given is not None and given.is_enabled else None


def _lower(names: Iterable[str], but: tuple[str, ...] = ()) -> frozenset[str]:
    return frozenset(name.lower() for name in names if name not in but)
