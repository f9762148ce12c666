"""Trying an expression on the users of a tenant, with the value of every part of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tenantry.actor import Actor
from tenantry.directory.operations.lookups import require_user
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.engine.connecting import draw_inputs
from tenantry.sync.expression import (
    Expression,
    Step,
    attributes_of,
    needs_inputs,
    parse_with,
    trace_expression,
)
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import DELETED_AT, ID, NAME, Row, SourceLayout
from tenantry.sync.operations.authorization import check_read
from tenantry.sync.operations.discovery import discover_source
from tenantry.sync.stores import entitlements, source

_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What an expression gave for one user; the first step is the whole expression."""

    user_id: str
    user_principal_name: str
    steps: Sequence[Step]


def try_expression(
    reading: Reading,
    actor: Actor,
    text: str,
    *,
    user: str | None = None,
    limit: int | None = None,
    job: Job | None = None,
) -> Iterator[Trial]:
    """Yield what *text* gives for one *user*, by id or sign-in name, or for up to *limit* users.

    App roles are those that users have at the configuration of *job*, none without one.  Raises
    `ExpressionError` at once, for an attribute that the tenant has not as well, and
    `NotFoundError` for a user that does not exist.
    """
    check_read(actor)
    expression = parse_with(text, discover_source(reading, actor.tenant_id).attributes()[0])
    if user is not None:
        found = [require_user(reading, actor.tenant_id, user)["id"]]
        return _trials(reading, actor.tenant_id, expression, iter([found]), job)
    chunks = _user_ids(reading, actor.tenant_id)
    return islice(_trials(reading, actor.tenant_id, expression, chunks, job), limit)


def _trials(
    reading: Reading,
    tenant_id: str,
    expression: Expression,
    chunks: Iterator[Sequence[str]],
    job: Job | None,
) -> Iterator[Trial]:
    layout = SourceLayout(attributes_of(expression), needs_inputs=needs_inputs(expression))
    trace = trace_expression(expression, layout.positions)
    inputs = draw_inputs(reading, tenant_id)
    for user_ids in chunks:
        rows = source.read_users(
            reading, tenant_id, user_ids, layout.columns, service_principal_id=None
        )
        app_roles = _app_roles(reading, layout, user_ids, job)
        for row in sorted(rows):
            if row[DELETED_AT] is None:
                yield _trial(row, trace(layout.complete(row, inputs, app_roles)))


def _app_roles(
    reading: Reading, layout: SourceLayout, user_ids: Sequence[str], job: Job | None
) -> Mapping[str, Sequence[str]]:
    if job is None or not layout.reads_app_roles:
        return {}
    return entitlements.read_app_roles(reading, job.tenant_id, job.service_principal_id, user_ids)


def _trial(row: Row, steps: Sequence[Step]) -> Trial:
    return Trial(user_id=row[ID], user_principal_name=row[NAME], steps=steps)


def _user_ids(reading: Reading, tenant_id: str) -> Iterator[Sequence[str]]:
    """Yield the ids of all users in chunks."""
    after = ""
    while user_ids := source.list_users(reading, tenant_id, after=after, limit=_CHUNK):
        yield user_ids
        after = user_ids[-1]
