"""Redemption decisions: the order, the person, and who authenticates them, through the pages.

Source: behaviour §14.2; the rule alone has its table in `tests/collaboration`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.signin.redemption.scene import (
    FEDERATED_DOMAIN,
    HOME_DOMAIN,
    NO_DOMAIN,
    OTHER_FEDERATED_DOMAIN,
    PRIMARY,
    Order,
    Redeemer,
    Scene,
    at_home,
    by_mail,
    by_saml,
    by_ws_federation,
    nobody,
)
from tests.support.redeeming import guest_of, issuer_of, reset

ISSUERS: Mapping[Redeemer, str] = {
    at_home: "ExternalAzureAD",
    by_mail: "mail",
    by_saml: "https://idp.lamna.example/issuer",
    by_ws_federation: "urn:adfs",
    nobody: "contoso.test",
}
"""Whom the guest's identities name afterwards."""

NO_PASSCODES = Order(passcodes="disabled")
ONLY_PASSCODES = Order(fallback="emailOneTimePasscode")
ONLY_ACCOUNTS = Order(fallback="microsoftAccount")
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
        Row(order=ONLY_ACCOUNTS, by=nobody),
        Row(order=NO_PASSCODES, by=nobody),
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
