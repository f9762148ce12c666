"""What a culture gives to a sample person: names, a language, places and telephone numbers.

Every name of the lists was chosen for this lab; the people made of them do not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenantry.lab.people.romanization import romanize


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A given name or surname."""

    native: str  # in its own script
    ascii: str  # as a part of a user name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city with an office."""

    city: str
    state: str | None
    postal_code: str
    street: str  # # stands for the number of the house
    telephone: str  # each # stands for a digit; all of them side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """People who share a language and a country."""

    language: str  # BCP 47
    country: str
    usage_location: str  # ISO 3166-1, two letters
    women: Sequence[Name]
    men: Sequence[Name]
    surnames: Sequence[tuple[Name, Name]]  # of a woman, of a man
    places: Sequence[Place]
    mobile: str  # as `Place.telephone`
    family_first: bool = False
    between_names: str = " "

    def full_name(self, given_name: str, surname: str) -> str:
        """Return the name as it is written in this culture."""
        names = (surname, given_name) if self.family_first else (given_name, surname)
        return self.between_names.join(names)


def names(listed: str) -> Sequence[Name]:
    """Return the names in *listed*, parted by commas; `Ольга=Olha` tells how to romanize one."""
    return tuple(_name(each) for each in listed.split(","))


def surnames(listed: str) -> Sequence[tuple[Name, Name]]:
    """Return the surnames in *listed*; `Kowalska/Kowalski` is one for women and for men."""
    return tuple(_forms(each) for each in listed.split(","))


def place(city: str, state: str, postal_code: str, street: str, telephone: str) -> Place:
    """Return a place; an empty *state* is none."""
    return Place(
        city=city,
        state=state or None,
        postal_code=postal_code,
        street=street,
        telephone=telephone,
    )


def _name(written: str) -> Name:
    native, _, latin = written.strip().partition("=")
    return Name(native=native, ascii=romanize(latin or native))


def _forms(written: str) -> tuple[Name, Name]:
    feminine, _, masculine = written.partition("/")
    return _name(feminine), _name(masculine or feminine)
