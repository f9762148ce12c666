"""Synchronization schemas on the wire: rules, mappings, filters and directories (contract §4.9)."""

from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, uuid5

from tenantry.graph.wire.annotations import JsonObject
from tenantry.sync.attributes import AttributeDefinition, Attributes, AttributeType
from tenantry.sync.expression import MappingSource, to_source
from tenantry.sync.groups.attributes import GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES
from tenantry.sync.jobs import Job
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.provisioning_log import SOURCE_SYSTEM, TARGET_SYSTEM
from tenantry.sync.schema import GROUP, RULE_NAME, USER, JobSchema, ObjectMapping
from tenantry.sync.scoping import FilterGroup, ScopingFilter

_FLOW_ORDER = ("Add", "Update", "Delete")
_MAPPING_METADATA = (
    ("EscrowBehavior", '"Default"'),
    ("Disposition", '"Normal"'),
    ("IsCustomerDefined", "false"),
    ("DisableMonitoringForChanges", "false"),
    ("ExcludeFromReporting", "false"),
    ("Unsynchronized", "false"),
)


def schema_object(
    job: Job, schema: JobSchema, source: Attributes, target: Attributes
) -> JsonObject:
    """Return a `synchronizationSchema` with its directories inlined."""
    return {
        "id": job.id,
        "version": f"v1.{job.schema_version}",
        "synchronizationRules": [_rule(schema)],
        "directories": directories(source, target),
    }


def template_schema(schema: JobSchema, source: Attributes, target: Attributes) -> JsonObject:
    """Return the schema that a template gives every new job."""
    return {
        "id": "Azure2Azure",
        "version": "v1.1",
        "synchronizationRules": [_rule(schema)],
        "directories": directories(source, target),
    }


def directories(source: Attributes, target: Attributes) -> list[JsonObject]:
    """Return both `directoryDefinition`s; *source* and *target* are the attributes of users."""
    return [
        _directory(SOURCE_SYSTEM, {USER: source, GROUP: GROUP_SOURCE_ATTRIBUTES}),
        _directory(TARGET_SYSTEM, {USER: target, GROUP: GROUP_TARGET_ATTRIBUTES}),
    ]


def directory_id(name: str) -> str:
    """Return the fixed id of the directory called *name*."""
    return str(uuid5(NAMESPACE_URL, f"tenantry:directory:{name}"))


def _rule(schema: JobSchema) -> JsonObject:
    return {
        "id": schema.rule_id,
        "name": RULE_NAME,
        "priority": 1,
        "editable": True,
        "sourceDirectoryName": SOURCE_SYSTEM,
        "targetDirectoryName": TARGET_SYSTEM,
        "containerFilter": None,
        "groupFilter": None,
        "metadata": [
            {"key": "defaultSourceObjectMappings", "value": "User"},
            {"key": "supportsProvisionOnDemand", "value": "true"},
        ],
        "objectMappings": [
            _object_mapping(USER, schema.users),
            _object_mapping(GROUP, schema.groups),
        ],
    }


def _object_mapping(object_name: str, mapped: ObjectMapping) -> JsonObject:
    flow_types = [name for name in _FLOW_ORDER if name in mapped.flow_types]
    return {
        "name": mapped.name,
        "enabled": mapped.enabled,
        "flowTypes": ", ".join(flow_types) or "None",
        "sourceObjectName": object_name,
        "targetObjectName": object_name,
        "scope": _scope(mapped.scope),
        "metadata": [{"key": key, "value": value} for key, value in _MAPPING_METADATA],
        "attributeMappings": [_attribute_mapping(mapping) for mapping in mapped.mappings],
    }


def _attribute_mapping(mapping: AttributeMapping) -> JsonObject:
    return {
        "targetAttributeName": mapping.target,
        "matchingPriority": mapping.matching_priority,
        "flowBehavior": mapping.flow_behavior.value,
        "flowType": mapping.flow_type.value,
        "defaultValue": mapping.default_value,
        "exportMissingReferences": mapping.export_missing_references,
        "source": None if mapping.source is None else source_object(to_source(mapping.source)),
    }


def source_object(source: MappingSource) -> JsonObject:
    """Return an `attributeMappingSource`."""
    return {
        "expression": source.expression,
        "name": source.name,
        "type": source.type.value,
        "parameters": [
            {"key": key, "value": source_object(value)} for key, value in source.parameters
        ],
    }


def _scope(scope: ScopingFilter) -> JsonObject | None:
    if scope == ScopingFilter():
        return None
    return {
        "categoryFilterGroups": [_group(group) for group in scope.category_groups],
        "inputFilterGroups": [_group(group) for group in scope.input_groups],
        "groups": [_group(group) for group in scope.groups],
    }


def _group(group: FilterGroup) -> JsonObject:
    clauses = [
        {
            "operatorName": clause.operator,
            "sourceOperandName": clause.attribute,
            "targetOperand": {"values": list(clause.values)},
        }
        for clause in group.clauses
    ]
    return {"name": group.title, "clauses": clauses}


def _directory(name: str, objects: Mapping[str, Attributes]) -> JsonObject:
    return {
        "id": directory_id(name),
        "name": name,
        "version": "1",
        "readOnly": False,
        "discoverabilities": "AttributeNames",
        "discoveryDateTime": None,
        "objects": [
            {
                "name": object_name,
                "supportedApis": [],
                "metadata": [],
                "attributes": _definitions(attributes),
            }
            for object_name, attributes in objects.items()
        ],
    }


def _definitions(attributes: Mapping[str, AttributeDefinition]) -> list[JsonObject]:
    return [_definition(definition) for definition in attributes.values()]


def _definition(definition: AttributeDefinition) -> JsonObject:
    referenced: Iterable[JsonObject] = (
        [{"referencedObjectName": "User", "referencedProperty": "objectId"}]
        if definition.type is AttributeType.REFERENCE
        else []
    )
    return {
        "name": definition.name,
        "type": definition.type.value,
        "anchor": definition.name == "objectId",
        "caseExact": definition.case_exact,
        "multivalued": definition.multivalued,
        "required": definition.required,
        "mutability": definition.mutability.value,
        "flowNullValues": False,
        "defaultValue": None,
        "apiExpressions": [],
        "metadata": [],
        "referencedObjects": list(referenced),
    }
