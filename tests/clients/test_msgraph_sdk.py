"""The documented set-up sequence (behaviour §1), performed by the unmodified msgraph-sdk."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Self

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.application_templates.item.instantiate.instantiate_post_request_body import (
    InstantiatePostRequestBody,
)
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.cross_tenant_access_policy_configuration_partner import (
    CrossTenantAccessPolicyConfigurationPartner,
)
from msgraph.generated.models.cross_tenant_identity_sync_policy_partner import (
    CrossTenantIdentitySyncPolicyPartner,
)
from msgraph.generated.models.cross_tenant_user_sync_inbound import CrossTenantUserSyncInbound
from msgraph.generated.models.inbound_outbound_policy_configuration import (
    InboundOutboundPolicyConfiguration,
)
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.synchronization_job import SynchronizationJob
from msgraph.generated.models.synchronization_job_application_parameters import (
    SynchronizationJobApplicationParameters,
)
from msgraph.generated.models.synchronization_job_restart_criteria import (
    SynchronizationJobRestartCriteria,
)
from msgraph.generated.models.synchronization_job_restart_scope import (
    SynchronizationJobRestartScope,
)
from msgraph.generated.models.synchronization_job_subject import SynchronizationJobSubject
from msgraph.generated.models.synchronization_secret import SynchronizationSecret
from msgraph.generated.models.synchronization_secret_key_string_value_pair import (
    SynchronizationSecretKeyStringValuePair,
)
from msgraph.generated.models.user import User
from msgraph.generated.service_principals.item.synchronization.jobs.item.provision_on_demand.provision_on_demand_post_request_body import (  # noqa: E501
    ProvisionOnDemandPostRequestBody,
)
from msgraph.generated.service_principals.item.synchronization.jobs.item.restart.restart_post_request_body import (  # noqa: E501
    RestartPostRequestBody,
)
from msgraph.generated.service_principals.item.synchronization.jobs.validate_credentials.validate_credentials_post_request_body import (  # noqa: E501
    ValidateCredentialsPostRequestBody,
)
from msgraph.generated.service_principals.item.synchronization.secrets.secrets_put_request_body import (  # noqa: E501
    SecretsPutRequestBody,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from tests.clients.sdk import Tenant, eventually

SYNC_TEMPLATE = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"
_COPY_PROPERTIES = "id,userPrincipalName,displayName,accountEnabled,userType,externalUserState"


class Walkthrough:
    """An administrator of both tenants who follows the documented steps."""

    def __init__(self, lab: Mapping[str, Any]) -> None:
        self.source = Tenant(lab, 0)
        self.target = Tenant(lab, 1)
        self.service_principal_id = ""
        self.app_role_id = ""
        self.job_id = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.source.close()
        await self.target.close()

    async def configure(self) -> None:
        """Steps 1 to 8."""
        await self.allow_on_both_sides()
        await self.instantiate()
        await self.test_connection()
        await self.create_job()

    async def allow_on_both_sides(self) -> None:
        """Steps 1 to 4: the partners and the settings towards them."""
        of_target = self.target.graph.policies.cross_tenant_access_policy.partners
        of_source = self.source.graph.policies.cross_tenant_access_policy.partners
        await of_target.post(CrossTenantAccessPolicyConfigurationPartner(tenant_id=self.source.id))
        partner = of_target.by_cross_tenant_access_policy_configuration_partner_tenant_id(
            self.source.id
        )
        await partner.identity_synchronization.put(
            CrossTenantIdentitySyncPolicyPartner(
                display_name="Source",
                user_sync_inbound=CrossTenantUserSyncInbound(is_sync_allowed=True),
            )
        )
        await partner.patch(_consent(InboundOutboundPolicyConfiguration(inbound_allowed=True)))
        await of_source.post(CrossTenantAccessPolicyConfigurationPartner(tenant_id=self.target.id))
        await of_source.by_cross_tenant_access_policy_configuration_partner_tenant_id(
            self.target.id
        ).patch(_consent(InboundOutboundPolicyConfiguration(outbound_allowed=True)))

    async def instantiate(self) -> None:
        """Step 5: the configuration."""
        made = await self.source.graph.application_templates.by_application_template_id(
            SYNC_TEMPLATE
        ).instantiate.post(InstantiatePostRequestBody(display_name="Source to target"))
        self.service_principal_id = made.service_principal.id
        [role] = made.application.app_roles
        self.app_role_id = str(role.id)

    @property
    def synchronization(self) -> Any:
        """The request builder of the configuration."""
        return self.source.graph.service_principals.by_service_principal_id(
            self.service_principal_id
        ).synchronization

    @property
    def job(self) -> Any:
        """The request builder of the job."""
        return self.synchronization.jobs.by_synchronization_job_id(self.job_id)

    async def test_connection(self) -> None:
        """Step 6: both tenants must allow it."""
        await self.synchronization.jobs.validate_credentials.post(
            ValidateCredentialsPostRequestBody(
                use_saved_credentials=False,
                template_id="Azure2Azure",
                credentials=[
                    _pair(SynchronizationSecret.CompanyId, self.target.id),
                    _pair(SynchronizationSecret.AuthenticationType, "SyncPolicy"),
                ],
            )
        )

    async def create_job(self) -> None:
        """Steps 7 and 8: the job and its connection settings."""
        job = await self.synchronization.jobs.post(SynchronizationJob(template_id="Azure2Azure"))
        self.job_id = job.id
        notification = {"Enabled": False, "DeleteThresholdEnabled": False}
        await self.synchronization.secrets.put(
            SecretsPutRequestBody(
                value=[
                    _pair(SynchronizationSecret.AuthenticationType, "SyncPolicy"),
                    _pair(SynchronizationSecret.CompanyId, self.target.id),
                    _pair(SynchronizationSecret.SyncNotificationSettings, json.dumps(notification)),
                    _pair(SynchronizationSecret.SyncAll, "false"),
                ]
            )
        )

    async def assign(self, user_id: str) -> str:
        """Step 9: put a user into scope; return the assignment's id."""
        principal = self.source.graph.service_principals.by_service_principal_id(
            self.service_principal_id
        )
        assignment = await principal.app_role_assigned_to.post(
            AppRoleAssignment(
                app_role_id=self.app_role_id,
                resource_id=self.service_principal_id,
                principal_id=user_id,
            )
        )
        return str(assignment.id)

    async def unassign(self, assignment_id: str) -> None:
        """Take a user out of scope."""
        principal = self.source.graph.service_principals.by_service_principal_id(
            self.service_principal_id
        )
        await principal.app_role_assigned_to.by_app_role_assignment_id(assignment_id).delete()

    async def run_cycle(self) -> None:
        """Evaluate every user again, at once."""
        await self.job.restart.post(
            RestartPostRequestBody(
                criteria=SynchronizationJobRestartCriteria(
                    reset_scope=SynchronizationJobRestartScope.Watermark
                )
            )
        )

    async def find_copy(self, user: User) -> Any:
        """Return the user's copy in the target, if it is there."""
        name = str(user.user_principal_name).replace("@", "_")
        wanted = f"{name}#EXT#@{self.target.initial_domain}"
        query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
            filter=f"userPrincipalName eq '{wanted}'", select=_COPY_PROPERTIES.split(",")
        )
        found = await self.target.graph.users.get(RequestConfiguration(query_parameters=query))
        return found.value[0] if found and found.value else None


