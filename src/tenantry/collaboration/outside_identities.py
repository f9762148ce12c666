"""Outside identities: people whom no tenant of this installation authenticates.

Such a person has no home tenant here.  The guest of the resource tenant is theirs from the day
on which they redeem the invitation as this identity, and no other identity opens it until the
redemption is reset.  Source: behaviour §14.2 (the issuers that `identities` shows).
"""

from enum import Enum

import msgspec

from tenantry.access.decisions import ForeignHome
from tenantry.storage.filters.folding import fold

DIRECTORY_ISSUER = "ExternalAzureAD"
"""What `identities` shows of the people of other tenants, those of other clouds among them."""

MAIL_ISSUER = "mail"
"""What `identities` shows of somebody who redeemed by a passcode."""


class IdentityProviderKind(Enum):
    """The kinds of identity providers, by which the redemption order names them."""

    AZURE_ACTIVE_DIRECTORY = "azureActiveDirectory"
    EXTERNAL_FEDERATION = "externalFederation"
    SOCIAL = "socialIdentityProviders"
    MICROSOFT_ACCOUNT = "microsoftAccount"
    EMAIL_PASSCODE = "emailOneTimePasscode"


class OutsideIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is at an identity provider.

    ``issuer`` is what the guest's `identities` show: `ExternalAzureAD`, the URI of a federation,
    `google.com`, `facebook.com`, `MicrosoftAccount` or `mail`.  ``subject`` is unique and stays
    the same there.  ``email`` is an address that the provider has verified.
    """

    kind: IdentityProviderKind
    issuer: str
    subject: str
    email: str
    name: str = ""


def foreign_identity(home: ForeignHome, email: str, name: str) -> OutsideIdentity:
    """Return who somebody is whom a tenant of another installation authenticated."""
    return OutsideIdentity(
        kind=IdentityProviderKind.AZURE_ACTIVE_DIRECTORY,
        issuer=DIRECTORY_ISSUER,
        subject=f"{home.cloud}/{home.tenant_id}/{home.user_id}",
        email=email,
        name=name,
    )


def foreign_home_of(identity: OutsideIdentity) -> ForeignHome | None:
    """Return the home of the identity in another installation; None for any other identity."""
    if identity.kind is not IdentityProviderKind.AZURE_ACTIVE_DIRECTORY:
        return None
    cloud, tenant_id, user_id = identity.subject.split("/")
    return ForeignHome(cloud=cloud, tenant_id=tenant_id, user_id=user_id)


def mailbox(address: str) -> OutsideIdentity:
    """Return who somebody is that reads the mail of *address*."""
    return OutsideIdentity(
        kind=IdentityProviderKind.EMAIL_PASSCODE,
        issuer=MAIL_ISSUER,
        subject=fold(address),
        email=address,
    )
