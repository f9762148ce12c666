"""The functions of the expression language: what each takes, and what computes it.

Names and parameters are those of the documents (behaviour §6, contract §4.10).  Only what is
built is listed; the names of `NOT_BUILT` are known and refused.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tenantry.sync.attributes import AttributeType
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.functions import (
    casing,
    conditions,
    conversions,
    lists,
    replacing,
    texts,
)
from tenantry.sync.expression.signatures import Parameter, Signature
from tenantry.sync.expression.values import is_true
from tenantry.sync.suggestions import did_you_mean

MATCHING_FUNCTION = "AltSecIdFromNetid"
"""The function of the matching attribute; it has no other use (behaviour §4)."""

_OTHER_SPELLINGS = {"AltSecIdFromNetId": MATCHING_FUNCTION}  # decision 29

NOT_BUILT = frozenset(
    {
        "AppRoleAssignments",
        "AppRoleAssignmentsComplex",
        "AssertiveAppRoleAssignmentsComplex",
        "CDate",
        "DateAdd",
        "DateDiff",
        "DateFromNum",
        "DefaultDomain",
        "FormatDateTime",
        "Guid",
        "Now",
        "NumFromDate",
        "RandomString",
        "SelectUniqueValue",
        "SingleAppRoleAssignment",
    }
)
"""Documented functions that are refused by name until they are built."""


def find_signature(name: str) -> Signature:
    """Return the function called *name*; names are case-sensitive.

    Raises:
        ExpressionError: there is none, or it is documented but not built.
    """
    signature = SIGNATURES.get(_OTHER_SPELLINGS.get(name, name))
    if signature is not None:
        return signature
    if name in NOT_BUILT:
        raise ExpressionError(f"function `{name}` is documented but not built yet")
    raise ExpressionError(f"there is no function `{name}`{did_you_mean(name, SIGNATURES)}")


_INTEGER = AttributeType.INTEGER
_BOOLEAN = AttributeType.BOOLEAN

_SOURCE = Parameter(name="source")
_ATTRIBUTE = Parameter(name="attribute")
_ANYTHING = Parameter(name="Expression")
_CULTURE = Parameter(name="culture", required=False)
_SOURCES = Parameter(name="source", repeated=True)

_BUILT = (
    Signature(
        name=MATCHING_FUNCTION, parameters=(_SOURCE,), compute=conversions.alternative_security_id
    ),
    Signature(name="Append", parameters=(_SOURCE, Parameter(name="suffix")), compute=texts.append),
    Signature(
        name="BitAnd",
        parameters=(
            Parameter(name="value1", type=_INTEGER),
            Parameter(name="value2", type=_INTEGER),
        ),
        compute=conversions.bit_and,
        returns=_INTEGER,
    ),
    Signature(
        name="CBool",
        parameters=(Parameter(name="Expression", condition=True),),
        compute=conversions.to_condition,
        returns=_BOOLEAN,
    ),
    Signature(
        name="Coalesce",
        parameters=(_SOURCES,),
        compute=conditions.coalesce,
        returns=None,
        selects=True,
    ),
    Signature(name="ConvertToBase64", parameters=(_SOURCE,), compute=conversions.to_base64),
    Signature(name="ConvertToUTF8Hex", parameters=(_SOURCE,), compute=conversions.to_utf8_hex),
    Signature(name="Count", parameters=(_ATTRIBUTE,), compute=lists.count, returns=_INTEGER),
    Signature(name="CStr", parameters=(Parameter(name="value"),), compute=conversions.to_text),
    Signature(
        name="IgnoreFlowIfNullOrEmpty",
        parameters=(_ANYTHING,),
        compute=conditions.ignore_flow_if_null_or_empty,
        returns=None,
    ),
    Signature(
        name="IIF",
        parameters=(
            Parameter(name="condition", type=_BOOLEAN, condition=True),
            Parameter(name="valueIfTrue"),
            Parameter(name="valueIfFalse"),
        ),
        compute=is_true,  # of the condition; the compiler lays out the choice
        returns=None,
    ),
    Signature(
        name="InStr",
        parameters=(
            Parameter(name="value1"),
            Parameter(name="value2"),
            Parameter(name="start", type=_INTEGER, required=False),
            Parameter(
                name="compareType", required=False, words=(texts.COMPARE_TEXT, texts.COMPARE_BINARY)
            ),
        ),
        compute=texts.in_str,
        returns=_INTEGER,
    ),
    Signature(name="IsNull", parameters=(_ANYTHING,), compute=conditions.is_null, returns=_BOOLEAN),
    Signature(
        name="IsNullOrEmpty",
        parameters=(_ANYTHING,),
        compute=conditions.is_null_or_empty,
        returns=_BOOLEAN,
    ),
    Signature(
        name="IsPresent", parameters=(_ANYTHING,), compute=conditions.is_present, returns=_BOOLEAN
    ),
    Signature(
        name="IsString", parameters=(_ANYTHING,), compute=conditions.is_string, returns=_BOOLEAN
    ),
    Signature(
        name="Item",
        parameters=(_ATTRIBUTE, Parameter(name="index", type=_INTEGER)),
        compute=lists.item,
    ),
    Signature(name="Join", parameters=(Parameter(name="separator"), _SOURCES), compute=lists.join),
    Signature(
        name="Left",
        parameters=(Parameter(name="String"), Parameter(name="NumChars", type=_INTEGER)),
        compute=texts.left,
    ),
    Signature(
        name="Mid",
        parameters=(
            _SOURCE,
            Parameter(name="start", type=_INTEGER),
            Parameter(name="length", type=_INTEGER),
        ),
        compute=texts.mid,
    ),
    Signature(
        name="NormalizeDiacritics", parameters=(_SOURCE,), compute=casing.normalize_diacritics
    ),
    Signature(
        name="Not",
        parameters=(Parameter(name="source", type=_BOOLEAN),),
        compute=conditions.negate,
        returns=_BOOLEAN,
    ),
    Signature(
        name="PCase",
        parameters=(_SOURCE, Parameter(name="wordSeparators", required=False)),
        compute=casing.to_proper_case,
    ),
    Signature(
        name="Redact", parameters=(Parameter(name="value"),), compute=texts.redact, returns=None
    ),
    Signature(
        name="RemoveDuplicates",
        parameters=(_ATTRIBUTE,),
        compute=lists.remove_duplicates,
        returns=None,
    ),
    Signature(
        name="Replace",
        parameters=(
            _SOURCE,
            Parameter(name="oldValue", required=False),
            Parameter(name="regexPattern", required=False),
            Parameter(name="regexGroupName", required=False),
            Parameter(name="replacementValue", required=False),
            Parameter(name="replacementAttributeName", required=False),
            Parameter(name="template", required=False),
        ),
        compute=replacing.replace,
        check=replacing.check,
    ),
    Signature(
        name="Split",
        parameters=(_SOURCE, Parameter(name="delimiter")),
        compute=lists.split,
        returns=None,
    ),
    Signature(name="StripSpaces", parameters=(_SOURCE,), compute=texts.strip_spaces),
    Signature(
        name="Switch",
        parameters=(
            _SOURCE,
            Parameter(name="defaultValue", required=False),
            Parameter(name="key", repeated=True),
            Parameter(name="value", repeated=True),
        ),
        compute=conditions.switch,
        returns=None,
        selects=True,
    ),
    Signature(name="ToLower", parameters=(_SOURCE, _CULTURE), compute=casing.to_lower),
    Signature(name="ToUpper", parameters=(_SOURCE, _CULTURE), compute=casing.to_upper),
    Signature(
        name="Word",
        parameters=(
            Parameter(name="String"),
            Parameter(name="WordNumber", type=_INTEGER),
            Parameter(name="Delimiters"),
        ),
        compute=texts.word,
    ),
)

SIGNATURES: Mapping[str, Signature] = MappingProxyType(
    {signature.name: signature for signature in _BUILT}
)
"""Every function that is built, by name, in alphabetical order."""
