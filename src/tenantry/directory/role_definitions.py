"""Custom roles: what a definition may hold (RBAC-002).

Source: contract §6.8; behaviour §19.
Graph: ``unifiedRoleDefinition``.
"""

import re
from collections.abc import Mapping
from typing import Any

from tenantry.directory.resource_actions import find_action
from tenantry.directory.values import Rule, check, require_all, required, text
from tenantry.errors import InvalidValueError

RULES: Mapping[str, Rule] = {
    "description": text(1024),
    "display_name": text(256, clearable=False),
    "is_enabled": required,
    "resource_actions": required,
    "template_id": required,
    "version": text(64),
}
"""What a caller may set."""

AUTHENTICATION_CONTEXT = re.compile(r"c[1-9][0-9]?")
"""Ids of authentication contexts: c1 to c99."""


def check_new_definition(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* make a custom role."""
    require_all(values, "display_name", "is_enabled", "resource_actions")
    check_definition(values)


def check_definition(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless each of *values* is acceptable."""
    check(RULES, values)
    for name in values.get("resource_actions") or ():
        action = find_action(name)
        if action is None or not action.is_for_custom_roles:
            message = (
                f"`{name}` is no action that a custom role can carry here;"
                " `/beta/roleManagement/directory/resourceNamespaces/microsoft.directory"
                "/resourceActions` lists those that are known"
            )
            raise InvalidValueError("resource_actions", message)


def known_names(names: list[str]) -> list[str]:
    """Return each action of *names*, which were checked, once and as it is spelled."""
    found = (find_action(name) for name in names)
    return sorted({action.name for action in found if action is not None})
