"""Routes that tell of other tenants what is no secret."""

FACTS_OF_TENANTS = frozenset(
    {
        "GET tenantRelationships/findTenantInformationByDomainName(domainName={domainName})",
        "GET tenantRelationships/findTenantInformationByTenantId(tenantId={tenantId})",
    }
)
"""Routes that are there to tell the name and the domain of any tenant."""
TELLS_OF_TENANTS = frozenset(
    {
        "POST domains",
        "POST identityGovernance/entitlementManagement/connectedOrganizations",
        *FACTS_OF_TENANTS,
        "POST policies/crossTenantAccessPolicy/partners",
        "POST servicePrincipals/{servicePrincipal}/synchronization/jobs/validateCredentials",
    }
)
"""Routes that tell of other tenants what is no secret: whether they exist, and their domains."""
