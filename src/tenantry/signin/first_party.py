"""Clients that come with the product and are in every tenant (clients §0.1, 30)."""

from tenantry.access.first_party import AZURE_CLI, MY_ACCESS, MY_APPS, MY_PROFILE, MY_SIGN_INS
from tenantry.signin.redirect_uris import Platform, RedirectUris
from tenantry.signin.registrations import Registration

_CLIENTS = (
    Registration(
        app_id=AZURE_CLI,
        display_name="Microsoft Azure CLI",
        redirect_uris=RedirectUris(of={Platform.PUBLIC: ("http://localhost",)}),
        is_multitenant=True,
        is_public_client=True,
    ),
    # Pages about the own account begin their sign-in by themselves: no redirect URI is known.
    Registration(app_id=MY_SIGN_INS, display_name="Security info", is_multitenant=True),
    Registration(app_id=MY_ACCESS, display_name="Your access", is_multitenant=True),
    Registration(app_id=MY_PROFILE, display_name="Your organizations", is_multitenant=True),
    # The sign-in of `redemption_page`, which belongs to no application.
    Registration(app_id=MY_APPS, display_name="My Apps", is_multitenant=True),
)
_BY_APP_ID = {client.app_id: client for client in _CLIENTS}


def find_first_party(app_id: str) -> Registration | None:
    """Return the client with this application id, in lower case."""
    return _BY_APP_ID.get(app_id)
