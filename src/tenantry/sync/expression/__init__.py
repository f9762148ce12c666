"""The language of attribute mappings: VBA-like expressions over a source user (behaviour §6).

::

    text ──parsing──▶ syntax ──compiling──▶ a Python function of a source row
                        ▲ ▼
                      sources: Graph's attributeMappingSource tree

`syntax` has the parts, `catalogue/` the functions of the language, `functions/` what they
compute, `kinds` what they take and give; `patterns` and `dates/` are .NET's regular expressions
and dates; `tracing` shows what each part gives.  Everything is pure: time, chance and the
tenant's domain come in as `inputs`.  Start with `parse`.
"""

from tenantry.sync.expression.catalogue import MATCHING_FUNCTION, REFUSED, SIGNATURES
from tenantry.sync.expression.compiling import compile_expression, draws, needs_inputs
from tenantry.sync.expression.errors import EvaluationError, ExpressionError
from tenantry.sync.expression.inputs import INPUTS, Inputs
from tenantry.sync.expression.kinds import check_kinds, check_target, kind_of
from tenantry.sync.expression.parsing import parse, parse_with
from tenantry.sync.expression.sources import MappingSource, SourceType, from_source, to_source
from tenantry.sync.expression.syntax import (
    Attribute,
    Comparison,
    Constant,
    Expression,
    Function,
    Number,
    Word,
    attributes_of,
    functions_of,
    write,
)
from tenantry.sync.expression.tracing import Step, trace_expression
from tenantry.sync.expression.values import NO_FLOW, NoFlow, Row, Value

__all__ = [
    "INPUTS",
    "MATCHING_FUNCTION",
    "NO_FLOW",
    "REFUSED",
    "SIGNATURES",
    "Attribute",
    "Comparison",
    "Constant",
    "EvaluationError",
    "Expression",
    "ExpressionError",
    "Function",
    "Inputs",
    "MappingSource",
    "NoFlow",
    "Number",
    "Row",
    "SourceType",
    "Step",
    "Value",
    "Word",
    "attributes_of",
    "check_kinds",
    "check_target",
    "compile_expression",
    "draws",
    "from_source",
    "functions_of",
    "kind_of",
    "needs_inputs",
    "parse",
    "parse_with",
    "to_source",
    "trace_expression",
    "write",
]
