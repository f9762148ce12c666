"""LDIF: which entries are people, and which attribute becomes which property.

Source: RFC 2849 (form), RFC 2798 `inetOrgPerson` and RFC 4519 (attributes), and the names that
Active Directory and 389 Directory Server use beside them.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tenantry.errors import InvalidValueError
from tenantry.intake.distinguished_names import normalize
from tenantry.intake.gathering import NOT_A_PERSON, REFERRAL, Gathering
from tenantry.intake.ldif_entries import Entry, read_entries
from tenantry.intake.properties import with_domain
from tenantry.intake.records import ImportedUser

ATTRIBUTES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "display_name": ("displayname", "cn"),
        "mail_nickname": ("mailnickname",),
        "mail": ("mail",),
        "given_name": ("givenname",),
        "surname": ("sn",),
        "job_title": ("title",),
        "department": ("department", "departmentnumber", "ou"),
        "company_name": ("company", "o"),
        "employee_id": ("employeeid", "employeenumber"),
        "employee_type": ("employeetype",),
        "street_address": ("street", "streetaddress", "postaladdress"),
        "city": ("l",),
        "state": ("st",),
        "postal_code": ("postalcode",),
        "country": ("co", "c"),
        "office_location": ("physicaldeliveryofficename", "roomnumber"),
        "telephone_number": ("telephonenumber",),
        "mobile_phone": ("mobile",),
        "fax_number": ("facsimiletelephonenumber",),
        "preferred_language": ("preferredlanguage",),
    }
)
"""Column of `users` → attributes that may fill it; the first that an entry has decides."""

_PERSON = frozenset({"inetorgperson", "organizationalperson", "person", "user"})
_NO_PERSON = frozenset({"computer", "contact"})  # subclasses of person in Active Directory
_SWITCHES = ("useraccountcontrol", "nsaccountlock")
_WANTED = frozenset(
    (
        *(name for names in ATTRIBUTES.values() for name in names),
        *("objectclass", "userprincipalname", "uid", "manager"),
        *_SWITCHES,
    )
)
_ACCOUNT_DISABLED = 0x2  # of userAccountControl ...
_DIGITS_OF_CONTROL = 10  # ... which has 32 bits


def read_ldif(
    content: bytes, gathering: Gathering, *, default_domain: str | None, upn_domain: str | None
) -> None:
    """Read an LDIF file; *default_domain* completes the `uid` of entries without another name.

    A password is never taken: what a file holds is a hash of another system.
    """
    for entry in read_entries(content, _WANTED, gathering):
        classes = {name.lower() for name in entry.attributes.get("objectclass", ())}
        if "referral" in classes:
            gathering.skip(REFERRAL)
        elif _PERSON.isdisjoint(classes) or not _NO_PERSON.isdisjoint(classes):
            gathering.skip(NOT_A_PERSON)
        else:
            _add(entry, gathering, default_domain, upn_domain)


def _add(
    entry: Entry, gathering: Gathering, default_domain: str | None, upn_domain: str | None
) -> None:
    name = _sign_in_name(entry.attributes, default_domain)
    if not name:
        gathering.leave_out(
            entry.line,
            "no `userPrincipalName` or `mail`, and no `uid` that a default domain completes",
            entry.dn,
        )
        return
    try:
        own_key = normalize(entry.dn)
    except InvalidValueError as fault:
        gathering.leave_out(entry.line, fault.message, entry.dn)
        return
    user = ImportedUser(
        line=entry.line,
        own_key=own_key,
        manager_key=_manager_key(entry, gathering),
        properties={
            **_properties(entry.attributes),
            "user_principal_name": with_domain(name, upn_domain),
            "account_enabled": _is_enabled(entry.attributes),
        },
    )
    gathering.add(user)


def _sign_in_name(attributes: Mapping[str, list[str]], default_domain: str | None) -> str:
    for attribute in ("userprincipalname", "mail"):
        if name := _first(attributes, attribute):
            return name
    uid = _first(attributes, "uid")
    return f"{uid}@{default_domain}" if uid and default_domain else ""


def _properties(attributes: Mapping[str, list[str]]) -> dict[str, object]:
    properties: dict[str, object] = {}
    for column, names in ATTRIBUTES.items():
        value = next(_values(attributes, names), None)
        if value:
            properties[column] = value
    if "display_name" not in properties:
        names = (_first(attributes, "givenname"), _first(attributes, "sn"))
        properties["display_name"] = " ".join(filter(None, names))
    if other_mails := list(filter(None, attributes.get("mail", [])[1:])):
        properties["other_mails"] = other_mails
    return properties


def _values(attributes: Mapping[str, list[str]], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if value := _first(attributes, name):
            yield _lines_of_address(value) if name == "postaladdress" else value


def _lines_of_address(value: str) -> str:
    r"""Return a postal address in one line: `$` parts its lines, `\24` is a dollar (RFC 4517)."""
    lines = (line.strip().replace(r"\24", "$") for line in value.split("$"))
    return ", ".join(line.replace(r"\5C", "\\").replace(r"\5c", "\\") for line in lines if line)


def _is_enabled(attributes: Mapping[str, list[str]]) -> bool:
    control = _first(attributes, "useraccountcontrol")
    is_number = control.isdecimal() and len(control) <= _DIGITS_OF_CONTROL
    disabled = is_number and int(control) & _ACCOUNT_DISABLED
    return not disabled and _first(attributes, "nsaccountlock").lower() != "true"


def _manager_key(entry: Entry, gathering: Gathering) -> str | None:
    manager = _first(entry.attributes, "manager")
    if not manager:
        return None
    try:
        return normalize(manager)
    except InvalidValueError as fault:
        gathering.warn(entry.line, f"the manager is not set: {fault.message}", entry.dn)
        return None


def _first(attributes: Mapping[str, list[str]], name: str) -> str:
    """Return the first value of an attribute that says something, or the empty text."""
    return next(filter(None, attributes.get(name, ())), "")
