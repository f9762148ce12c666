"""Importing: everything that deciding needs of groups."""

from collections.abc import Mapping, Sequence

from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import is_in_scope
from tenantry.sync.groups.rules import ENTITLED, ID, SOURCE_COLUMNS, GroupRules, columns_of
from tenantry.sync.layouts import Row, found_of
from tenantry.sync.matching import Link
from tenantry.sync.stores import group_source, group_target, links
from tenantry.sync.subject import Subject


def read_subjects(
    reading: Reading, connection: Connection, rules: GroupRules, source_ids: Sequence[str]
) -> dict[str, Subject]:
    """Return the groups that concern the job: those that are assigned or linked."""
    job = connection.job
    read = group_source.read_groups(
        reading, job.tenant_id, job.service_principal_id, source_ids, SOURCE_COLUMNS
    )
    rows = {row[ID]: (*row, connection.inputs.for_user(row[ID])) for row in read}
    linked = links.find_links(reading, job.tenant_id, job.id, source_ids, object_type="group")
    concerned = [
        source_id
        for source_id in source_ids
        if source_id in linked or (source_id in rows and rows[source_id][ENTITLED])
    ]
    return _with_targets(reading, connection, rules, concerned, rows, linked)


def _with_targets(  # noqa: PLR0917  # what was read so far
    reading: Reading,
    connection: Connection,
    rules: GroupRules,
    source_ids: Sequence[str],
    rows: Mapping[str, Row],
    linked: Mapping[str, Link],
) -> dict[str, Subject]:
    tenant_id = connection.target_tenant_id
    unlinked = [
        source_id
        for source_id in source_ids
        if source_id not in linked and is_in_scope(rules, rows.get(source_id))
    ]
    candidates = group_target.find_by_origin(reading, tenant_id, connection.job.tenant_id, unlinked)
    wanted = [link.target_id for link in linked.values()]
    wanted += [found[0] for found in candidates.values()]
    columns = list(columns_of(dict.fromkeys(rules.mapping.targets)))
    stored = group_target.read_groups(reading, tenant_id, wanted, columns)
    subjects = {}
    for source_id in source_ids:
        link, matches = linked.get(source_id), candidates.get(source_id, [])
        target_id = link.target_id if link else matches[0] if len(matches) == 1 else ""
        found = stored.get(target_id)
        subjects[source_id] = Subject(
            source_id,
            rows.get(source_id),
            link,
            matches,
            None if found is None else found_of(found[0], found[1:]),
        )
    return subjects
