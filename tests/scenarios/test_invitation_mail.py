"""The mail that invites, the mail that only tells, and where the address in it leads."""

import re
from email.message import EmailMessage

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import Configuration
from tests.support.relying_parties import accept_all, sign_in
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_JOIN = "Review permissions"
_INVITES = "Somebody invites you to Contoso"
_TELLS = "You can work with Contoso now"


def link_in(mail: EmailMessage) -> str:
    """Return the web address in a mail."""
    found = re.search(r"https?://\S+", str(mail.get_content()))
    assert found is not None
    return found.group()


def agree(source: Tenant, target: Tenant) -> None:
    """Let both sides leave out the prompt."""
    source.consent(target, outboundAllowed=True)
    target.consent(source, inboundAllowed=True)


@pytest.mark.claim("AR-019")
@pytest.mark.parametrize(
    ("home_outbound", "resource_inbound", "subject"),
    [
        (True, True, _TELLS),
        (True, False, _INVITES),
        (False, True, _INVITES),
        (False, False, _INVITES),
    ],
)
def test_the_invitation_is_left_out_only_where_both_sides_agreed(
    installation: Installation,
    source: Tenant,
    target: Tenant,
    ana: Json,
    *,
    home_outbound: bool,
    resource_inbound: bool,
    subject: str,
) -> None:
    source.consent(target, outboundAllowed=home_outbound)
    target.consent(source, inboundAllowed=resource_inbound)
    target.invite(ana["mail"], sendInvitationMessage=True)

    assert [subject] == [mail["Subject"] for mail in installation.deliver_mail()]


@pytest.mark.claim("AR-005", "AR-011", "AR-015")
def test_who_needs_no_prompt_is_told_and_not_invited(
    installation: Installation, source: Tenant, target: Tenant, ana: Json
) -> None:
    agree(source, target)
    target.invite("ana@northwind.test", sendInvitationMessage=True)

    [mail] = installation.deliver_mail()

    assert (_TELLS, "ana@northwind.test") == (mail["Subject"], mail["To"])
    assert "https://apps.test" == link_in(mail)
    assert "Accepted" == target.user_of(ana)["externalUserState"]


def test_the_address_in_the_mail_leads_through_the_sign_in_to_where_the_inviter_said(
    installation: Installation, target: Tenant, browser: Browser, ana: Json
) -> None:
    words = {"messageLanguage": "en-US", "customizedMessageBody": "Welcome, Ana."}
    copy = {"ccRecipients": [{"emailAddress": {"address": "ben@northwind.test"}}]}
    made = target.invite(
        "ana@northwind.test",
        inviteRedirectUrl="https://apps.test/start?from=mail",
        sendInvitationMessage=True,
        invitedUserMessageInfo={**words, **copy},
    )

    [mail] = installation.deliver_mail()
    asked = sign_in(browser, browser.open(link_in(mail)), ana)
    landed = accept_all(browser, asked)

    assert (_INVITES, "ana@northwind.test, ben@northwind.test") == (mail["Subject"], mail["To"])
    assert "Welcome, Ana." in str(mail.get_content())
    assert made["inviteRedeemUrl"] == link_in(mail)
    assert _JOIN == asked.heading
    assert "https://apps.test/start?from=mail" == landed.url
    assert "Accepted" == target.user_of(ana)["externalUserState"]


def test_somebody_else_cannot_redeem_an_invitation_by_its_address(
    installation: Installation, source: Tenant, target: Tenant, browser: Browser, ana: Json
) -> None:
    ben = source.add_user("ben", mail="ben@northwind.test")
    made = target.invite("ana@northwind.test")

    page = browser.open(made["inviteRedeemUrl"])
    refused = sign_in(browser, browser.submit(page, "another=1"), ben)

    assert "AADSTS50020" in refused.text
    assert "PendingAcceptance" == target.user_of(ana)["externalUserState"]
    assert [] == installation.deliver_mail()


@pytest.mark.parametrize("part", ["tenant", "user", "ticket"])
def test_an_address_that_is_of_no_invitation_says_so(
    source: Tenant, target: Tenant, browser: Browser, ana: Json, part: str
) -> None:
    address = target.invite("ana@northwind.test")["inviteRedeemUrl"]
    others = {"tenant": source.tenant_id, "user": ana["id"], "ticket": "guessed"}

    page = browser.open(re.sub(rf"(?<={part}=)[^&]+", others[part], address))

    assert 400 == page.response.status_code
    assert "AADSTS900144" in page.text


def test_a_german_invitation_is_german(
    installation: Installation, target: Tenant, ana: Json
) -> None:
    target.invite(
        ana["mail"],
        sendInvitationMessage=True,
        invitedUserMessageInfo={"messageLanguage": "de-DE"},
    )

    [mail] = installation.deliver_mail()

    assert "Jemand lädt Sie zu Contoso ein" == mail["Subject"]


@pytest.mark.claim("AR-010", "AR-014")
def test_synchronized_users_get_no_mail(
    installation: Installation, target: Tenant, ana: Json, sync: Configuration
) -> None:
    sync.assign(ana)
    installation.run_cycles()

    assert "Accepted" == target.user_of(ana)["externalUserState"]
    assert [] == installation.deliver_mail()
