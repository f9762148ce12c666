"""A job's connection: what a cycle knows of the two tenants and of the configuration."""

from dataclasses import dataclass

from tenantry.sync.expression import Inputs
from tenantry.sync.groups.rules import GroupRules
from tenantry.sync.job_rules import JobRules
from tenantry.sync.jobs import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A job's two ends, as its connection settings name them.

    ``verified_domains`` are the source's: an external user's mail must be of one (behaviour §4).
    ``inputs`` are what `Now` and the functions that draw lots give while it lasts (ADR 0011).
    ``may_invite`` is whether the target takes new external users at all (behaviour §14.1).
    ``groups`` decide on groups, None where their mapping is off.
    """

    job: Job
    rules: JobRules
    sync_all: bool
    target_tenant_id: str
    service_principal_name: str
    verified_domains: frozenset[str]
    inputs: Inputs
    may_invite: bool
    groups: GroupRules | None = None
