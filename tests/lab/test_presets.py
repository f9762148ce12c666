"""Presets: everybody works somewhere, and links lead between companies that there are."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from tenantry.errors import InvalidValueError
from tenantry.lab.people import COMPANIES
from tenantry.lab.presets import FEWEST_PEOPLE, PRESETS, Preset

_PRESETS = sorted(PRESETS.values(), key=lambda preset: preset.name)


@given(sampled_from(_PRESETS), integers(min_value=FEWEST_PEOPLE, max_value=100_000))
def test_companies_have_about_the_people_that_were_asked_for(preset: Preset, people: int) -> None:
    staff = preset.staff(people)

    assert abs(sum(staff.values()) - people) < len(staff)
    assert min(staff.values()) > 3


@pytest.mark.parametrize("preset", _PRESETS, ids=lambda preset: preset.name)
def test_links_lead_between_companies_of_the_preset(preset: Preset) -> None:
    ends = {end for link in preset.links for end in (link.source, link.target)}

    assert ends <= set(preset.shares) <= set(COMPANIES)
    assert [] == [link for link in preset.links if link.source == link.target]


def test_a_merger_brings_the_acquired_into_the_first_company_and_it_back() -> None:
    first, *acquired = PRESETS["merger"].shares

    pairs = {(link.source, link.target) for link in PRESETS["merger"].links}
    expected = {(other, first) for other in acquired} | {(first, other) for other in acquired}
    assert expected == pairs


def test_a_pair_has_a_source_and_a_target_and_nothing_between_them() -> None:
    pair = PRESETS["pair"]

    assert (2, ()) == (len(pair.shares), tuple(pair.links))


def test_too_few_people_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="at least 20"):
        PRESETS["merger"].staff(FEWEST_PEOPLE - 1)
