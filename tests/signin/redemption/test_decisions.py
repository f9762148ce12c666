"""Redemption decisions: the order, the person, and who authenticates them, through the pages.

Source: behaviour §14.2; the rule alone has its table in `tests/collaboration`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.signin.redemption.scene import (
    ACCOUNT_DOMAIN,
    BOTH_DOMAIN,
    FEDERATED_DOMAIN,
    HOME_DOMAIN,
    NO_DOMAIN,
    OTHER_FEDERATED_DOMAIN,
    PRIMARY,
    SOCIAL_DOMAIN,
    Order,
    Redeemer,
    Scene,
    at_google,
    at_home,
    by_mail,
    by_saml,
    by_ws_federation,
    choosing_account,
    choosing_home,
    nobody,
    with_account,
)
from tests.support.redeeming import guest_of, issuer_of, reset

ISSUERS: Mapping[Redeemer, str] = {
    at_google: "google.com",
    at_home: "ExternalAzureAD",
    by_mail: "mail",
    by_saml: "https://idp.lamna.example/issuer",
    by_ws_federation: "urn:adfs",
    choosing_account: "MicrosoftAccount",
    choosing_home: "ExternalAzureAD",
    nobody: "contoso.test",
    with_account: "MicrosoftAccount",
}
"""Whom the guest's identities name afterwards."""

NO_PASSCODES = Order(passcodes="disabled")
ONLY_PASSCODES = Order(fallback="emailOneTimePasscode")
ONLY_ACCOUNTS = Order(fallback="microsoftAccount")
NO_PASSCODES_NOR_ACCOUNTS = Order(passcodes="disabled", fallback="emailOneTimePasscode")
NO_PRIMARY = Order(primary=())
DEFAULT = Order()


@dataclass(frozen=True, kw_only=True)
class Row:
    """Who is invited under which order, and by whom they redeem."""

    order: Order = DEFAULT
    domain: str = NO_DOMAIN
    by: Redeemer


@pytest.mark.parametrize(
    "row",
    [
        Row(domain=HOME_DOMAIN, by=at_home),
        Row(by=by_mail),
        Row(order=ONLY_PASSCODES, by=by_mail),
        Row(order=ONLY_PASSCODES, domain=HOME_DOMAIN, by=at_home),
        Row(order=ONLY_ACCOUNTS, by=with_account),
        Row(order=NO_PASSCODES, by=with_account),
        Row(order=NO_PASSCODES_NOR_ACCOUNTS, by=nobody),
        Row(domain=SOCIAL_DOMAIN, by=at_google),
        Row(order=ONLY_PASSCODES, domain=SOCIAL_DOMAIN, by=at_google),
        Row(order=NO_PRIMARY, domain=SOCIAL_DOMAIN, by=by_mail),
        Row(domain=ACCOUNT_DOMAIN, by=with_account),
        Row(order=NO_PASSCODES, domain=ACCOUNT_DOMAIN, by=with_account),
        Row(order=ONLY_PASSCODES, domain=ACCOUNT_DOMAIN, by=by_mail),
        Row(order=NO_PRIMARY, domain=BOTH_DOMAIN, by=with_account),
        Row(order=NO_PASSCODES, domain=HOME_DOMAIN, by=at_home),
        Row(order=NO_PRIMARY, domain=HOME_DOMAIN, by=by_mail),
        Row(order=Order(primary=PRIMARY[1:]), domain=HOME_DOMAIN, by=by_mail),
        Row(order=Order(primary=PRIMARY[::-1]), domain=HOME_DOMAIN, by=at_home),
        Row(domain=FEDERATED_DOMAIN, by=by_saml),
        Row(domain=OTHER_FEDERATED_DOMAIN, by=by_ws_federation),
        Row(order=NO_PASSCODES, domain=FEDERATED_DOMAIN, by=by_saml),
        Row(order=NO_PRIMARY, domain=FEDERATED_DOMAIN, by=by_mail),
        Row(order=Order(primary=PRIMARY[:1]), domain=FEDERATED_DOMAIN, by=by_mail),
    ],
)
def test_an_invitation_is_redeemed_by_the_provider_that_the_order_names(
    scene: Scene, row: Row
) -> None:
    scene.configure(row.order)
    invitation = scene.invite(scene.person(row.domain))
    browser = scene.installation.browser()

    last = row.by(scene, browser, browser.open(invitation["inviteRedeemUrl"]))

    guest = guest_of(scene.resource, invitation)
    assert ISSUERS[row.by] == issuer_of(guest)
    assert last.is_outside == (guest["externalUserState"] == "Accepted")


