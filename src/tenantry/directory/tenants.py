"""What a tenant is: its kind, region and cloud, and the domain names it may claim.

Source: decision 36, contract §6.6.
Graph: ``organization``, ``domain``.
"""

import re
from collections.abc import Mapping

from tenantry.directory.values import Record, Rule, choice, document, text, texts
from tenantry.errors import ConflictError, InvalidValueError

WORKFORCE, EXTERNAL = "workforce", "external"
DEFAULT_CLOUD, DEFAULT_REGION = "commercial", "EU"
MANAGED, FEDERATED = "Managed", "Federated"

_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_DOMAIN_LENGTH = 253

CREATION_RULES: Mapping[str, Rule] = {
    "cloud": choice("commercial", "usgov", "china", clearable=False),
    "country_letter_code": text(2, form=re.compile("[A-Z]{2}"), expected="two capital letters"),
    "display_name": text(256, clearable=False),
    "kind": choice(WORKFORCE, EXTERNAL, clearable=False),
    "region": text(16, clearable=False),
}
CHANGE_RULES: Mapping[str, Rule] = {
    "display_name": CREATION_RULES["display_name"],
    "preferred_language": text(64),
    "privacy_profile": document(
        contact_email=text(256, form=_MAIL, expected="an address `name@domain`"),
        statement_url=text(2048, form=_WEB_ADDRESS, expected="a web address"),
    ),
    "technical_notification_mails": texts(256, count=100),
}


def domain_name(name: str) -> str:
    """Return *name* as domains are kept, in lower case; `InvalidValueError` if it is none."""
    lowered = name.lower()
    if len(lowered) > _DOMAIN_LENGTH or not _DOMAIN.fullmatch(lowered):
        raise InvalidValueError("id", f"`{name}` is not a domain name such as `labs.example.com`")
    return lowered


def new_domain(
    name: str, created_at: str, *, is_verified: bool, is_initial: bool = False
) -> Record:
    """Return a new domain; the initial one is the default at first."""
    return {
        "name": name,
        "authentication_type": MANAGED,
        "created_at": created_at,
        "is_default": is_initial,
        "is_initial": is_initial,
        "is_verified": is_verified,
    }


def check_removable(domain: Mapping[str, object], *, in_use: bool) -> None:
    """Raise `ConflictError` if the tenant cannot do without *domain*."""
    name = domain["name"]
    if domain["is_initial"]:
        raise ConflictError(f"`{name}` is the initial domain; it stays with the tenant")
    if domain["is_default"]:
        raise ConflictError(f"`{name}` is the default domain; make another one the default first")
    if domain["authentication_type"] == FEDERATED:
        raise ConflictError(f"`{name}` is federated; delete its federation first")
    if in_use:
        raise ConflictError(f"`{name}` is used in sign-in names; rename these users first")
