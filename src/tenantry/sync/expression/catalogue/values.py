"""Functions on values of any kind: choosing, testing, converting, and on several at once."""

from tenantry.sync.expression.catalogue.parameters import (
    ANYTHING,
    ATTRIBUTE,
    BOOLEAN,
    INTEGER,
    SOURCE,
)
from tenantry.sync.expression.functions import conditions, conversions, lists, roles, texts
from tenantry.sync.expression.signatures import Parameter, Signature
from tenantry.sync.expression.values import is_true

MATCHING_FUNCTION = "AltSecIdFromNetid"
"""The function of the matching attribute; it has no other use (behaviour §4)."""

_SOURCES = Parameter(name="source", repeated=True, several=True)
_ASSIGNMENTS = Parameter(name="source", several=True)

SIGNATURES = (
    Signature(
        name=MATCHING_FUNCTION, parameters=(SOURCE,), compute=conversions.alternative_security_id
    ),
    Signature(
        name="AppRoleAssignments",
        parameters=(_ASSIGNMENTS,),
        compute=roles.app_role_names,
        several=True,
    ),
    Signature(
        name="AppRoleAssignmentsComplex",
        parameters=(_ASSIGNMENTS,),
        compute=roles.all_app_roles,
        several=True,
    ),
    Signature(
        name="AssertiveAppRoleAssignmentsComplex",
        parameters=(_ASSIGNMENTS,),
        compute=roles.all_app_roles_exactly,
        several=True,
    ),
    Signature(
        name="SingleAppRoleAssignment", parameters=(_ASSIGNMENTS,), compute=roles.single_app_role
    ),
    Signature(
        name="BitAnd",
        parameters=(Parameter(name="value1", type=INTEGER), Parameter(name="value2", type=INTEGER)),
        compute=conversions.bit_and,
        returns=INTEGER,
    ),
    Signature(
        name="CBool",
        parameters=(Parameter(name="Expression", condition=True),),
        compute=conversions.to_condition,
        returns=BOOLEAN,
    ),
    Signature(
        name="Coalesce",
        parameters=(Parameter(name="source", repeated=True, several=True, result=True),),
        compute=conditions.coalesce,
        returns=None,
        selects=True,
    ),
    Signature(name="Count", parameters=(ATTRIBUTE,), compute=lists.count, returns=INTEGER),
    Signature(name="CStr", parameters=(Parameter(name="value"),), compute=conversions.to_text),
    Signature(
        name="IgnoreFlowIfNullOrEmpty",
        parameters=(Parameter(name="Expression", several=True, result=True),),
        compute=conditions.ignore_flow_if_null_or_empty,
        returns=None,
    ),
    Signature(
        name="IIF",
        parameters=(
            Parameter(name="condition", type=BOOLEAN, condition=True),
            Parameter(name="valueIfTrue", several=True, result=True),
            Parameter(name="valueIfFalse", several=True, result=True),
        ),
        compute=is_true,  # of the condition; the compiler lays out the choice
        returns=None,
    ),
    Signature(name="IsNull", parameters=(ANYTHING,), compute=conditions.is_null, returns=BOOLEAN),
    Signature(
        name="IsNullOrEmpty",
        parameters=(ANYTHING,),
        compute=conditions.is_null_or_empty,
        returns=BOOLEAN,
    ),
    Signature(
        name="IsPresent", parameters=(ANYTHING,), compute=conditions.is_present, returns=BOOLEAN
    ),
    Signature(
        name="IsString", parameters=(ANYTHING,), compute=conditions.is_string, returns=BOOLEAN
    ),
    Signature(
        name="Item",
        parameters=(ATTRIBUTE, Parameter(name="index", type=INTEGER)),
        compute=lists.item,
    ),
    Signature(name="Join", parameters=(Parameter(name="separator"), _SOURCES), compute=lists.join),
    Signature(
        name="Not",
        parameters=(Parameter(name="source", type=BOOLEAN),),
        compute=conditions.negate,
        returns=BOOLEAN,
    ),
    Signature(
        name="Redact",
        parameters=(Parameter(name="value", several=True, result=True),),
        compute=texts.redact,
        returns=None,
    ),
    Signature(
        name="RemoveDuplicates",
        parameters=(ATTRIBUTE,),
        compute=lists.remove_duplicates,
        several=True,
    ),
    Signature(
        name="Split",
        parameters=(SOURCE, Parameter(name="delimiter")),
        compute=lists.split,
        several=True,
    ),
    Signature(
        name="Switch",
        parameters=(
            SOURCE,
            Parameter(name="defaultValue", required=False, several=True, result=True),
            Parameter(name="key", repeated=True),
            Parameter(name="value", repeated=True, several=True, result=True),
        ),
        compute=conditions.switch,
        returns=None,
        selects=True,
    ),
)
