"""The template of Entra's bulk invitation, row by row."""

import pytest

from tenantry.collaboration.inviting import LetterRequest
from tenantry.errors import InvalidValueError
from tenantry.intake.invitation_template import read_invitations

_TITLES = (
    "Email address to invite [inviteeEmail] Required,"
    "Redirection url [inviteRedirectURL] Required,"
    "Send invitation message (true or false) [sendEmail],"
    "Customized invitation message [customizedMessageBody]"
)
_PLAIN = LetterRequest(language="de-DE", copies=("desk@contoso.test",))


def sheet(*rows: str, titles: str = f"version:v1.0\n{_TITLES}") -> bytes:
    """Return a file of these rows."""
    return "\n".join((titles, *rows)).encode()


def test_a_row_is_an_invitation_and_the_example_is_none() -> None:
    content = sheet(
        "Example: ana@northwind.test,https://apps.test,true,Hello",
        "ana@northwind.test,https://apps.test/start,TRUE,Welcome Ana",
        "",
        "ben@northwind.test, https://apps.test",
    )

    read = read_invitations(content, _PLAIN)

    assert [] == list(read.bad_rows)
    assert [
        (4, "ana@northwind.test", "https://apps.test/start", True, "Welcome Ana"),
        (6, "ben@northwind.test", "https://apps.test", False, ""),
    ] == [
        (
            row.line,
            row.request.email_address,
            row.request.redirect_url,
            row.request.sends_letter,
            row.request.letter.words,
        )
        for row in read.rows
    ]
    letters = [row.request.letter for row in read.rows]
    assert [("de-DE", ("desk@contoso.test",))] * 2 == [
        (each.language, each.copies) for each in letters
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nobody,https://apps.test", "no address that can be invited"),
        (",https://apps.test", "no address that can be invited"),
        ("ana@northwind.test,apps", "must be a web address"),
        ("ana@northwind.test", "must be a web address"),
        ("ana@northwind.test,https://apps.test,maybe", "not `true` or `false`"),
        ("ana@northwind.test,https://apps.test,true,a,b", "is a separator not quoted?"),
        ("ana@northwind.test,https://apps.test,true,a\0b", "`customizedMessageBody` has a NUL"),
        ("a\0na@northwind.test,https://apps.test", "`inviteeEmail` has a NUL"),
        (f"ana@northwind.test,https://apps.test,true,{'x' * 2001}", "characters at most"),
        ("BEN@northwind.test,https://apps.test", "lines 3 and 4 have one address"),
    ],
)
def test_a_row_that_cannot_be_says_why(row: str, reason: str) -> None:
    read = read_invitations(sheet("ben@northwind.test,https://apps.test", row), LetterRequest())

    [bad] = read.bad_rows
    assert 4 == bad.line
    assert reason in bad.reason
    assert ["ben@northwind.test"] == [each.request.email_address for each in read.rows]


def test_a_row_that_ends_before_the_address_says_so() -> None:
    address, redirect, *others = _TITLES.split(",")
    titles = ",".join((redirect, address, *others))

    [bad] = read_invitations(sheet("https://apps.test", titles=titles), LetterRequest()).bad_rows

    assert "no address that can be invited" in bad.reason


@pytest.mark.parametrize("separator", [";", "\t"])
def test_titles_in_other_languages_and_separators_are_read(separator: str) -> None:
    titles = _TITLES.replace(",", separator).replace("Email address to invite", "Adresse")
    row = separator.join(("ana@northwind.test", "https://apps.test", "false", "Hallo"))

    [read] = read_invitations(sheet(row, titles=titles), LetterRequest()).rows

    assert ("ana@northwind.test", "Hallo") == (
        read.request.email_address,
        read.request.letter.words,
    )


@pytest.mark.parametrize(
    ("titles", "path"),
    [("version:v2.0\n" + _TITLES, "version"), ("Name [displayName]", "columns"), ("", "columns")],
)
def test_what_is_no_such_file_is_refused_as_a_whole(titles: str, path: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        read_invitations(sheet("ana@northwind.test,https://apps.test", titles=titles), _PLAIN)

    assert path == refused.value.path
