"""LDIF as OpenLDAP, Active Directory and `ldapsearch` write it."""

import base64

import pytest

from tenantry.errors import InvalidValueError
from tenantry.intake.reading import read_users
from tenantry.intake.records import ImportReading

_ANN = """\
dn: uid=ann,ou=People,dc=x
objectClass: inetOrgPerson
uid: ann
cn: Ann Los
sn: Los
mail: ann@a.example
"""

_EVERYTHING = """\
version: 1

dn: uid=zoe,ou=People,dc=x
objectClass: top
objectClass: inetOrgPerson
uid: zoe
cn: Zoe L.
displayName: Zoe Los
givenName: Zoe
sn: Los
mail: zoe@a.example
mail: z@b.example
title: Chemist
departmentNumber: 12
ou: Research
employeeNumber: 77
employeeType: Employee
street: 1 High Street
l: London
st: Greater London
postalCode: N1 1AA
c: GB
roomNumber: 4.12
telephoneNumber: +44 20 7946 0100
mobile: +44 7700 900100
facsimileTelephoneNumber: +44 20 7946 0101
preferredLanguage: en-GB
o: Example
manager: UID=ann,  OU=People,DC=x
userPassword: {SSHA}aGFzaA==
"""


def test_every_attribute_of_a_person_is_read() -> None:
    reading = _read(_EVERYTHING)

    (user,) = reading.records
    assert [] == reading.problems
    assert ("uid=zoe,ou=people,dc=x", "uid=ann,ou=people,dc=x") == (user.own_key, user.manager_key)
    assert user.password is None
    assert {
        "user_principal_name": "zoe@a.example",
        "mail_nickname": "zoe",
        "account_enabled": True,
        "display_name": "Zoe Los",
        "given_name": "Zoe",
        "surname": "Los",
        "mail": "zoe@a.example",
        "other_mails": ["z@b.example"],
        "job_title": "Chemist",
        "department": "12",
        "company_name": "Example",
        "employee_id": "77",
        "employee_type": "Employee",
        "street_address": "1 High Street",
        "city": "London",
        "state": "Greater London",
        "postal_code": "N1 1AA",
        "country": "GB",
        "office_location": "4.12",
        "telephone_number": "+44 20 7946 0100",
        "mobile_phone": "+44 7700 900100",
        "fax_number": "+44 20 7946 0101",
        "preferred_language": "en-GB",
    } == user.properties


@pytest.mark.parametrize(
    ("attribute", "column", "value"),
    [
        ("telephoneNumber: +1 2", "telephone_number", "+1 2"),
        ("title: Chief\n  of\n  all", "job_title", "Chief of all"),
        ("# a comment\n  that is folded: x\ntitle: Chief", "job_title", "Chief"),
        ("title:: Q2jDqWY=", "job_title", "Chéf"),
        ("title::\n  Q2jD\n qWY=", "job_title", "Chéf"),
        ("title;lang-fr: Chef\ntitle: Chief", "job_title", "Chief"),
        ("title;lang-fr: Chef", "job_title", "Chef"),
        ("TITLE: Chief\ntitle: Second", "job_title", "Chief"),
        (
            "postalAddress: 1 High Street $ London\\2450",
            "street_address",
            "1 High Street, London$50",
        ),
        ("co: Poland\nc: PL", "country", "Poland"),
        ("description: none: at all", "display_name", "Ann Los"),
        ("jpegPhoto:: /9j/4AA=", "display_name", "Ann Los"),
    ],
)
def test_values_are_read_as_rfc_2849_writes_them(attribute: str, column: str, value: str) -> None:
    reading = _read(f"{_ANN}{attribute}\n")

    assert value == reading.records[0].properties[column]
    assert [] == reading.problems


def test_a_fold_may_split_a_character() -> None:
    content = _ANN.encode() + b"title: Ch\xc3\n \xa9f\n"

    reading = read_users(content, name="people.ldif")

    assert "Chéf" == reading.records[0].properties["job_title"]


@pytest.mark.parametrize(
    ("attributes", "default_domain", "upn_domain", "name"),
    [
        ("userPrincipalName: a@u.example\nmail: a@m.example\nuid: a", None, None, "a@u.example"),
        ("mail: a@m.example\nuid: a", "d.example", None, "a@m.example"),
        ("uid: a", "d.example", None, "a@d.example"),
        ("mail: a@m.example", None, "new.example", "a@new.example"),
        ("uid: a", "d.example", "new.example", "a@new.example"),
    ],
)
def test_the_sign_in_name_comes_from_the_best_attribute(
    attributes: str, default_domain: str | None, upn_domain: str | None, name: str
) -> None:
    content = f"dn: cn=a,dc=x\nobjectClass: person\ncn: Ann\n{attributes}\n".encode()

    reading = read_users(
        content, name="people.ldif", default_domain=default_domain, upn_domain=upn_domain
    )

    assert [name] == [user.user_principal_name for user in reading.records]


def test_a_person_without_any_name_to_sign_in_with_is_left_out_with_the_remedy() -> None:
    reading = _read("dn: uid=a,dc=x\nobjectClass: person\ncn: Ann\nuid: a\n")

    assert [] == reading.records
    assert "default domain" in reading.problems[0].reason
    assert reading.problems[0].left_out


