"""Redeeming as guests do it, and the order that an administrator configures."""

import re

from tests.support.browsers import Browser, Page
from tests.support.relying_parties import accept_all
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

PASSCODE_PAGE = "Enter the code"
_DEFAULT = "/policies/crossTenantAccessPolicy/default"
_PROVIDERS = "invitationRedemptionIdentityProviderConfiguration"
_EMAIL = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email"
_CODE = re.compile(r"^(?:\d{8}|\d{4}(?: \d{4}){3})$", re.MULTILINE)


def order(*primary: str, fallback: str = "defaultConfiguredIdp") -> Json:
    """Return a redemption order by the names of Graph."""
    return {
        "primaryIdentityProviderPrecedenceOrder": list(primary),
        "fallbackIdentityProvider": fallback,
    }


def set_order(tenant: Tenant, *primary: str, fallback: str = "defaultConfiguredIdp") -> None:
    """Configure who authenticates the guests of *tenant*."""
    tenant.patch(_DEFAULT, {_PROVIDERS: order(*primary, fallback=fallback)})


def order_of(tenant: Tenant) -> Json:
    """Return the order that the tenant has."""
    found: Json = tenant.get(_DEFAULT)[_PROVIDERS]
    return found


def switch_passcodes(tenant: Tenant, allowance: str) -> None:
    """Say whether guests may sign in by passcodes: `enabled` or `disabled`."""
    tenant.patch(_EMAIL, {"allowExternalIdToUseEmailOtp": allowance})


def code_in(installation: Installation) -> str:
    """Return the code in the only mail that was sent."""
    [code] = codes_in(installation)
    return code


def codes_in(installation: Installation) -> list[str]:
    """Return the codes in the mails that were sent, as they are written there."""
    mails = [str(mail.get_content()) for mail in installation.deliver_mail()]
    return [code for mail in mails for code in _CODE.findall(mail)]


def enter_code(installation: Installation, browser: Browser, page: Page) -> Page:
    """Enter the code that was mailed, and accept what is asked."""
    return accept_all(browser, browser.submit(page, code=code_in(installation)))


def guest_of(tenant: Tenant, invitation: Json) -> Json:
    """Return the invited user as Graph shows them."""
    shown = "id,userPrincipalName,externalUserState,identities,mail"
    found: Json = tenant.get(f"/users/{invitation['invitedUser']['id']}?$select={shown}")
    return found


def issuer_of(guest: Json) -> str:
    """Return who authenticates the guest, by the first of their identities."""
    return str(guest["identities"][0]["issuer"])


def reset(tenant: Tenant, invitation: Json) -> Json:
    """Invite the guest anew, with a redemption that is still to come."""
    return tenant.invite(
        invitation["invitedUserEmailAddress"],
        resetRedemption=True,
        invitedUser={"id": invitation["invitedUser"]["id"]},
    )
