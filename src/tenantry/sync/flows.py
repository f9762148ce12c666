"""Flows: when the value of a mapping is written (behaviour §5, contract §4.9)."""

from enum import Enum

from tenantry.sync.expression.values import ABSENT, Value


class FlowType(Enum):
    """Graph's `attributeFlowType`: when a value flows to a user who exists already.

    What a job writes has one value, so a value is only added to an attribute that has none.
    """

    ALWAYS = "Always"
    OBJECT_ADD_ONLY = "ObjectAddOnly"  # never: only when the target user is created
    MULTI_VALUE_ADD_ONLY = "MultiValueAddOnly"  # only where it is added, not in place of another
    VALUE_ADD_ONLY = "ValueAddOnly"  # whenever there is one: a value is never taken away
    ATTRIBUTE_ADD_ONLY = "AttributeAddOnly"  # only while the target has no value


class FlowBehavior(Enum):
    """Graph's `attributeFlowBehavior`: whether a value that equals the target's is exported.

    It is never a reason to export a user of whom nothing differs.
    """

    FLOW_WHEN_CHANGED = "FlowWhenChanged"  # only a value that differs
    FLOW_ALWAYS = "FlowAlways"  # with every export of the user's values


def may_replace(flow_type: FlowType, old: Value) -> bool:
    """Return whether a value may come in the place of *old*, that of a user who exists."""
    if flow_type in (FlowType.ALWAYS, FlowType.VALUE_ADD_ONLY):
        return True
    return flow_type is not FlowType.OBJECT_ADD_ONLY and old in ABSENT
