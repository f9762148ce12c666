"""What Conditional Access keeps; the cross-tenant settings are in `access.store`."""