@pytest.mark.parametrize(
    ("before", "by", "after", "by_then"),
    [
        (NO_PRIMARY, by_mail, Order(), by_mail),
        (NO_PRIMARY, by_mail, NO_PASSCODES, nobody),
        (Order(), at_home, NO_PRIMARY, at_home),
        (Order(), at_home, ONLY_PASSCODES, at_home),
    ],
)
def test_who_redeemed_keeps_their_provider_whatever_the_order_is_then(
    scene: Scene, before: Order, by: Redeemer, after: Order, by_then: Redeemer
) -> None:
    scene.configure(before)
    invitation = scene.invite(scene.person(HOME_DOMAIN))
    browser, later = scene.installation.browser(), scene.installation.browser()
    by(scene, browser, browser.open(invitation["inviteRedeemUrl"]))

    scene.configure(after)
    again = scene.invite(invitation["invitedUserEmailAddress"])
    by_then(scene, later, later.open(again["inviteRedeemUrl"]))

    assert invitation["invitedUser"]["id"] == again["invitedUser"]["id"]
    assert ISSUERS[by] == issuer_of(guest_of(scene.resource, invitation))


@pytest.mark.claim("RO-011", "RO-012")
@pytest.mark.parametrize("by", [choosing_home, choosing_account])
@pytest.mark.parametrize("order", [DEFAULT, ONLY_PASSCODES])
def test_who_has_two_accounts_of_one_address_chooses_whatever_is_switched_off(
    scene: Scene, order: Order, by: Redeemer
) -> None:
    scene.configure(order)
    invitation = scene.invite(scene.person(BOTH_DOMAIN))
    browser = scene.installation.browser()

    by(scene, browser, browser.open(invitation["inviteRedeemUrl"]))

    assert ISSUERS[by] == issuer_of(guest_of(scene.resource, invitation))


def test_a_choice_that_was_not_offered_is_refused(scene: Scene) -> None:
    scene.configure(DEFAULT)
    browser = scene.installation.browser()
    page = browser.open(scene.invite(scene.person(BOTH_DOMAIN))["inviteRedeemUrl"])

    refused = browser.post(page.path, {**page.form.fields, "provider": "emailOneTimePasscode"})

    assert "AADSTS900144" in refused.text


@pytest.mark.claim("RO-022", "RO-023")
def test_accounts_that_are_switched_off_sign_in_until_the_reset(scene: Scene) -> None:
    scene.configure(DEFAULT)
    invitation = scene.invite(scene.person(ACCOUNT_DOMAIN))
    browsers = [scene.installation.browser() for _ in range(3)]
    with_account(scene, browsers[0], browsers[0].open(invitation["inviteRedeemUrl"]))
    scene.configure(ONLY_PASSCODES)

    again = scene.invite(invitation["invitedUserEmailAddress"])
    known = with_account(scene, browsers[1], browsers[1].open(again["inviteRedeemUrl"]))
    anew = reset(scene.resource, invitation)
    by_mail(scene, browsers[2], browsers[2].open(anew["inviteRedeemUrl"]))

    assert known.is_outside
    assert "mail" == issuer_of(guest_of(scene.resource, invitation))


@pytest.mark.parametrize(
    ("before", "by", "after", "by_then"),
    [
        (NO_PRIMARY, by_mail, Order(), at_home),
        (Order(), at_home, NO_PRIMARY, by_mail),
    ],
)
def test_after_a_reset_the_order_of_the_day_decides(
    scene: Scene, before: Order, by: Redeemer, after: Order, by_then: Redeemer
) -> None:
    scene.configure(before)
    invitation = scene.invite(scene.person(HOME_DOMAIN))
    browser, later = scene.installation.browser(), scene.installation.browser()
    by(scene, browser, browser.open(invitation["inviteRedeemUrl"]))
    first = guest_of(scene.resource, invitation)

    scene.configure(after)
    again = reset(scene.resource, invitation)
    by_then(scene, later, later.open(again["inviteRedeemUrl"]))

    second = guest_of(scene.resource, invitation)
    assert (ISSUERS[by], ISSUERS[by_then]) == (issuer_of(first), issuer_of(second))
    assert first["userPrincipalName"] == second["userPrincipalName"]
