"""Functions on texts."""

from tenantry.sync.expression.catalogue.parameters import INTEGER, SOURCE
from tenantry.sync.expression.functions import casing, conversions, replacing, texts
from tenantry.sync.expression.patterns import compile_pattern
from tenantry.sync.expression.signatures import Parameter, Signature

_CULTURE = Parameter(name="culture", required=False, check=casing.check_culture)

SIGNATURES = (
    Signature(name="Append", parameters=(SOURCE, Parameter(name="suffix")), compute=texts.append),
    Signature(name="ConvertToBase64", parameters=(SOURCE,), compute=conversions.to_base64),
    Signature(name="ConvertToUTF8Hex", parameters=(SOURCE,), compute=conversions.to_utf8_hex),
    Signature(
        name="InStr",
        parameters=(
            Parameter(name="value1"),
            Parameter(name="value2"),
            Parameter(name="start", type=INTEGER, required=False),
            Parameter(
                name="compareType",
                required=False,
                words=(texts.COMPARE_TEXT, texts.COMPARE_BINARY),
                check=texts.check_comparison,
            ),
        ),
        compute=texts.in_str,
        returns=INTEGER,
    ),
    Signature(
        name="Left",
        parameters=(Parameter(name="String"), Parameter(name="NumChars", type=INTEGER)),
        compute=texts.left,
    ),
    Signature(
        name="Len", parameters=(Parameter(name="String"),), compute=texts.length, returns=INTEGER
    ),
    Signature(
        name="Mid",
        parameters=(
            SOURCE,
            Parameter(name="start", type=INTEGER),
            Parameter(name="length", type=INTEGER),
        ),
        compute=texts.mid,
    ),
    Signature(
        name="NormalizeDiacritics", parameters=(SOURCE,), compute=casing.normalize_diacritics
    ),
    Signature(
        name="PCase",
        parameters=(SOURCE, Parameter(name="wordSeparators", required=False)),
        compute=casing.to_proper_case,
    ),
    Signature(
        name="Replace",
        parameters=(
            SOURCE,
            Parameter(name="oldValue", required=False),
            Parameter(name="regexPattern", required=False, check=compile_pattern),
            Parameter(name="regexGroupName", required=False),
            Parameter(name="replacementValue", required=False),
            Parameter(name="replacementAttributeName", required=False),
            Parameter(name="template", required=False),
        ),
        compute=replacing.replace,
        check=replacing.check,
    ),
    Signature(name="StripSpaces", parameters=(SOURCE,), compute=texts.strip_spaces),
    Signature(name="ToLower", parameters=(SOURCE, _CULTURE), compute=casing.to_lower),
    Signature(name="ToUpper", parameters=(SOURCE, _CULTURE), compute=casing.to_upper),
    Signature(
        name="Word",
        parameters=(
            Parameter(name="String"),
            Parameter(name="WordNumber", type=INTEGER),
            Parameter(name="Delimiters"),
        ),
        compute=texts.word,
    ),
)
