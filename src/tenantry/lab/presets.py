"""What a lab can be: which companies, how many people, and who synchronizes into whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenantry.errors import InvalidValueError
from tenantry.lab.people import COMPANIES

FEWEST_PEOPLE = 20  # so that the smallest company has its sign-in-able users
LEADERSHIP = "Leadership"
"""The group of those to whom others report directly below the chief, and the chief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One company's people come to work in another's tenant.

    ``groups`` are the names of the groups that are assigned, None for every department's.
    """

    source: str
    target: str
    groups: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One kind of lab.  ``shares`` are company → its part of all people, in the lab's order."""

    name: str
    shares: Mapping[str, float]
    people: int  # in all, unless the caller says otherwise
    links: Sequence[Link]

    def staff(self, people: int) -> dict[str, int]:
        """Return company → how many of *people* in all work there.

        Raises `InvalidValueError` for too few.
        """
        if people < FEWEST_PEOPLE:
            message = f"`{people}` people are too few; a lab has at least {FEWEST_PEOPLE}"
            raise InvalidValueError("people", message)
        return {name: round(people * share) for name, share in self.shares.items()}


_HEADQUARTERS = ("Information Technology", LEADERSHIP)

PRESETS: Mapping[str, Preset] = {
    "merger": Preset(
        name="merger",
        shares={name: company.share for name, company in COMPANIES.items()},
        people=360,
        links=(
            Link(source="tailwind", target="northwind"),
            Link(source="lamna", target="northwind"),
            Link(source="northwind", target="tailwind", groups=_HEADQUARTERS),
            Link(source="northwind", target="lamna", groups=_HEADQUARTERS),
        ),
    ),
    "pair": Preset(
        name="pair",
        shares={"tailwind": 0.5, "northwind": 0.5},
        people=24,
        links=(),
    ),
}
"""`merger`: a group of companies after two acquisitions.  `pair`: a source and a target with
nothing between them."""
