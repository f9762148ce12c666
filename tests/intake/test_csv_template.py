"""The template of Entra's bulk creation, as spreadsheets and scripts write it."""

import csv
from io import StringIO

import pytest

from tenantry.errors import InvalidValueError
from tenantry.intake.reading import read_users
from tenantry.intake.records import ImportReading, Problem

_TITLES = (
    "Name [displayName] Required",
    "User name [userPrincipalName] Required",
    "Initial password [passwordProfile] Required",
    "Block sign in (Yes/No) [accountEnabled] Required",
    "First name [givenName]",
    "Last name [surname]",
    "Job title [jobTitle]",
    "Department [department]",
    "Usage location [usageLocation]",
    "Street address [streetAddress]",
    "State or province [state]",
    "Country or region [country]",
    "Office [physicalDeliveryOfficeName]",
    "City [city]",
    "ZIP or postal code [postalCode]",
    "Office phone [telephoneNumber]",
    "Mobile phone [mobile]",
)
_REQUIRED = "[displayName],[userPrincipalName],[passwordProfile],[accountEnabled]"
_ANN = "Ann,ann@a.example,Pa55word!,No"


def test_every_column_of_the_template_is_read() -> None:
    row = (
        *("Zoë Łoś", "zoe@a.example", "Pa55word!", "No", "Zoë", "Łoś", "Chemist", "Research"),
        *("PL", "ul. Długa 1", "Małopolskie", "Poland", "K2", "Kraków", "30-001"),
        *("+48 12 555 0100", "+48 600 555 010"),
    )

    reading = _read(_written([("version:v1.0",), _TITLES, row]))

    (user,) = reading.records
    assert "zoe@a.example" == user.own_key
    assert "Pa55word!" == user.password
    assert {
        "display_name": "Zoë Łoś",
        "user_principal_name": "zoe@a.example",
        "mail_nickname": "zoe",
        "account_enabled": True,
        "given_name": "Zoë",
        "surname": "Łoś",
        "job_title": "Chemist",
        "department": "Research",
        "usage_location": "PL",
        "street_address": "ul. Długa 1",
        "state": "Małopolskie",
        "country": "Poland",
        "office_location": "K2",
        "city": "Kraków",
        "postal_code": "30-001",
        "telephone_number": "+48 12 555 0100",
        "mobile_phone": "+48 600 555 010",
    } == user.properties
    assert [] == reading.problems


def test_the_property_in_brackets_decides_in_any_language_and_order() -> None:
    content = (
        "version:v1.0\n"
        "Anmeldung blockieren (Ja/Nein) [accountEnabled] Erforderlich,"
        "Anfangskennwort [ passwordProfile] Erforderlich,"
        "Benutzername [userPrincipalName] Erforderlich,Name [DISPLAYNAME] Erforderlich\n"
        "No,Pa55word!,ann@a.example,Ann\n"
    )

    (user,) = _read(content).records

    assert "Ann" == user.properties["display_name"]


