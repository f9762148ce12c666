"""Sample people are many, various, plausible, and always the same."""

import dataclasses
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.directory.users import check_new_user
from tenantry.errors import InvalidValueError
from tenantry.lab.people import COMPANIES, SamplePerson, people_of
from tenantry.lab.people.cultures import Culture
from tenantry.lab.people.names import CULTURES
from tenantry.lab.people.romanization import romanize

_LETTERS = frozenset({"Ll", "Lo", "Lu"})  # categories of Unicode
_SCRIPTS = {
    *("ARABIC", "ARMENIAN", "CJK", "CYRILLIC", "DEVANAGARI", "ETHIOPIC", "GEORGIAN", "GREEK"),
    *("HANGUL", "HEBREW", "HIRAGANA", "LATIN", "TAMIL", "THAI"),
}
_REMEMBERED = ["ruairi.gallagher", "elias.wallin", "asger.molgaard", "gbenga.odeyemi"]


def test_the_same_arguments_give_the_same_people() -> None:
    assert people_of("northwind", 300, 7) == people_of("northwind", 300, 7)


def test_another_seed_or_company_gives_other_people() -> None:
    people = people_of("northwind", 50, 7)

    assert people != people_of("northwind", 50, 8)
    assert {person.display_name for person in people} != {
        person.display_name for person in people_of("tailwind", 50, 7)
    }


def test_the_people_of_a_seed_are_the_ones_they_have_always_been() -> None:
    names = [person.mail_nickname for person in people_of("lamna", 4, 1)]

    assert _REMEMBERED == names


@pytest.mark.parametrize("company", COMPANIES)
def test_everybody_is_fit_for_the_directory(company: str) -> None:
    people = people_of(company, 2000, 1)

    for person in people:
        columns = dataclasses.asdict(person)
        del columns["manager"]
        check_new_user(columns | {"password_hash": ""})
    assert {COMPANIES[company].initial_domain} == {
        person.user_principal_name.partition("@")[2] for person in people
    }


@pytest.mark.parametrize("attribute", ["user_principal_name", "employee_id"])
def test_no_two_people_share_a_name_to_sign_in_or_a_number(attribute: str) -> None:
    people = people_of("northwind", 20_000, 3)

    assert len(people) == len({getattr(person, attribute) for person in people})


def test_user_names_are_ascii_and_made_of_both_names() -> None:
    for person in people_of("tailwind", 3000, 1):
        given_name, _, surname = person.mail_nickname.partition(".")

        assert person.mail_nickname.isascii()
        assert given_name
        assert surname.rstrip("0123456789")


def test_names_come_in_every_script_of_the_lists() -> None:
    people = [person for company in COMPANIES for person in people_of(company, 1500, 1)]

    scripts = {
        unicodedata.name(letter).split()[0]
        for person in people
        for letter in person.display_name
        if unicodedata.category(letter) in _LETTERS
    }
    assert _SCRIPTS == scripts


@pytest.mark.parametrize(
    ("language", "given_name", "surname", "written"),
    [
        ("pl-PL", "Zofia", "Łukasik", "Zofia Łukasik"),
        ("hu-HU", "Réka", "Nagy", "Nagy Réka"),
        ("vi-VN", "Minh Quân", "Trần", "Trần Minh Quân"),
        ("ko-KR", "민준", "김", "김민준"),
        ("ja-JP", "美咲", "高橋", "高橋 美咲"),
    ],
)
def test_full_names_are_written_as_the_culture_does(
    language: str, given_name: str, surname: str, written: str
) -> None:
    (culture,) = [each for each in CULTURES if each.language == language]

    assert written == culture.full_name(given_name, surname)


def test_surnames_have_the_form_that_goes_with_the_given_name() -> None:
    forms = {
        (culture.language, given_name.native): {both[of_man].native for both in culture.surnames}
        for culture in CULTURES
        for of_man, given_names in enumerate((culture.women, culture.men))
        for given_name in given_names
    }

    for person in people_of("northwind", 2000, 1):
        assert person.surname in forms[person.preferred_language, person.given_name]


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [
        ("Łukasz", "lukasz"),
        ("İpek", "ipek"),
        ("Çağrı", "cagri"),  # noqa: RUF001
        ("Þórður", "thordur"),
        ("Søren Kjær", "sorenkjaer"),
        ("Groß", "gross"),
        ("Đặng", "dang"),
        ("Ọmọ́tọ́lá", "omotola"),
        ("O'Connor", "oconnor"),
        ("Hoʻopai", "hoopai"),  # noqa: RUF001
        ("Jean-Baptiste", "jean-baptiste"),
    ],
)
def test_letters_become_ascii_as_people_expect(name: str, ascii_name: str) -> None:
    assert ascii_name == romanize(name)


