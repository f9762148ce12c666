"""Who works where in a company, and who reports to whom: one tree, whatever its size."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tenantry.lab.people.work import CHIEF_DEPARTMENT, CHIEF_TITLE, Department

_CHIEF = 0  # place of the one to whom all heads report
_REPORTS = 8  # people who report to one lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One place in a company."""

    department: str
    job_title: str
    manager: int | None  # place in the sequence, before this one
    leads: bool


def positions(departments: Sequence[Department], count: int, random: Random) -> Iterator[Position]:
    """Yield *count* positions: the chief, a head of every department, then everybody else.

    A department is a tree in the order of its people: the n-th leads those from 8n+1 to 8n+8.
    """
    if count == 0:
        return
    yield Position(
        department=CHIEF_DEPARTMENT, job_title=CHIEF_TITLE, manager=None, leads=count > 1
    )
    heads = departments[: count - 1]
    weights = [department.weight for department in departments]
    others = random.choices(departments, weights, k=count - 1 - len(heads))
    staff = [*heads, *others]
    sizes = Counter(department.name for department in staff)
    places: dict[str, list[int]] = defaultdict(list)  # of the department's people so far
    for place, department in enumerate(staff, start=1):
        colleagues = places[department.name]
        leads = len(colleagues) * _REPORTS + 1 < sizes[department.name]
        yield Position(
            department=department.name,
            job_title=_title(department, random, is_head=not colleagues, leads=leads),
            manager=colleagues[(len(colleagues) - 1) // _REPORTS] if colleagues else _CHIEF,
            leads=leads,
        )
        colleagues.append(place)


def _title(department: Department, random: Random, *, is_head: bool, leads: bool) -> str:
    if is_head:
        return department.head
    return department.lead if leads else random.choice(department.members)
