"""Guests from outside, and the providers that they redeem with; invitations are in `store`."""
