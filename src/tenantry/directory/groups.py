"""What a group is: a security group or a Microsoft 365 group, and what may change later.

Source: contract §6.2.
Graph: ``group``.
"""

import re
from collections.abc import Mapping
from typing import Any

from tenantry.directory.values import Rule, anything, check, choice, require_all, required, text
from tenantry.errors import InvalidValueError, NotBuiltError

UNIFIED, DYNAMIC = "Unified", "DynamicMembership"
MEMBERS_PER_REQUEST = 20

_NICKNAME = text(
    64,
    clearable=False,
    form=re.compile(r"[!#-'*+./0-9=?A-Z^-~-]+"),
    expected='ASCII without spaces and without @ ( ) \\ [ ] " ; : < > ,',
)

HIDDEN_MEMBERSHIP = "HiddenMembership"
"""The visibility of a group whose members only they themselves know."""

CHANGE_RULES: Mapping[str, Rule] = {
    "classification": text(256),
    "description": text(1024),
    "display_name": text(256, clearable=False),
    "mail_nickname": _NICKNAME,
    "preferred_data_location": text(16),
    "preferred_language": text(64),
    "security_enabled": required,
    "theme": choice("Teal", "Purple", "Green", "Blue", "Pink", "Orange", "Red"),
    "unique_name": text(256),
    "visibility": choice("Private", "Public"),
}
"""Everything that may change, each with its limit."""

_CREATION_RULES: Mapping[str, Rule] = {
    **CHANGE_RULES,
    "group_types": anything,
    "is_assignable_to_role": anything,
    "mail_enabled": required,
    "visibility": choice("Private", "Public", HIDDEN_MEMBERSHIP),
}


def check_new_group(values: Mapping[str, Any]) -> None:
    """Raise unless *values* make a group: `InvalidValueError`, `NotBuiltError` if dynamic."""
    require_all(values, "display_name", "mail_enabled", "mail_nickname", "security_enabled")
    kinds = set(values.get("group_types") or ())
    if DYNAMIC in kinds:
        raise NotBuiltError("group.groupTypes/DynamicMembership")
    if unknown := kinds - {UNIFIED}:
        message = f"`{min(unknown)}` is no kind of group; use `Unified` or an empty list"
        raise InvalidValueError("group_types", message)
    check(_CREATION_RULES, values)
    _check_kind(values, is_unified=UNIFIED in kinds)


def check_group_changes(group: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *group* may become so."""
    check(CHANGE_RULES, values)
    unique_name = values.get("unique_name")
    if group.get("unique_name") and unique_name != group["unique_name"] and "unique_name" in values:
        raise InvalidValueError("unique_name", "`unique_name` cannot be changed once it is set")
    after = {**group, **values}
    _check_kind(after, is_unified=is_unified(group))


def is_unified(group: Mapping[str, Any]) -> bool:
    """Return whether this is a Microsoft 365 group."""
    return UNIFIED in (group.get("group_types") or ())


def check_member(group: Mapping[str, Any], member_type: str, member: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless an object of this type may be a member of *group*."""
    if member["id"] == group["id"]:
        raise InvalidValueError("members", "a group cannot be a member of itself")
    if is_unified(group) and member_type != "user":
        raise InvalidValueError("members", "a Microsoft 365 group has users as members only")
    if group.get("is_assignable_to_role") and member_type == "group":
        message = "a group that roles are assigned to cannot have groups as members"
        raise InvalidValueError("members", message)


def _check_kind(values: Mapping[str, Any], *, is_unified: bool) -> None:
    """Tell apart what can be made here: mail for a Microsoft 365 group, security for the rest."""
    if is_unified and not values["mail_enabled"]:
        raise InvalidValueError("mail_enabled", "a Microsoft 365 group is always mail-enabled")
    if not is_unified and values["mail_enabled"]:
        message = "a mail-enabled group without `Unified` cannot be made here"
        raise InvalidValueError("mail_enabled", message)
    if not is_unified and not values["security_enabled"]:
        raise InvalidValueError("security_enabled", "a group without mail is a security group")
    if values.get("visibility") == HIDDEN_MEMBERSHIP and not is_unified:
        message = "only a Microsoft 365 group can hide its members"
        raise InvalidValueError("visibility", message)
    if values.get("is_assignable_to_role") and not values["security_enabled"]:
        message = "a group that roles are assigned to is security-enabled"
        raise InvalidValueError("security_enabled", message)
