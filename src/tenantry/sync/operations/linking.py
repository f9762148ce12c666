"""Linking two tenants: everything that the administrators of both would set up for a job."""

from collections.abc import Iterable

import msgspec

from tenantry.access.operations.partners import add_partner, get_partner, update_partner
from tenantry.access.operations.synchronizations import (
    add_synchronization,
    update_synchronization,
)
from tenantry.access.policy import AutomaticConsent, IdentitySynchronization, UserSyncInbound
from tenantry.actor import Actor, operator
from tenantry.directory.applications import SYNC_ROLE_NAME, SYNC_TEMPLATE_ID
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.templates import instantiate_template
from tenantry.errors import AlreadyExistsError, NotConfiguredError
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.guard import PERCENTAGE, WINDOW
from tenantry.sync.jobs import Job, RunMode
from tenantry.sync.notification_settings import (
    NAME as NOTIFICATION_SETTINGS,
    NotificationSettings,
)
from tenantry.sync.operations.connections import save_connection, validate_credentials
from tenantry.sync.operations.jobs import change_settings, create_job, start_job
from tenantry.sync.settings import AUTHENTICATION_TYPE, COMPANY_ID, SYNC_ALL, SYNC_POLICY


def link_tenants(
    work: UnitOfWork,
    source_tenant_id: str,
    target_tenant_id: str,
    *,
    name: str,
    group_ids: Iterable[str],
    everybody: bool = False,
    notify: str | None = None,
    percentage: int | None = None,
    run_mode: RunMode = RunMode.CONTINUOUS,
    may_cross_clouds: bool = False,
) -> Job:
    """Let both tenants agree, and start a job that brings the groups' members over, or everybody.

    *name* is the configuration's display name, *notify* the mail address of who looks after it.
    With a *percentage* the job is under a deletion guard: not more than the documented 500
    people, and this part of all, leave within an hour.  The operator's doing: it acts in both.
    """
    source, target = operator(source_tenant_id), operator(target_tenant_id)
    for actor, partner_tenant_id, consent in (
        (target, source_tenant_id, AutomaticConsent(inbound_allowed=True)),
        (source, target_tenant_id, AutomaticConsent(outbound_allowed=True)),
    ):
        _consent(work, actor, partner_tenant_id, consent, may_cross_clouds=may_cross_clouds)
    _allow_users(work, target, source_tenant_id, name)
    notifications = NotificationSettings(
        enabled=notify is not None,
        recipients=notify,
        delete_threshold_enabled=percentage is not None,
    )
    connection = {
        AUTHENTICATION_TYPE: SYNC_POLICY,
        COMPANY_ID: target_tenant_id,
        SYNC_ALL: str(everybody).lower(),
        NOTIFICATION_SETTINGS: msgspec.json.encode(notifications).decode(),
    }
    principal_id = _configure(
        work, source, name, connection, group_ids, may_cross_clouds=may_cross_clouds
    )
    job = create_job(work, source, principal_id, run_mode=run_mode)
    if percentage is not None:
        guard = {PERCENTAGE: str(percentage), WINDOW: "PT1H"}
        change_settings(work, source, principal_id, job.id, guard)
    start_job(work, source, principal_id, job.id)
    return job


def _allow_users(work: UnitOfWork, target: Actor, source_tenant_id: str, name: str) -> None:
    allowed = UserSyncInbound(is_sync_allowed=True)
    given = IdentitySynchronization(
        partner_tenant_id=source_tenant_id, display_name=name, user_sync_inbound=allowed
    )
    try:
        add_synchronization(work, target, given)
    except AlreadyExistsError:
        update_synchronization(work, target, source_tenant_id, {"user_sync_inbound": allowed})


def _consent(
    work: UnitOfWork,
    actor: Actor,
    partner_tenant_id: str,
    consent: AutomaticConsent,
    *,
    may_cross_clouds: bool,
) -> None:
    """Make the tenant a partner if it is none yet, and consent in one more direction."""
    given = {"automatic_user_consent_settings": consent}
    try:
        get_partner(work, actor, partner_tenant_id)
    except NotConfiguredError:
        add_partner(work, actor, partner_tenant_id, given, may_cross_clouds=may_cross_clouds)
    else:
        update_partner(work, actor, partner_tenant_id, given, may_cross_clouds=may_cross_clouds)


def _configure(
    work: UnitOfWork,
    source: Actor,
    name: str,
    connection: dict[str, str],
    group_ids: Iterable[str],
    *,
    may_cross_clouds: bool,
) -> str:
    """Make the configuration in the source; return the id of its service principal."""
    _, principal = instantiate_template(work, source, SYNC_TEMPLATE_ID, name)
    validate_credentials(
        work, source, principal["id"], connection, may_cross_clouds=may_cross_clouds
    )
    save_connection(work, source, principal["id"], connection)
    [role] = [each for each in principal["app_roles"] if each["display_name"] == SYNC_ROLE_NAME]
    for group_id in group_ids:
        values = {
            "app_role_id": role["id"],
            "principal_id": group_id,
            "resource_id": principal["id"],
        }
        create_assignment(work, source, values)
    return str(principal["id"])
