"""What people do: departments, their share of a company, and the titles in them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department, its size in proportion to the others, and its titles."""

    name: str
    weight: int
    head: str
    lead: str  # of somebody to whom others report
    members: Sequence[str]


def _department(name: str, weight: int, head: str, lead: str, *members: str) -> Department:
    return Department(name=name, weight=weight, head=head, lead=lead, members=members)


CHIEF_DEPARTMENT = "Executive Office"
CHIEF_TITLE = "Chief Executive Officer"

_SHARED = (
    _department(
        "Finance",
        5,
        "Chief Financial Officer",
        "Finance Lead",
        *("Accountant", "Controller", "Financial Analyst", "Payroll Specialist"),
    ),
    _department(
        "Information Technology",
        6,
        "Chief Information Officer",
        "Platform Lead",
        *("Identity Engineer", "Service Desk Analyst", "Software Engineer", "Systems Engineer"),
    ),
    _department(
        "Legal",
        2,
        "General Counsel",
        "Legal Lead",
        *("Contract Specialist", "Counsel", "Privacy Officer"),
    ),
    _department(
        "People",
        3,
        "Chief People Officer",
        "People Partner Lead",
        *("Learning Designer", "People Partner", "Recruiter"),
    ),
)

CRAFT: Sequence[Department] = (
    _department(
        "Design",
        18,
        "Head of Design",
        "Design Lead",
        *("Colour Designer", "Pattern Maker", "Product Designer", "Textile Designer"),
    ),
    _department(
        "Workshop",
        30,
        "Head of Workshop",
        "Workshop Lead",
        *("Cabinet Maker", "Dyer", "Upholsterer", "Weaver"),
    ),
    _department(
        "Materials",
        8,
        "Head of Materials",
        "Sourcing Lead",
        *("Buyer", "Materials Researcher", "Quality Inspector"),
    ),
    _department(
        "Retail",
        24,
        "Head of Retail",
        "Store Lead",
        *("Interior Consultant", "Sales Associate", "Visual Merchandiser"),
    ),
    _department(
        "Marketing",
        6,
        "Head of Marketing",
        "Campaign Lead",
        *("Copywriter", "Event Producer", "Photographer"),
    ),
    *_SHARED,
)
MACHINES: Sequence[Department] = (
    _department(
        "Mechatronics",
        16,
        "Head of Mechatronics",
        "Mechatronics Lead",
        *("Electrical Engineer", "Mechanical Engineer", "Motion Engineer"),
    ),
    _department(
        "Perception",
        10,
        "Head of Perception",
        "Perception Lead",
        *("Data Scientist", "Research Engineer", "Vision Engineer"),
    ),
    _department(
        "Firmware",
        12,
        "Head of Firmware",
        "Firmware Lead",
        *("Firmware Engineer", "Test Engineer", "Tools Engineer"),
    ),
    _department(
        "Manufacturing",
        30,
        "Head of Manufacturing",
        "Line Lead",
        *("Assembler", "Calibration Technician", "Production Planner", "Quality Technician"),
    ),
    _department(
        "Field Service",
        14,
        "Head of Field Service",
        "Service Lead",
        *("Commissioning Engineer", "Service Technician", "Support Engineer"),
    ),
    _department(
        "Sales",
        8,
        "Head of Sales",
        "Regional Sales Lead",
        *("Account Executive", "Sales Engineer"),
    ),
    *_SHARED,
)
CARE: Sequence[Department] = (
    _department(
        "Nursing",
        32,
        "Director of Nursing",
        "Ward Lead",
        *("Community Nurse", "Midwife", "Nurse", "Nurse Practitioner"),
    ),
    _department(
        "Medicine",
        18,
        "Medical Director",
        "Consultant",
        *("General Practitioner", "Paediatrician", "Radiologist", "Resident Physician"),
    ),
    _department(
        "Pharmacy",
        6,
        "Head of Pharmacy",
        "Pharmacy Lead",
        *("Pharmacist", "Pharmacy Technician"),
    ),
    _department(
        "Laboratory",
        8,
        "Head of Laboratory",
        "Laboratory Lead",
        *("Biomedical Scientist", "Laboratory Technician", "Research Nurse"),
    ),
    _department(
        "Patient Services",
        16,
        "Head of Patient Services",
        "Patient Services Lead",
        *("Appointments Clerk", "Care Coordinator", "Medical Secretary"),
    ),
    *_SHARED,
)
