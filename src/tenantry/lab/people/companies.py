"""The companies of the lab, each with its own kind of work and home regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tenantry.lab.people.work import CARE, CRAFT, MACHINES, Department


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company that the lab can fill with people."""

    display_name: str
    initial_domain: str
    country_letter_code: str
    share: float  # of all people of a lab with every company
    employee_id_prefix: str
    home_locations: frozenset[str]  # usage locations where most of its people work
    departments: Sequence[Department]


COMPANIES: Mapping[str, Company] = MappingProxyType(
    {
        "northwind": Company(
            display_name="Northwind Atelier",
            initial_domain="northwind.tenantry.test",
            country_letter_code="DK",
            share=0.5,
            employee_id_prefix="NA",
            home_locations=frozenset({"DK", "SE", "FI", "IS", "NL", "FR", "GB", "IT", "PL", "PT"}),
            departments=CRAFT,
        ),
        "tailwind": Company(
            display_name="Tailwind Robotics",
            initial_domain="tailwind.tenantry.test",
            country_letter_code="KR",
            share=0.3,
            employee_id_prefix="TR",
            home_locations=frozenset({"KR", "JP", "CN", "VN", "TH", "IN", "DE", "CZ", "HU", "UA"}),
            departments=MACHINES,
        ),
        "lamna": Company(
            display_name="Lamna Health",
            initial_domain="lamna.tenantry.test",
            country_letter_code="IE",
            share=0.2,
            employee_id_prefix="LH",
            home_locations=frozenset({"IE", "NG", "ET", "KE", "ZA", "EG", "BR", "MX", "CA", "NZ"}),
            departments=CARE,
        ),
    }
)
"""The lab's name of a company → the company; the shares add up to one."""