@pytest.mark.parametrize(
    ("attribute", "enabled"),
    [
        ("userAccountControl: 512", True),
        ("userAccountControl: 514", False),
        ("userAccountControl: 66050", False),
        ("userAccountControl: " + "9" * 5000, True),
        ("nsAccountLock: TRUE", False),
        ("nsAccountLock: false", True),
    ],
)
def test_an_account_that_is_disabled_elsewhere_stays_disabled(
    attribute: str, *, enabled: bool
) -> None:
    (user,) = _read(f"{_ANN}{attribute}\n").records

    assert enabled is user.properties["account_enabled"]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ("dn: ou=x\nobjectClass: referral\nref: ldap://b.example/ou=x", "referral"),
        ("ref: ldap://b.example/ou=x", "referral"),
        ("# search result\nsearch: 2\nresult: 0 Success", "search result"),
        ("dn: dc=x\nobjectClass: organization\no: X", "not a person"),
        ("dn: cn=pc\nobjectClass: user\nobjectClass: computer", "not a person"),
        ("dn: cn=c\nobjectClass: person\nobjectClass: contact", "not a person"),
        ("dn: uid=b,dc=x\nchangetype: delete", "change other than add"),
        (
            "dn: uid=b,dc=x\ncontrol: 1.2.3 true\nchangetype: modify\nadd: cn\ncn: B\n-",
            "change other than add",
        ),
    ],
)
def test_what_is_no_person_to_import_is_counted(record: str, kind: str) -> None:
    reading = _read(f"{record}\n\n{_ANN}")

    assert {kind: 1} == reading.skipped
    assert ["ann@a.example"] == [user.user_principal_name for user in reading.records]
    assert [] == reading.problems


def test_a_change_that_adds_is_read() -> None:
    first, rest = _ANN.split("\n", 1)

    reading = _read(f"{first}\ncontrol: 1.2.3\nchangetype: add\n{rest}")

    assert 1 == len(reading.records)


@pytest.mark.parametrize("object_class", ["person", "organizationalPerson", "USER"])
def test_every_class_of_people_is_accepted(object_class: str) -> None:
    reading = _read(_ANN.replace("inetOrgPerson", object_class))

    assert 1 == len(reading.records)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (b"dn: uid=b,dc=x\nobjectClass: person\ncn: B\xff\n", 10),
        (b"dn: uid=b,dc=x\ncn: A\n  folded\n\tB\n", 11),
        (b"dn: uid=b,dc=x\nobjectClass: person\nsn:: ***\n", 10),
        (b"dn: uid=b,dc=x\nobjectClass: person\nsn:: /w==\n", 10),
        (b"objectClass: person\ncn: B\n", 8),
        (b"# c\n folded\ndn: b\nobjectClass: person\nmail: b@a.example\ncn: b", 10),
        (b" folded onto nothing\n", 8),
    ],
)
def test_a_record_that_cannot_be_read_is_left_out_with_its_line(record: bytes, line: int) -> None:
    content = _ANN.encode() + b"\n" + record + b"\n\n" + _ANN.replace("ann", "cid").encode()

    reading = read_users(content, name="people.ldif")

    assert ["ann@a.example", "cid@a.example"] == [u.user_principal_name for u in reading.records]
    assert [(line, True)] == [(each.line, each.left_out) for each in reading.problems]


def test_lines_are_true_whatever_ends_them() -> None:
    content = f"version: 1\n\n# comment\n\n\n{_ANN}\n{_ANN.replace('ann', 'ben')}"

    unix = read_users(content.encode(), name="people.ldif")
    windows = read_users(content.replace("\n", "\r\n").encode("utf-8-sig"), name="people.ldif")

    assert [6, 13] == [user.line for user in unix.records]
    assert unix == windows


def test_a_value_by_url_is_refused_and_the_person_comes_in_without_it() -> None:
    reading = _read(f"{_ANN}jpegPhoto:< file:///etc/passwd\n")

    assert 1 == len(reading.records)
    (problem,) = reading.problems
    assert (7, "uid=ann,ou=People,dc=x", False) == (
        problem.line,
        problem.subject,
        problem.left_out,
    )
    assert "never fetched" in problem.reason


def test_a_manager_that_is_no_name_is_reported_and_the_person_comes_in() -> None:
    reading = _read(f"{_ANN}manager: Ben\n")

    assert reading.records[0].manager_key is None
    assert [(1, False)] == [(each.line, each.left_out) for each in reading.problems]


def test_one_entry_given_twice_is_kept_once() -> None:
    again = _ANN.replace("uid=ann,", "UID=Ann, ").replace("mail: ann", "mail: anna")

    reading = _read(f"{_ANN}\n{again}")

    assert ["ann@a.example"] == [user.user_principal_name for user in reading.records]
    assert "lines 1 and 8" in reading.problems[0].reason


def test_names_may_be_base64() -> None:
    dn = base64.b64encode("uid=zoë,dc=x".encode()).decode()

    (user,) = _read(f"dn:: {dn}\nobjectClass: person\ncn: Z\nmail: z@a.example\n").records

    assert "uid=zoë,dc=x" == user.own_key


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"version: 2\n\ndn: dc=x\n", "`2`"), ("dn: dc=x\n".encode("utf-16"), "UTF-16")],
)
def test_another_version_or_encoding_is_refused(content: bytes, named: str) -> None:
    with pytest.raises(InvalidValueError, match=named):
        read_users(content, name="people.ldif")


def _read(content: str) -> ImportReading:
    return read_users(content.encode(), name="people.ldif")