@pytest.mark.parametrize(
    ("title", "answer", "enabled"),
    [
        ("Block sign in (Yes/No) [accountEnabled] Required", "No", True),
        ("Block sign in (Yes/No) [accountEnabled] Required", "YES", False),
        ("accountEnabled", "True", True),
        ("accountEnabled", "false", False),
    ],
)
def test_the_template_asks_whether_to_block_and_a_download_whether_enabled(
    title: str, answer: str, *, enabled: bool
) -> None:
    content = f"[displayName],[userPrincipalName],[passwordProfile],{title}\nAnn,ann@a.example,p,"

    (user,) = _read(content + answer).records

    assert enabled is user.properties["account_enabled"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_is_found_whatever_the_titles_hold(separator: str) -> None:
    titles = ("Name, full [displayName]", *_TITLES[1:4], "Job; title [jobTitle]")
    rows = [("version:v1.0",), titles, ("Los, Ann", "ann@a.example", "p", "No", "a;b")]

    (user,) = _read(_written(rows, separator)).records

    assert ("Los, Ann", "a;b") == (user.properties["display_name"], user.properties["job_title"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_read_silently(encoding: str) -> None:
    content = f"{_REQUIRED}\nZoë 王,zoe@a.example,p,No\n".encode(encoding)

    reading = read_users(content, name="people.csv")

    assert "Zoë 王" == reading.records[0].properties["display_name"]
    assert [] == reading.problems


def test_windows_1252_is_read_with_a_warning() -> None:
    content = f"{_REQUIRED}\n{_ANN}\nZoë,zoe@a.example,p,No\n".encode("cp1252")

    reading = read_users(content, name="people.csv")

    assert "Zoë" == reading.records[1].properties["display_name"]
    assert [(3, "people.csv", False)] == _places(reading)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8x", b"[displayName]\n\xc3\x28\x81"])
def test_bytes_of_no_known_encoding_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidValueError, match="save it as UTF-8"):
        read_users(content, name="people.csv", file_format="csv")


def test_lines_stay_true_below_values_with_line_ends() -> None:
    content = (
        f"{_REQUIRED},[streetAddress]\r\n"
        'Ann,ann@a.example,p,No,"1 High Street\r\nFloor 2"\r\n'
        "\r\n"
        "Ben,ben@a.example,p,maybe,\r\n"
    )

    reading = _read(content)

    assert "1 High Street\r\nFloor 2" == reading.records[0].properties["street_address"]
    assert [(5, "ben@a.example", True)] == _places(reading)


def test_an_unknown_column_is_named_once_with_the_known_ones_and_rows_still_come_in() -> None:
    content = f"version:v1.0\n{_REQUIRED},Shoe size [shoeSize]\n{_ANN},39\nBen,b@a.example,p,No,44"

    reading = _read(content)

    assert 2 == len(reading.records)
    assert [(2, "shoeSize", False)] == _places(reading)
    assert "jobTitle" in reading.problems[0].reason


def test_of_two_columns_for_one_property_the_first_is_read() -> None:
    reading = _read(f"{_REQUIRED},[mobile],[mobilePhone]\n{_ANN},+1,+2\n")

    assert "+1" == reading.records[0].properties["mobile_phone"]
    assert [(1, "mobilePhone", False)] == _places(reading)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("version:v1.0\n[displayName],[accountEnabled]\n", "userPrincipalName.*passwordProfile"),
        ("version:v2.0\n" + _REQUIRED, "v2.0"),
        ("", "displayName"),
        ('"', "displayName"),
    ],
)
def test_a_file_without_the_first_rows_of_the_template_is_refused(content: str, named: str) -> None:
    with pytest.raises(InvalidValueError, match=named):
        _read(content)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",ann@a.example,p,No", "`displayName` is missing"),
        ("Ann,,p,No", "`userPrincipalName` is missing"),
        ("Ann,ann@a.example,,No", "`passwordProfile` is missing"),
        ("Ann,ann@a.example,p", "`accountEnabled` is ``, it must be yes or no"),
        ("Ann,ann@a.example,p,Nein", "`accountEnabled` is `Nein`, it must be yes or no"),
        ("Ann,ann@a.example,p,No,,,,x", "8 values for 7 columns; is a separator not quoted?"),
    ],
)
def test_a_row_at_fault_is_left_out_with_its_reason(row: str, reason: str) -> None:
    reading = _read(f"{_REQUIRED},[jobTitle],[department],[usageLocation]\n{row}\n{_BEN}\n")

    assert ["ben@a.example"] == [user.own_key for user in reading.records]
    assert [reason] == [problem.reason for problem in reading.problems]
    assert [(2, True)] == [(each.line, each.left_out) for each in reading.problems]


