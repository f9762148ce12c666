"""A synchronization between two tenants, set up as the administrators of both would."""

from collections.abc import Iterable

import msgspec

from tenantry.access.operations.partners import add_partner, get_partner, update_partner
from tenantry.access.operations.synchronizations import add_synchronization
from tenantry.access.policy import AutomaticConsent, IdentitySynchronization, UserSyncInbound
from tenantry.actor import Actor, operator
from tenantry.directory.applications import SYNC_ROLE_NAME, SYNC_TEMPLATE_ID
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.templates import instantiate_template
from tenantry.errors import NotConfiguredError
from tenantry.lab.lab_file import LabJob
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.guard import PERCENTAGE, WINDOW
from tenantry.sync.jobs import RunMode
from tenantry.sync.notification_settings import (
    NAME as NOTIFICATION_SETTINGS,
    NotificationSettings,
)
from tenantry.sync.operations.connections import save_connection, validate_credentials
from tenantry.sync.operations.jobs import change_settings, create_job, start_job
from tenantry.sync.settings import AUTHENTICATION_TYPE, COMPANY_ID, SYNC_ALL, SYNC_POLICY


def synchronize(
    work: UnitOfWork,
    source_tenant_id: str,
    target_tenant_id: str,
    *,
    name: str,
    group_ids: Iterable[str],
    notify: str | None = None,
    percentage: int | None = None,
) -> LabJob:
    """Let both tenants agree, and start a job that brings the groups' members over.

    *name* is the configuration's display name, *notify* the mail address of who looks after it.
    The job runs whenever something changes; with a *percentage*, under a deletion guard: not more
    than the documented 500 people, and this part of all, leave within an hour.
    """
    source, target = operator(source_tenant_id), operator(target_tenant_id)
    _consent(work, target, source_tenant_id, AutomaticConsent(inbound_allowed=True))
    allowed = UserSyncInbound(is_sync_allowed=True)
    add_synchronization(
        work,
        target,
        IdentitySynchronization(
            partner_tenant_id=source_tenant_id, display_name=name, user_sync_inbound=allowed
        ),
    )
    _consent(work, source, target_tenant_id, AutomaticConsent(outbound_allowed=True))
    notifications = NotificationSettings(
        enabled=notify is not None,
        recipients=notify,
        delete_threshold_enabled=percentage is not None,
    )
    service_principal_id = _configure(
        work, source, target_tenant_id, name, group_ids, notifications=notifications
    )
    job = create_job(work, source, service_principal_id, run_mode=RunMode.CONTINUOUS)
    if percentage is not None:
        guard = {PERCENTAGE: str(percentage), WINDOW: "PT1H"}
        change_settings(work, source, service_principal_id, job.id, guard)
    start_job(work, source, service_principal_id, job.id)
    return LabJob(
        source_tenant_id=source_tenant_id,
        target_tenant_id=target_tenant_id,
        service_principal_id=service_principal_id,
        job_id=job.id,
    )


def _consent(
    work: UnitOfWork, actor: Actor, partner_tenant_id: str, consent: AutomaticConsent
) -> None:
    """Make the tenant a partner if it is none yet, and consent in one more direction."""
    given = {"automatic_user_consent_settings": consent}
    try:
        get_partner(work, actor, partner_tenant_id)
    except NotConfiguredError:
        add_partner(work, actor, partner_tenant_id, given)
    else:
        update_partner(work, actor, partner_tenant_id, given)


def _configure(
    work: UnitOfWork,
    source: Actor,
    target_tenant_id: str,
    name: str,
    group_ids: Iterable[str],
    *,
    notifications: NotificationSettings,
) -> str:
    """Make the configuration in the source; return the id of its service principal."""
    _, principal = instantiate_template(work, source, SYNC_TEMPLATE_ID, name)
    connection = {
        AUTHENTICATION_TYPE: SYNC_POLICY,
        COMPANY_ID: target_tenant_id,
        SYNC_ALL: "false",
        NOTIFICATION_SETTINGS: msgspec.json.encode(notifications).decode(),
    }
    validate_credentials(work, source, principal["id"], connection)
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
