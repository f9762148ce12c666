"""CSDL of directory roles and of the directory audit (contract §6.8, §6.12)."""

from tenantry.graph.metadata.entities import many
from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Navigation,
    properties,
)

MODEL = Model(
    enum_types=(
        EnumType(
            name="groupType",
            members={"unifiedGroups": 0, "azureAD": 1, "unknownFutureValue": 2},
        ),
        EnumType(
            name="operationResult",
            members={"success": 0, "failure": 1, "timeout": 2, "unknownFutureValue": 3},
        ),
    ),
    complex_types=(
        ComplexType(
            name="appIdentity",
            properties=properties(
                "appId", "displayName", "servicePrincipalId", "servicePrincipalName"
            ),
        ),
        ComplexType(
            name="auditActivityInitiator",
            properties=properties("app: appIdentity", "user: userIdentity"),
        ),
        ComplexType(name="identity", properties=properties("displayName", "id")),
        ComplexType(
            name="modifiedProperty", properties=properties("displayName", "newValue", "oldValue")
        ),
        ComplexType(
            name="targetResource",
            properties=properties(
                "displayName",
                "groupType: groupType",
                "id",
                "modifiedProperties: [modifiedProperty]",
                "type",
                "userPrincipalName",
            ),
        ),
        ComplexType(
            name="unifiedRolePermission",
            properties=properties(
                "allowedResourceActions: [String]!",
                "condition",
                "excludedResourceActions: [String]",
            ),
        ),
        ComplexType(
            name="userIdentity",
            base="identity",
            properties=properties("ipAddress", "userPrincipalName"),
        ),
    ),
    entity_types=(
        EntityType(
            name="auditLogRoot",
            base="entity",
            navigations=many("directoryAudits: directoryAudit", "signIns: signIn", contained=True),
        ),
        EntityType(
            name="directoryAudit",
            base="entity",
            properties=properties(
                "activityDateTime: DateTimeOffset!",
                "activityDisplayName: String!",
                "additionalDetails: [keyValue]",
                "category: String!",
                "correlationId",
                "initiatedBy: auditActivityInitiator!",
                "loggedByService",
                "operationType",
                "result: operationResult",
                "resultReason",
                "targetResources: [targetResource]",
            ),
        ),
        EntityType(
            name="directoryRole",
            base="directoryObject",
            properties=properties("description", "displayName", "roleTemplateId"),
            navigations=many("members"),
        ),
        EntityType(
            name="directoryRoleTemplate",
            base="directoryObject",
            properties=properties("description", "displayName"),
        ),
        EntityType(
            name="rbacApplication",
            base="entity",
            navigations=many(
                "roleAssignments: unifiedRoleAssignment",
                "roleDefinitions: unifiedRoleDefinition",
                contained=True,
            ),
        ),
        EntityType(
            name="roleManagement",
            base="entity",
            navigations=(Navigation(name="directory", type="rbacApplication", contained=True),),
        ),
        EntityType(
            name="unifiedRoleAssignment",
            base="entity",
            properties=properties("directoryScopeId", "principalId", "roleDefinitionId"),
            navigations=(
                Navigation(name="principal", type="directoryObject"),
                Navigation(name="roleDefinition", type="unifiedRoleDefinition"),
            ),
        ),
        EntityType(
            name="unifiedRoleDefinition",
            base="entity",
            properties=properties(
                "description",
                "displayName",
                "isBuiltIn: Boolean",
                "isEnabled: Boolean",
                "resourceScopes: [String]!",
                "rolePermissions: [unifiedRolePermission]!",
                "templateId",
                "version",
            ),
        ),
    ),
    entity_sets={
        "directoryRoleTemplates": "directoryRoleTemplate",
        "directoryRoles": "directoryRole",
    },
    singletons={"auditLogs": "auditLogRoot", "roleManagement": "roleManagement"},
)
