"""The mapping of groups: how it is stored, and what it refuses (behaviour §23)."""

from dataclasses import replace

import pytest

from tenantry.sync.default_mappings import default_group_mappings
from tenantry.sync.expression import Attribute, Constant, parse
from tenantry.sync.groups.mapping_checks import check_group_mapping
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.mapping_checks import SchemaError
from tenantry.sync.schema import DEFAULT_GROUPS, default_schema
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter
from tenantry.sync.stored_schemas import decode_schema, encode_schema


def test_a_new_job_maps_groups_and_does_not_use_it() -> None:
    groups = default_schema("rule").groups

    check_group_mapping(groups)
    assert not groups.enabled
    assert "Provision Azure Active Directory Groups" == groups.name


def test_a_schema_that_was_stored_before_there_were_groups_has_the_default() -> None:
    stored = encode_schema(default_schema("rule"))

    assert '"groups"' not in stored
    assert default_schema("rule") == decode_schema(stored)


def test_a_mapping_of_groups_is_stored_as_it_is() -> None:
    clause = FilterClause(attribute="displayName", operator="IS NOT NULL")
    groups = replace(
        DEFAULT_GROUPS,
        enabled=True,
        mappings=default_group_mappings()[:3],
        scope=ScopingFilter(groups=(FilterGroup(title="named", clauses=(clause,)),)),
        flow_types=frozenset({"Add"}),
    )
    schema = replace(default_schema("rule"), groups=groups)

    assert schema == decode_schema(encode_schema(schema))


@pytest.mark.parametrize(
    ("target", "changes", "path", "message"),
    [
        ("displayName", {"matching_priority": 1}, "matchingPriority", "not matched"),
        ("securityEnabled", {"source": Constant(text="false")}, "source", "constant `true`"),
        ("securityEnabled", {"source": Attribute(name="mailEnabled")}, "source", "constant"),
        ("displayName", {"source": Attribute(name="givenName")}, "source", "no source attribute"),
        ("displayName", {"target": "mail"}, "targetAttributeName", "no target attribute `mail`"),
        ("displayName", {"target": "objectId"}, "targetAttributeName", "read-only"),
        ("displayName", {"target": "classification"}, "", "required attribute `displayName`"),
        ("members", {"source": parse('Join("", [members])')}, "source", "mapped directly"),
        ("members", {"default_value": "ana"}, "defaultValue", "default value"),
        ("description", {"target": "displayName"}, "targetAttributeName", "more than once"),
    ],
)
def test_a_mapping_of_groups_that_breaks_a_rule_is_refused(
    target: str, changes: dict[str, object], path: str, message: str
) -> None:
    mappings = [_changed(each, target, changes) for each in default_group_mappings()]

    with pytest.raises(SchemaError, match=message) as refused:
        check_group_mapping(replace(DEFAULT_GROUPS, mappings=tuple(mappings)))

    assert refused.value.path.endswith(path)


def test_groups_cannot_be_filtered_by_their_members() -> None:
    clause = FilterClause(attribute="members", operator="IS NULL")
    scope = ScopingFilter(groups=(FilterGroup(title="empty", clauses=(clause,)),))

    with pytest.raises(SchemaError, match="cannot be filtered by `members`"):
        check_group_mapping(replace(DEFAULT_GROUPS, scope=scope))


def _changed(
    mapping: AttributeMapping, target: str, changes: dict[str, object]
) -> AttributeMapping:
    return replace(mapping, **changes) if mapping.target == target else mapping  # type: ignore[arg-type]  # fields by name
