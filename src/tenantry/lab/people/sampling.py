"""Make the people of a company: the same ones for the same company, count and seed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tenantry.errors import InvalidValueError
from tenantry.lab.people.companies import COMPANIES, Company
from tenantry.lab.people.cultures import Culture, Place
from tenantry.lab.people.names import CULTURES
from tenantry.lab.people.organization import Position, positions

_WEIGHT_AT_HOME = 5  # of a culture in the company's home region, against 1 elsewhere
_HALF = 0.5
_HIGHEST_HOUSE_NUMBER = 180
_HIGHEST_FLOOR = 9
_ROOMS = 40

# Of the people who lead nobody, one in so many, beginning with an early one.
_DISABLED_EVERY, _FIRST_DISABLED = 40, 7
_GUEST_EVERY, _FIRST_GUEST = 90, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePerson:
    """An invented person: the columns of `users`, but for ``manager``."""

    user_principal_name: str
    display_name: str
    mail_nickname: str
    mail: str
    given_name: str
    surname: str
    job_title: str
    department: str
    company_name: str
    employee_id: str
    employee_type: str
    street_address: str
    city: str
    state: str | None
    postal_code: str
    country: str
    office_location: str
    telephone_number: str
    mobile_phone: str
    preferred_language: str
    usage_location: str
    user_type: str
    account_enabled: bool
    manager: int | None  # place of the manager in the list, before this person; None for the chief


def people_of(company: str, count: int, seed: int) -> list[SamplePerson]:
    """Return *count* people of the company that `COMPANIES` knows as *company*, the chief first.

    `InvalidValueError` if there is no such company or *count* is negative.
    """
    if company not in COMPANIES:
        known = ", ".join(f"`{name}`" for name in COMPANIES)
        raise InvalidValueError("company", f"`{company}` is no company of the lab; use {known}")
    if count < 0:
        raise InvalidValueError("count", f"`{count}` people cannot be made; use 0 or more")
    random = Random(f"{company}:{seed}")  # noqa: S311  # sample people need no secrecy
    return _Hiring(COMPANIES[company], random).hire(count)


class _Hiring:
    """A company while its people are made."""

    def __init__(self, company: Company, random: Random) -> None:
        self._company = company
        self._random = random
        self._taken: Counter[str] = Counter()
        self._addresses = self._rent_offices()

    def hire(self, count: int) -> list[SamplePerson]:
        """Return *count* people."""
        home = self._company.home_locations
        weights = [_WEIGHT_AT_HOME if each.usage_location in home else 1 for each in CULTURES]
        cultures = self._random.choices(CULTURES, weights, k=count)
        people = []
        followers = 0
        held = positions(self._company.departments, count, self._random)
        for place, (position, culture) in enumerate(zip(held, cultures, strict=True)):
            people.append(self._person(place, position, culture, followers))
            followers += not position.leads
        return people

    def _rent_offices(self) -> Mapping[Place, str]:
        """Return the street address of the company's office in every place."""
        return {
            place: place.street.replace("#", str(1 + self._random.randrange(_HIGHEST_HOUSE_NUMBER)))
            for culture in CULTURES
            for place in culture.places
        }

    def _person(
        self, place: int, position: Position, culture: Culture, followers: int
    ) -> SamplePerson:
        """Return the person at *place*, when *followers* before them lead nobody."""
        random, company = self._random, self._company
        is_woman = random.random() < _HALF
        given_name = random.choice(culture.women if is_woman else culture.men)
        of_woman, of_man = random.choice(culture.surnames)
        surname = of_woman if is_woman else of_man
        user_name = self._free_user_name(f"{given_name.ascii}.{surname.ascii}")
        office = random.choice(culture.places)
        may_be_special = not position.leads
        is_disabled = may_be_special and followers % _DISABLED_EVERY == _FIRST_DISABLED
        is_guest = may_be_special and followers % _GUEST_EVERY == _FIRST_GUEST
        address = f"{user_name}@{company.initial_domain}"
        return SamplePerson(
            user_principal_name=address,
            display_name=culture.full_name(given_name.native, surname.native),
            mail_nickname=user_name,
            mail=address,
            given_name=given_name.native,
            surname=surname.native,
            job_title=position.job_title,
            department=position.department,
            company_name=company.display_name,
            employee_id=f"{company.employee_id_prefix}{place + 1:06d}",
            employee_type="Contractor" if is_guest else "Employee",
            street_address=self._addresses[office],
            city=office.city,
            state=office.state,
            postal_code=office.postal_code,
            country=culture.country,
            office_location=self._room(office),
            telephone_number=self._dialled(office.telephone),
            mobile_phone=self._dialled(culture.mobile),
            preferred_language=culture.language,
            usage_location=culture.usage_location,
            user_type="Guest" if is_guest else "Member",
            account_enabled=not is_disabled,
            manager=position.manager,
        )

    def _free_user_name(self, wanted: str) -> str:
        """Return *wanted*, with a number from the second person of that name on."""
        self._taken[wanted] += 1
        number = self._taken[wanted]
        return wanted if number == 1 else f"{wanted}{number}"

    def _room(self, office: Place) -> str:
        floor = 1 + self._random.randrange(_HIGHEST_FLOOR)
        return f"{office.city} {floor}.{1 + self._random.randrange(_ROOMS):02d}"

    def _dialled(self, pattern: str) -> str:
        width = pattern.count("#")
        return pattern.replace("#" * width, f"{self._random.randrange(10**width):0{width}d}")
