"""Advice that the documents give, told where it applies (decision 37)."""

ONE_ORGANIZATION = (
    "for people's privacy, cross-tenant synchronization is meant for the tenants of one"
    " organization; for people of other organizations use access packages of entitlement management"
)
"""CTS-009, CTS-010, CTS-091, CTS-092: the target is in no multitenant organization with us."""