def _consent(
    consent: InboundOutboundPolicyConfiguration,
) -> CrossTenantAccessPolicyConfigurationPartner:
    return CrossTenantAccessPolicyConfigurationPartner(automatic_user_consent_settings=consent)


def _pair(key: SynchronizationSecret, value: str) -> SynchronizationSecretKeyStringValuePair:
    return SynchronizationSecretKeyStringValuePair(key=key, value=value)


async def _some_member(tenant: Tenant) -> User:
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        filter="userType eq 'Member' and accountEnabled eq true",
        select=["id", "displayName", "userPrincipalName"],
    )
    found = await tenant.graph.users.get(RequestConfiguration(query_parameters=query))
    assert found is not None
    assert found.value
    return next(user for user in found.value if "admin" not in str(user.user_principal_name))


def test_the_documented_sequence_brings_a_user_into_the_target(pair: Mapping[str, Any]) -> None:
    async def walk_through() -> None:
        async with Walkthrough(pair) as walk:
            await walk.configure()
            user = await _some_member(walk.source)
            await walk.assign(str(user.id))
            schema = await walk.job.schema.get()
            [rule] = schema.synchronization_rules
            subject = SynchronizationJobSubject(object_id=user.id, object_type_name="User")
            parameters = SynchronizationJobApplicationParameters(
                rule_id=rule.id, subjects=[subject]
            )
            ran = await walk.job.provision_on_demand.post(
                ProvisionOnDemandPostRequestBody(parameters=[parameters])
            )
            on_demand_copy = await walk.find_copy(user)
            await walk.job.start.post()
            job = await eventually(lambda: _steady(walk))
            log = walk.source.get(f"/auditLogs/provisioning?$filter=jobId eq '{walk.job_id}'")
            copy = walk.target.get(
                f"/users/{on_demand_copy.id}?$select={_COPY_PROPERTIES},identities"
            )

            [entry] = json.loads(ran.value)
            assert ("Create", "Success") == (entry["action"], entry["statusInfo"]["status"])
            assert "Active" == job.status.code.value
            assert "PT40M" == walk.source.get(_path(walk))["schedule"]["interval"]
            assert {
                "displayName": user.display_name,
                "userType": "Member",
                "externalUserState": "Accepted",
                "accountEnabled": True,
            }.items() <= copy.items()
            assert "ExternalAzureAD" in {identity["issuer"] for identity in copy["identities"]}
            assert user.id in {entry["sourceIdentity"]["id"] for entry in log["value"]}
            assert "create" in {entry["provisioningAction"] for entry in log["value"]}

    asyncio.run(walk_through())


