"""The Graph SDK makes an access package, assigns it, and reads who has it."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.identity_governance.entitlement_management.assignments.assignments_request_builder import (  # noqa: E501
    AssignmentsRequestBuilder,
)
from msgraph.generated.identity_governance.entitlement_management.catalogs.catalogs_request_builder import (  # noqa: E501
    CatalogsRequestBuilder,
)
from msgraph.generated.models.access_package import AccessPackage
from msgraph.generated.models.access_package_approval_stage import AccessPackageApprovalStage
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_approval_settings import (
    AccessPackageAssignmentApprovalSettings,
)
from msgraph.generated.models.access_package_assignment_policy import (
    AccessPackageAssignmentPolicy,
)
from msgraph.generated.models.access_package_assignment_request import (
    AccessPackageAssignmentRequest,
)
from msgraph.generated.models.access_package_assignment_requestor_settings import (
    AccessPackageAssignmentRequestorSettings,
)
from msgraph.generated.models.access_package_assignment_state import AccessPackageAssignmentState
from msgraph.generated.models.access_package_catalog import AccessPackageCatalog
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.access_package_resource import AccessPackageResource
from msgraph.generated.models.access_package_resource_request import AccessPackageResourceRequest
from msgraph.generated.models.access_package_resource_role import AccessPackageResourceRole
from msgraph.generated.models.access_package_resource_role_scope import (
    AccessPackageResourceRoleScope,
)
from msgraph.generated.models.access_package_resource_scope import AccessPackageResourceScope
from msgraph.generated.models.access_package_subject import AccessPackageSubject
from msgraph.generated.models.allowed_target_scope import AllowedTargetScope
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.group import Group
from msgraph.generated.models.single_user import SingleUser
from msgraph.generated.models.user import User

from tests.clients.applications import LabApplication
from tests.clients.sdk import Tenant

_GROUP = "AadGroup"


class Packages:
    """An administrator of a tenant of the lab, and the packages there."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._root = tenant.graph.identity_governance.entitlement_management

    async def make(self, group: Group) -> AccessPackage:
        """Return a package that gives membership of *group*."""
        catalog = AccessPackageCatalog(id=await self._general())
        asked = AccessPackageResource(origin_system=_GROUP, origin_id=group.id)
        await self._root.resource_requests.post(
            AccessPackageResourceRequest(
                request_type=AccessPackageRequestType.AdminAdd, catalog=catalog, resource=asked
            )
        )
        catalogs = self._root.catalogs.by_access_package_catalog_id(catalog.id or "")
        page = await catalogs.resources.get()
        [resource] = [each for each in page.value if each.origin_id == group.id]
        package = await self._root.access_packages.post(
            AccessPackage(display_name="Design", catalog=catalog)
        )
        assert package
        role = AccessPackageResourceRole(
            origin_id=f"Member_{group.id}",
            origin_system=_GROUP,
            resource=AccessPackageResource(id=resource.id),
        )
        scope = AccessPackageResourceScope(origin_id=group.id, origin_system=_GROUP)
        one = self._root.access_packages.by_access_package_id(package.id or "")
        await one.resource_role_scopes.post(AccessPackageResourceRoleScope(role=role, scope=scope))
        return package

    async def open(self, package: AccessPackage, approver: User) -> AccessPackageAssignmentPolicy:
        """Return the policy by which everybody may ask, and *approver* decides."""
        stage = AccessPackageApprovalStage(primary_approvers=[SingleUser(user_id=approver.id)])
        policy = await self._root.assignment_policies.post(
            AccessPackageAssignmentPolicy(
                access_package=AccessPackage(id=package.id),
                display_name="Everybody",
                allowed_target_scope=AllowedTargetScope.AllMemberUsers,
                expiration=ExpirationPattern(
                    type=ExpirationPatternType.AfterDuration,
                    additional_data={"duration": "P30D"},
                ),
                requestor_settings=AccessPackageAssignmentRequestorSettings(
                    enable_targets_to_self_add_access=True
                ),
                request_approval_settings=AccessPackageAssignmentApprovalSettings(
                    is_approval_required_for_add=True, stages=[stage]
                ),
            )
        )
        assert policy
        return policy

    async def assign(
        self, package: AccessPackage, policy: AccessPackageAssignmentPolicy, user: User
    ) -> AccessPackageAssignmentRequest:
        """Return the request by which *user* has the package."""
        made = await self._root.assignment_requests.post(
            AccessPackageAssignmentRequest(
                request_type=AccessPackageRequestType.AdminAdd,
                assignment=AccessPackageAssignment(
                    target=AccessPackageSubject(object_id=user.id),
                    access_package=AccessPackage(id=package.id),
                    assignment_policy=AccessPackageAssignmentPolicy(id=policy.id),
                ),
            )
        )
        assert made
        return made

    async def holders(self, package: AccessPackage) -> list[AccessPackageAssignment]:
        """Return the assignments of a package, each with its target."""
        asked = AssignmentsRequestBuilder.AssignmentsRequestBuilderGetQueryParameters(
            filter=f"accessPackage/id eq '{package.id}'", expand=["target"]
        )
        page = await self._root.assignments.get(RequestConfiguration(query_parameters=asked))
        return (page.value if page else None) or []

    async def _general(self) -> str:
        asked = CatalogsRequestBuilder.CatalogsRequestBuilderGetQueryParameters(
            filter="displayName eq 'General'"
        )
        page = await self._root.catalogs.get(RequestConfiguration(query_parameters=asked))
        [catalog] = (page.value if page else None) or []
        return catalog.id or ""


def test_the_sdk_assigns_a_package_and_reads_who_has_it(
    standing_lab: Mapping[str, Any], board: LabApplication
) -> None:
    async def walk() -> None:
        tenant = Tenant(standing_lab, 0)
        try:
            page = await tenant.graph.users.get()
            approver, user = ((page.value if page else None) or [])[:2]
            group = await tenant.graph.groups.post(
                Group(
                    display_name="Designers",
                    mail_enabled=False,
                    mail_nickname="designers",
                    security_enabled=True,
                )
            )
            assert group
            packages = Packages(tenant)
            package = await packages.make(group)
            policy = await packages.open(package, approver)
            request = await packages.assign(package, policy, user)
            [held] = await packages.holders(package)
            members = await tenant.graph.groups.by_group_id(group.id or "").members.get()
        finally:
            await tenant.close()

        assert request.state is AccessPackageRequestState.Delivered
        assert held.state is AccessPackageAssignmentState.Delivered
        assert held.target
        assert user.id == held.target.object_id
        assert held.schedule
        assert held.schedule.expiration
        assert held.schedule.start_date_time
        end = held.schedule.expiration.end_date_time
        assert end == held.schedule.start_date_time + timedelta(days=30)
        assert policy.expiration
        assert timedelta(days=30) == policy.expiration.duration
        assert [user.id] == [each.id for each in (members.value if members else None) or []]

    asyncio.run(walk())
