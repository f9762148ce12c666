"""The rules that the settings of a default or a partner must keep (behaviour §11, contract §2.4).

Types and enum values are checked where JSON is read; here is what a list may hold, and which
lists contradict each other.  Ids of targets are not looked up: they may name objects of the
partner (XTA-034).
"""

from msgspec import UNSET, UnsetType, structs

from tenantry.access.policy import (
    ALL_APPLICATIONS,
    ALL_USERS,
    AccessSettings,
    AppServiceConnectSetting,
    B2BSetting,
    DefaultSettings,
    M365InboundSetting,
    M365OutboundSetting,
    RedemptionProviders,
    Target,
    TargetConfiguration,
)
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id

_KEYWORDS = {
    ALL_USERS: "user",
    ALL_APPLICATIONS: "application",
    "AllMicrosoftApps": "application",
    "Office365": "application",
}
_PEOPLE = ("user", "group")
_APPLICATIONS = ("application",)

_Lists = TargetConfiguration | None | UnsetType


def check_settings(settings: AccessSettings) -> None:
    """Raise `InvalidValueError`, with the path of the value, unless every rule is kept."""
    for field in structs.fields(settings):
        path = field.encode_name
        match getattr(settings, field.name):
            case B2BSetting() as setting:
                _check_list(setting.users_and_groups, f"{path}.usersAndGroups", _PEOPLE)
                _check_list(setting.applications, f"{path}.applications", _APPLICATIONS)
                _check_agreement(setting, path)
            case M365InboundSetting(users=users):
                _check_list(users, f"{path}.users", _PEOPLE)
            case M365OutboundSetting(users_and_groups=people):
                _check_list(people, f"{path}.usersAndGroups", _PEOPLE)
            case AppServiceConnectSetting(applications=applications):
                _check_list(applications, f"{path}.applications", _APPLICATIONS)
            case RedemptionProviders() as providers:
                _check_providers(providers, path)
            case _:
                pass  # the other settings are flags, which are right as they are


def check_default(settings: DefaultSettings) -> None:
    """Raise `InvalidValueError` unless *settings* keep every rule, those of a default included.

    Towards all tenants there are no people or groups that could be named: ids are those of one
    partner (behaviour §11).
    """
    check_settings(settings)
    for name, setting in (
        ("b2bCollaborationInbound", settings.b2b_collaboration_inbound),
        ("b2bDirectConnectInbound", settings.b2b_direct_connect_inbound),
        ("tenantRestrictions", settings.tenant_restrictions),
    ):
        people = setting.users_and_groups if setting is not None else None
        if isinstance(people, TargetConfiguration):
            _check_names_nobody(people, f"{name}.usersAndGroups")
    inbound = settings.m365_collaboration_inbound
    if inbound is not None and isinstance(inbound.users, TargetConfiguration):
        _check_names_nobody(inbound.users, "m365CollaborationInbound.users")


def _check_names_nobody(people: TargetConfiguration, path: str) -> None:
    if any(target.target != ALL_USERS for target in people.targets or ()):
        message = (
            f"`{path}.targets` of the default can only be `{ALL_USERS}`;"
            " name users and groups in the configuration of their tenant"
        )
        raise InvalidValueError(f"{path}.targets", message)


def _check_providers(providers: RedemptionProviders, path: str) -> None:
    """Refuse an order that names a provider twice, or no fallback (RO-008, RO-021)."""
    order = providers.primary_identity_provider_precedence_order or ()
    if len(set(order)) < len(order):
        where = f"{path}.primaryIdentityProviderPrecedenceOrder"
        raise InvalidValueError(where, f"`{where}` names a provider twice")
    if providers.fallback_identity_provider is None:
        where = f"{path}.fallbackIdentityProvider"
        message = f"`{where}` is required: one fallback is always active"
        raise InvalidValueError(where, message)


def _check_list(given: _Lists, path: str, types: tuple[str, ...]) -> None:
    if given is None or given is UNSET:
        return
    if not given.access_type:
        raise InvalidValueError(f"{path}.accessType", f"`{path}.accessType` is required")
    if not given.targets:
        message = f"`{path}.targets` must name at least one target"
        raise InvalidValueError(f"{path}.targets", message)
    for index, target in enumerate(given.targets):
        _check_target(target, f"{path}.targets[{index}]", types)
    keywords = [target.target for target in given.targets if target.target in _KEYWORDS]
    if keywords and len(given.targets) > 1:
        message = f"`{keywords[0]}` must be the only target of `{path}`"
        raise InvalidValueError(f"{path}.targets", message)


def _check_target(target: Target, path: str, types: tuple[str, ...]) -> None:
    if not target.target or not (target.target in _KEYWORDS or is_id(target.target)):
        known = ", ".join(f"`{name}`" for name, kind in _KEYWORDS.items() if kind in types)
        message = f"`{path}.target` must be an object id or one of {known}"
        raise InvalidValueError(f"{path}.target", message)
    fitting = (_KEYWORDS[target.target],) if target.target in _KEYWORDS else types
    if target.target_type not in fitting or target.target_type not in types:
        allowed = " or ".join(f"`{kind}`" for kind in types)
        message = f"`{path}.targetType` must be {allowed} and fit the target"
        raise InvalidValueError(f"{path}.targetType", message)


def _check_agreement(setting: B2BSetting, path: str) -> None:
    """Refuse lists of people and applications that contradict each other (XTA-036 … XTA-038)."""
    people, applications = setting.users_and_groups, setting.applications
    if not isinstance(people, TargetConfiguration):
        return
    if not isinstance(applications, TargetConfiguration):
        return
    no_applications = _blocks(applications, ALL_APPLICATIONS)
    if _blocks(people, ALL_USERS) and not no_applications:
        message = "users are all blocked, so `AllApplications` must be blocked too"
        raise InvalidValueError(f"{path}.applications", f"`{path}`: {message}")
    if people.access_type == "allowed" and no_applications:
        message = "users are allowed, so at least one application must be allowed"
        raise InvalidValueError(f"{path}.applications", f"`{path}`: {message}")


def _blocks(given: TargetConfiguration, keyword: str) -> bool:
    targets = given.targets or ()
    return given.access_type == "blocked" and any(one.target == keyword for one in targets)