@pytest.mark.parametrize("culture", CULTURES, ids=lambda culture: culture.language)
def test_place_language_and_telephone_agree(culture: Culture) -> None:
    numbers = [culture.mobile, *(place.telephone for place in culture.places)]

    calling_codes = {number.split()[0] for number in numbers}
    assert 1 == len(calling_codes)
    assert culture.language.endswith(f"-{culture.usage_location}")
    for number in numbers:
        assert re.fullmatch(r"\+[0-9 ]+#{2,5}", number)
    for place in culture.places:
        assert 1 == place.street.count("#")


def test_a_person_works_in_a_place_of_their_culture() -> None:
    places = {
        (culture.language, culture.usage_location, place.city, place.postal_code)
        for culture in CULTURES
        for place in culture.places
    }

    for person in people_of("lamna", 1000, 1):
        where = (person.usage_location, person.city, person.postal_code)
        assert (person.preferred_language, *where) in places
        assert person.office_location.startswith(person.city)
        assert "#" not in person.telephone_number + person.mobile_phone + person.street_address


@settings(max_examples=25, deadline=None)
@given(company=st.sampled_from(sorted(COMPANIES)), count=st.integers(0, 400), seed=st.integers())
def test_everybody_reports_to_somebody_before_them_up_to_one_chief(
    company: str, count: int, seed: int
) -> None:
    people = people_of(company, count, seed)

    assert count == len(people)
    assert all(person.manager is None for person in people[:1])
    for place, person in enumerate(people[1:], start=1):
        assert person.manager is not None
        assert 0 <= person.manager < place


def test_every_department_has_one_head_who_reports_to_the_chief() -> None:
    people = people_of("tailwind", 500, 1)

    heads = [person.department for person in people if person.manager == 0]
    assert sorted(each.name for each in COMPANIES["tailwind"].departments) == sorted(heads)
    for person in people:
        if person.manager not in {None, 0}:
            assert person.department == _manager(people, person).department


def test_titles_tell_who_leads() -> None:
    people = people_of("northwind", 800, 1)
    titles = {each.name: each for each in COMPANIES["northwind"].departments}
    reports = Counter(person.manager for person in people)

    for place, person in enumerate(people[1:], start=1):
        department = titles[person.department]
        if person.manager == 0:
            assert department.head == person.job_title
        elif reports[place]:
            assert department.lead == person.job_title
        else:
            assert person.job_title in department.members


def test_some_accounts_are_disabled_and_a_few_people_are_guests_but_none_who_leads() -> None:
    for company in COMPANIES:
        people = people_of(company, 30, 1)
        assert any(not person.account_enabled for person in people)
        assert any(person.user_type == "Guest" for person in people)

    people = people_of("northwind", 2000, 1)
    leads = {person.manager for person in people}
    special = [
        place
        for place, person in enumerate(people)
        if not person.account_enabled or person.user_type == "Guest"
    ]
    assert 40 < len(special) < 100
    assert leads.isdisjoint(special)


def test_most_people_work_in_the_home_region_of_their_company() -> None:
    for name, company in COMPANIES.items():
        people = people_of(name, 1000, 1)

        at_home = sum(person.usage_location in company.home_locations for person in people)
        assert at_home > 500


def test_the_shares_of_the_companies_make_a_whole() -> None:
    assert pytest.approx(1) == sum(company.share for company in COMPANIES.values())


@pytest.mark.parametrize(("company", "count"), [("initech", 3), ("northwind", -1)])
def test_people_that_cannot_be_made_are_refused(company: str, count: int) -> None:
    with pytest.raises(InvalidValueError):
        people_of(company, count, 1)


def _manager(people: list[SamplePerson], person: SamplePerson) -> SamplePerson:
    assert person.manager is not None
    return people[person.manager]
