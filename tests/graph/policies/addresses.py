"""Addresses and permissions of the cross-tenant access policy."""

POLICY = "/v1.0/policies/crossTenantAccessPolicy"
PARTNERS = f"{POLICY}/partners"

READ = "Policy.Read.All"
WRITE = "Policy.ReadWrite.CrossTenantAccess"