def test_disabling_unassigning_and_reassigning_follow_the_user(pair: Mapping[str, Any]) -> None:
    async def walk_through() -> None:
        async with Walkthrough(pair) as walk:
            await walk.configure()
            user = await _some_member(walk.source)
            assignment = await walk.assign(str(user.id))
            await walk.job.start.post()
            copy = await eventually(lambda: walk.find_copy(user))

            of_user = walk.source.graph.users.by_user_id(str(user.id))
            await of_user.patch(User(account_enabled=False))
            await walk.run_cycle()
            await eventually(lambda: _enabled(walk, user, enabled=False))
            await of_user.patch(User(account_enabled=True))
            await walk.run_cycle()
            await eventually(lambda: _enabled(walk, user, enabled=True))

            await walk.unassign(assignment)
            await walk.run_cycle()
            await eventually(lambda: _gone(walk, user))
            deleted = walk.target.get("/directory/deletedItems/microsoft.graph.user")
            await walk.assign(str(user.id))
            await walk.run_cycle()
            restored = await eventually(lambda: walk.find_copy(user))

            assert [copy.id] == [item["id"] for item in deleted["value"]]
            assert copy.id == restored.id

    asyncio.run(walk_through())


def test_a_missing_setting_is_told_by_its_name(pair: Mapping[str, Any]) -> None:
    async def walk_through() -> ODataError:
        async with Walkthrough(pair) as walk:
            await walk.instantiate()
            with pytest.raises(ODataError) as refused:
                await walk.test_connection()
        return refused.value

    refusal = asyncio.run(walk_through())

    assert refusal.error is not None
    assert "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure" == refusal.error.code
    assert "isSyncAllowed" in str(refusal.error.message)


async def _steady(walk: Walkthrough) -> Any:
    job = await walk.job.get()
    return job if job.status.last_successful_execution is not None else None


async def _enabled(walk: Walkthrough, user: User, *, enabled: bool) -> Any:
    copy = await walk.find_copy(user)
    return copy if copy is not None and copy.account_enabled is enabled else None


async def _gone(walk: Walkthrough, user: User) -> bool | None:
    return True if await walk.find_copy(user) is None else None


def _path(walk: Walkthrough) -> str:
    return f"/servicePrincipals/{walk.service_principal_id}/synchronization/jobs/{walk.job_id}"
