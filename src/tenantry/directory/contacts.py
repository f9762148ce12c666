"""What a contact is: somebody outside of the organization, in its address book only.

Source: contract §6.7; behaviour §4, §14.1.
Graph: ``orgContact``.
"""

import re
from collections.abc import Mapping

from tenantry.directory.values import Rule, text

_MAIL = re.compile(r"[^@\s]+@[^@\s]+")

RULES: Mapping[str, Rule] = {
    "company_name": text(64),
    "department": text(64),
    "display_name": text(256, clearable=False),
    "given_name": text(64),
    "job_title": text(128),
    "mail": text(256, clearable=False, form=_MAIL, expected="an address `name@domain`"),
    "surname": text(64),
}
"""What a contact is made of."""
