"""The rules that the settings of a partner must keep (behaviour §11, contract §2.4).

Types and enum values are checked where JSON is read; here is what a list may hold, and which
lists contradict each other.  Ids of targets are not looked up: they may name objects of the
partner (XTA-034).
"""

from msgspec import UNSET, UnsetType, structs

from tenantry.access.policy import (
    ALL_APPLICATIONS,
    ALL_USERS,
    AppServiceConnectSetting,
    B2BSetting,
    M365InboundSetting,
    M365OutboundSetting,
    Partner,
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


def check_settings(partner: Partner) -> None:
    """Raise `InvalidValueError`, with the path of the value, unless every rule is kept."""
    for field in structs.fields(partner):
        path = field.encode_name
        match getattr(partner, field.name):
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
            case _:
                pass  # the other settings are flags, which are right as they are


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
