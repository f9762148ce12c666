"""Schemas as they are stored: the text of a job's schema, and back.

Expressions are stored as the text an administrator writes, so the stored form outlives the
parser's.
"""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from tenantry.sync.attributes import AttributeDefinition, AttributeType, extension
from tenantry.sync.expression import parse, write
from tenantry.sync.extensions import Extensions
from tenantry.sync.flows import FlowBehavior, FlowType
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.schema import DEFAULT_GROUPS, JobSchema, ObjectMapping
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter


class _StoredMapping(msgspec.Struct, omit_defaults=True):
    target: str
    expression: str | None = None
    default: str | None = None
    flow_type: FlowType = FlowType.ALWAYS
    flow_behavior: FlowBehavior = FlowBehavior.FLOW_WHEN_CHANGED
    matching_priority: int = 0
    export_missing_references: bool = False


_StoredFilter: TypeAlias = list[tuple[str, list[tuple[str, str, list[str]]]]]
"""Groups of a filter: title, and of each clause the attribute, the operator and the values."""


class _StoredObjectMapping(msgspec.Struct, omit_defaults=True):
    name: str
    mappings: list[_StoredMapping]
    scope: _StoredFilter
    flow_types: list[str]
    enabled: bool
    input_scope: _StoredFilter = []
    category_scope: _StoredFilter = []


class _StoredExtension(msgspec.Struct, omit_defaults=True):
    name: str
    type: AttributeType = AttributeType.STRING
    multivalued: bool = False


class _StoredSchema(msgspec.Struct, omit_defaults=True):
    rule_id: str
    users: _StoredObjectMapping
    groups: _StoredObjectMapping | None = None  # as they are by default
    source_extensions: list[_StoredExtension] = []
    target_extensions: list[_StoredExtension] = []


def encode_schema(schema: JobSchema) -> str:
    """Return the stored text of *schema*."""
    stored = _StoredSchema(
        rule_id=schema.rule_id,
        users=_stored_object(schema.users),
        groups=None if schema.groups == DEFAULT_GROUPS else _stored_object(schema.groups),
        source_extensions=list(map(_stored_extension, schema.extensions.source)),
        target_extensions=list(map(_stored_extension, schema.extensions.target)),
    )
    return msgspec.json.encode(stored).decode()


def decode_schema(text: str) -> JobSchema:
    """Return the schema of stored *text*."""
    stored = msgspec.json.decode(text, type=_StoredSchema)
    groups = DEFAULT_GROUPS if stored.groups is None else _object_mapping(stored.groups)
    return JobSchema(
        rule_id=stored.rule_id,
        users=_object_mapping(stored.users),
        groups=groups,
        extensions=Extensions(
            source=tuple(map(_extension, stored.source_extensions)),
            target=tuple(map(_extension, stored.target_extensions)),
        ),
    )


def _stored_object(mapping: ObjectMapping) -> _StoredObjectMapping:
    return _StoredObjectMapping(
        name=mapping.name,
        mappings=[_stored(each) for each in mapping.mappings],
        scope=_stored_filter(mapping.scope.groups),
        flow_types=sorted(mapping.flow_types),
        enabled=mapping.enabled,
        input_scope=_stored_filter(mapping.scope.input_groups),
        category_scope=_stored_filter(mapping.scope.category_groups),
    )


def _stored_filter(groups: Sequence[FilterGroup]) -> _StoredFilter:
    return [
        (
            group.title,
            [(part.attribute, part.operator, list(part.values)) for part in group.clauses],
        )
        for group in groups
    ]


def _filter_groups(stored: _StoredFilter) -> tuple[FilterGroup, ...]:
    return tuple(
        FilterGroup(
            title=title,
            clauses=tuple(
                FilterClause(attribute=attribute, operator=operator, values=tuple(values))
                for attribute, operator, values in clauses
            ),
        )
        for title, clauses in stored
    )


def _object_mapping(stored: _StoredObjectMapping) -> ObjectMapping:
    return ObjectMapping(
        name=stored.name,
        mappings=tuple(_mapping(each) for each in stored.mappings),
        scope=ScopingFilter(
            groups=_filter_groups(stored.scope),
            input_groups=_filter_groups(stored.input_scope),
            category_groups=_filter_groups(stored.category_scope),
        ),
        flow_types=frozenset(stored.flow_types),
        enabled=stored.enabled,
    )


def _stored_extension(definition: AttributeDefinition) -> _StoredExtension:
    return _StoredExtension(definition.name, definition.type, definition.multivalued)


def _extension(stored: _StoredExtension) -> AttributeDefinition:
    return extension(stored.name, stored.type, multivalued=stored.multivalued)


def _stored(mapping: AttributeMapping) -> _StoredMapping:
    return _StoredMapping(
        target=mapping.target,
        expression=None if mapping.source is None else write(mapping.source),
        default=mapping.default_value,
        flow_type=mapping.flow_type,
        flow_behavior=mapping.flow_behavior,
        matching_priority=mapping.matching_priority,
        export_missing_references=mapping.export_missing_references,
    )


def _mapping(stored: _StoredMapping) -> AttributeMapping:
    return AttributeMapping(
        target=stored.target,
        source=None if stored.expression is None else parse(stored.expression),
        default_value=stored.default,
        flow_type=stored.flow_type,
        flow_behavior=stored.flow_behavior,
        matching_priority=stored.matching_priority,
        export_missing_references=stored.export_missing_references,
    )
