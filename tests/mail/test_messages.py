"""What a mail consists of."""

from dataclasses import replace

import pytest

from tenantry.errors import InvalidValueError
from tenantry.mail.messages import Message, as_email, parse_addresses

_MESSAGE = Message(
    kind="quarantine",
    recipients=["ana@contoso.test", "ben@contoso.test"],
    subject="Jobs of Zoë",
    body="Nobody was deleted.\n",
)


def test_a_mail_has_everything_that_mail_servers_ask_for() -> None:
    mail = as_email(
        _MESSAGE,
        mail_id="01a2",
        sender="tenantry@northwind.test",
        created_at="2026-09-15T08:00:00.000000Z",
    )

    assert {
        "From": "tenantry@northwind.test",
        "To": "ana@contoso.test, ben@contoso.test",
        "Subject": "Jobs of Zoë",
        "Date": "Tue, 15 Sep 2026 08:00:00 +0000",
        "Message-ID": "<01a2@northwind.test>",
        "Auto-Submitted": "auto-generated",
    }.items() <= dict(mail.items()).items()
    assert "Nobody was deleted.\n" == mail.get_content()


def test_a_name_of_several_lines_makes_no_header_of_its_own() -> None:
    message = replace(_MESSAGE, subject="Jobs of Sales\r\nBcc: eve@contoso.test")

    mail = as_email(
        message, mail_id="01a2", sender="t@northwind.test", created_at="2026-09-15T08:00:00.000000Z"
    )

    assert "Jobs of Sales Bcc: eve@contoso.test" == mail["Subject"]
    assert None is mail["Bcc"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" ; ,", ()),
        ("ana@contoso.test", ("ana@contoso.test",)),
        ("b@x.test; a@x.test ,b@x.test", ("b@x.test", "a@x.test")),
    ],
)
def test_addresses_are_separated_by_commas_or_semicolons(
    text: str, expected: tuple[str, ...]
) -> None:
    assert expected == parse_addresses(text, path="recipients")


@pytest.mark.parametrize(
    "text",
    ["ana", "@contoso.test", "ana@", "a@b@c", "Ana <ana@x.test>", "a b@x.test", "a@x\r\nBcc: b"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="is not a mail address") as refusal:
        parse_addresses(text, path="recipients")

    assert "recipients" == refusal.value.path
