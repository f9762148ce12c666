"""Editing a job's schema with the unmodified msgraph-sdk: read it, change it, send it back."""

import asyncio
from collections.abc import Mapping
from typing import Any

from msgraph.generated.models.attribute_flow_type import AttributeFlowType
from msgraph.generated.models.attribute_mapping import AttributeMapping
from msgraph.generated.models.attribute_mapping_source import AttributeMappingSource
from msgraph.generated.models.attribute_mapping_source_type import AttributeMappingSourceType

from tests.clients.test_msgraph_sdk import Walkthrough


def test_a_schema_that_was_read_is_changed_and_sent_back(pair: Mapping[str, Any]) -> None:
    async def walk_through() -> None:
        async with Walkthrough(pair) as walk:
            await walk.configure()
            schema = await walk.job.schema.get()
            [rule] = schema.synchronization_rules
            users = rule.object_mappings[0]
            source = AttributeMappingSource(
                expression='"Northwind"', name="Northwind", type=AttributeMappingSourceType.Constant
            )
            users.attribute_mappings = [
                *users.attribute_mappings,
                AttributeMapping(
                    target_attribute_name="companyName",
                    source=source,
                    flow_type=AttributeFlowType.ValueAddOnly,
                ),
            ]
            await walk.job.schema.patch(schema)
            edited = await walk.job.schema.get()
            await walk.job.schema.delete()
            reset = await walk.job.schema.get()

            [*before, company] = (
                edited.synchronization_rules[0].object_mappings[0].attribute_mappings
            )
            assert ("companyName", AttributeFlowType.ValueAddOnly) == (
                company.target_attribute_name,
                company.flow_type,
            )
            of_reset = reset.synchronization_rules[0].object_mappings[0].attribute_mappings
            assert [each.target_attribute_name for each in before] == [
                each.target_attribute_name for each in of_reset
            ]

    asyncio.run(walk_through())
