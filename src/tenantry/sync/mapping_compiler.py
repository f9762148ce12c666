"""Compiling: all attribute mappings of a job as one function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from tenantry.directory.users import RULES
from tenantry.directory.values import Rule
from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    AttributeDefinition,
    Attributes,
    AttributeType,
)
from tenantry.sync.expression import INPUTS, Attribute, Constant, Row, Value, draws
from tenantry.sync.expression.compiling import may_not_flow
from tenantry.sync.flows import FlowBehavior, FlowType
from tenantry.sync.mapping import AttributeMapping, CompiledMapping, TargetRule, produced
from tenantry.sync.target_limits import is_clearable
from tenantry.sync.target_values import CONVERSIONS, TargetValues


def compile_mappings(
    mappings: Sequence[AttributeMapping],
    positions: Mapping[str, int],
    source_attributes: Attributes = SOURCE_ATTRIBUTES,
    target_attributes: Attributes = TARGET_ATTRIBUTES,
    renderings: Mapping[str, Callable[[Value], Value]] = MappingProxyType({}),
    *,
    limits: Mapping[str, Rule] = RULES,
    flows_nulls: bool = False,
) -> CompiledMapping:
    """Return *mappings* as functions of source rows.  They must have passed `check_mappings`.

    *positions* gives the place in the row of each source attribute, and of the `INPUTS` where
    a mapping `draws`.  *renderings* gives, for a
    target attribute, the last step from the mapped value, null included, to the one written
    (`userPrincipalName` to its external form).  *limits* are the rules of the target's columns,
    none where the caller checks the values itself.  With *flows_nulls* a null empties the
    target's attribute where it always flows and a user can be without it; an expression that
    can say that nothing flows never does.
    """
    mappings = [_with_its_default(mapping) for mapping in mappings]
    references = {
        mapping.target: positions[mapping.source.name]
        for mapping in mappings
        if isinstance(mapping.source, Attribute)
        and target_attributes[mapping.target].type is AttributeType.REFERENCE
    }
    valued = [mapping for mapping in mappings if mapping.target not in references]
    values = TargetValues(positions, source_attributes, target_attributes, renderings, limits)
    rules = tuple(
        _rule(mapping, target_attributes[mapping.target], values, flows_nulls=flows_nulls)
        for mapping in valued
    )
    return CompiledMapping(
        targets=tuple(mapping.target for mapping in valued),
        references=MappingProxyType(references),
        map_user=_map_user(
            values.all([(mapping.target, mapping.source) for mapping in valued]), rules
        ),
        redacted=frozenset(mapping.target for mapping in mappings if mapping.is_redacted),
        _rules=rules,
        _has_defaults=any(rule.default is not None for rule in rules),
        _inputs=positions[INPUTS] if any(rule.is_drawn for rule in rules) else None,
    )


def _with_its_default(mapping: AttributeMapping) -> AttributeMapping:
    """Return a mapping without source as what it means: its default where the target is empty."""
    if mapping.source is not None or mapping.default_value is None:
        return mapping
    only_new = mapping.flow_type is FlowType.OBJECT_ADD_ONLY
    return replace(
        mapping,
        source=Constant(text=mapping.default_value),
        flow_type=mapping.flow_type if only_new else FlowType.ATTRIBUTE_ADD_ONLY,
    )


def _map_user(
    map_at_once: Callable[[Row], Row], rules: tuple[TargetRule, ...]
) -> Callable[[Row], Row]:
    def map_user(row: Row) -> Row:
        try:
            return map_at_once(row)
        except InvalidValueError:
            # The tuple does not tell which value failed: find it one by one.
            return tuple(produced(rule, row) for rule in rules)

    return map_user


def _rule(
    mapping: AttributeMapping,
    target: AttributeDefinition,
    values: TargetValues,
    *,
    flows_nulls: bool,
) -> TargetRule:
    replaces = mapping.flow_type is FlowType.ALWAYS and not may_not_flow(mapping.source)
    return TargetRule(
        name=mapping.target,
        evaluate=values.evaluation(mapping.target, mapping.source),
        produce=values.one(mapping.target, mapping.source),
        default=CONVERSIONS[target.type](mapping.default_value),
        flow_type=mapping.flow_type,
        flows_always=mapping.flow_behavior is FlowBehavior.FLOW_ALWAYS,
        clears=flows_nulls and replaces and is_clearable(target),
        case_exact=target.case_exact,
        is_redacted=mapping.is_redacted,
        is_drawn=mapping.source is not None and draws(mapping.source),
    )
