"""The identity providers for people whom no tenant of this installation authenticates.

Each kind is one entry: how it sends a browser away.  The browser comes back to an address of
the provider's own, which calls `outside_sign_ins.go_on_as`.  Whom a provider knows is in
`operations.authorities`.
"""

from collections.abc import Callable, Mapping

from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.federation_sending import begin_federation
from tenantry.signin.endpoints.openid_sending import (
    begin_in_cloud,
    begin_microsoft_account,
    begin_social,
)
from tenantry.signin.endpoints.passcode_sending import begin_passcode
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider

Begin = Callable[[OpenIdProvider, SigninRequest, Browser, Interaction], SigninResponse]
"""Sends the browser to the provider; the person's address is the interaction's ``hint``."""

OUTSIDE_PROVIDERS: Mapping[IdentityProviderKind, Begin] = {
    IdentityProviderKind.AZURE_ACTIVE_DIRECTORY: begin_in_cloud,
    IdentityProviderKind.EMAIL_PASSCODE: begin_passcode,
    IdentityProviderKind.MICROSOFT_ACCOUNT: begin_microsoft_account,
    IdentityProviderKind.SOCIAL: begin_social,
    IdentityProviderKind.EXTERNAL_FEDERATION: begin_federation,
}