_BEN = "Ben,ben@a.example,p,No"


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("displayName", "x" * 257),
        ("userPrincipalName", "ann"),
        ("userPrincipalName", "ann@localhost"),
        ("userPrincipalName", "änn@a.example"),
        ("userPrincipalName", "x" * 65 + "@a.example"),
        ("jobTitle", "x" * 129),
        ("department", "x" * 65),
        ("companyName", "x" * 65),
        ("mailNickname", "x" * 65),
        ("usageLocation", "POL"),
        ("userType", "Partner"),
        ("city", "a\x00b"),
    ],
)
def test_values_that_the_directory_refuses_are_found_while_reading(prop: str, value: str) -> None:
    cells = {
        "displayName": "Ann",
        "userPrincipalName": "ann@a.example",
        "passwordProfile": "p",
        "accountEnabled": "true",
        prop: value,
    }

    reading = _read(_written([tuple(cells), tuple(cells.values())]))

    assert [] == reading.records
    (problem,) = reading.problems
    assert prop in problem.reason or "before the @" in problem.reason


def test_every_fault_of_a_row_is_told_at_once() -> None:
    reading = _read(f"{_REQUIRED},[usageLocation]\nAnn,ann,,maybe,POL\n")

    assert 4 == len(reading.problems)


def test_no_problem_repeats_a_password_or_a_control_character() -> None:
    reading = _read(f"{_REQUIRED}\nAnn\x1b[31m,ann\x1b[31m,hush-hush,may\x1b[31mbe\n")

    told = "".join(problem.reason + problem.subject for problem in reading.problems)
    assert "\x1b" not in told
    assert "hush-hush" not in told
    assert "hush-hush" not in repr(_read(f"{_REQUIRED}\nAnn,ann@a.example,hush-hush,No").records)


def test_a_sign_in_name_given_twice_is_kept_once_and_both_lines_are_named() -> None:
    reading = _read(f"{_REQUIRED}\nAnna,ANN@a.example,p,No\n{_BEN}\n{_ANN}\n")

    assert ["Anna", "Ben"] == [user.properties["display_name"] for user in reading.records]
    (problem,) = reading.problems
    assert "lines 2 and 4 have one sign-in name; the first is kept" == problem.reason


def test_rows_of_examples_and_of_external_users_are_counted_not_imported() -> None:
    content = (
        f"version:v1.0\n{_REQUIRED}\n"
        "Example: Chris Green,chris@contoso.com,myPassword1234,No\n"
        "Eve,eve_b.example#EXT#@a.example,p,No\n"
        f"{_ANN}\n"
    )

    reading = _read(content)

    assert ["ann@a.example"] == [user.own_key for user in reading.records]
    assert {"example row": 1, "external user": 1} == reading.skipped
    assert [] == reading.problems


def test_spaces_around_values_are_dropped_but_for_the_password() -> None:
    (user,) = _read(f"{_REQUIRED}\n Ann , ann@a.example , pass , No \n").records

    assert ("Ann", "ann@a.example", " pass ") == (
        user.properties["display_name"],
        user.user_principal_name,
        user.password,
    )


def test_a_quote_that_is_never_closed_leaves_out_only_what_it_swallows() -> None:
    reading = _read(f'{_REQUIRED}\n{_ANN}\n"Ben,ben@a.example,p,No\nCid,cid@a.example,p,No\n')

    assert ["ann@a.example"] == [user.own_key for user in reading.records]
    (problem,) = reading.problems
    assert (3, True) == (problem.line, problem.left_out)
    assert "lines 3 to 4" in problem.reason


def test_managers_and_other_mails_have_columns_of_their_own() -> None:
    content = (
        f'{_REQUIRED},[manager],[otherMails]\n{_ANN},Ben@old.example,"a@x.example; b@x.example"'
    )

    (user,) = read_users(content.encode(), name="p.csv", upn_domain="a.example").records

    assert "ben@a.example" == user.manager_key
    assert ["a@x.example", "b@x.example"] == user.properties["other_mails"]


def _read(content: str) -> ImportReading:
    return read_users(content.encode(), name="people.csv")


def _written(rows: list[tuple[str, ...]], separator: str = ",") -> str:
    file = StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue()


def _places(reading: ImportReading) -> list[tuple[int, str, bool]]:
    return [_place(problem) for problem in reading.problems]


def _place(problem: Problem) -> tuple[int, str, bool]:
    return problem.line, problem.subject, problem.left_out
