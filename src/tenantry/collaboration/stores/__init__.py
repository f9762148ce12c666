"""What tenants keep of the providers that guests redeem with; invitations are in `store`."""
