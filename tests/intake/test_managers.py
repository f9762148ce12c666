"""Managers are linked when everybody is known; what cannot be linked is told."""

from hypothesis import given, strategies as st

from tenantry.intake.managers import find_manager_links
from tenantry.intake.records import ImportedUser


def test_people_of_the_file_are_linked_in_any_order() -> None:
    found = find_manager_links(_people(ann="ben", ben="cid", cid=None))

    assert {"ann": "ben", "ben": "cid"} == found.links
    assert [] == found.problems


def test_a_manager_whom_only_the_directory_knows_is_linked() -> None:
    found = find_manager_links(_people(ann="zoe"), known={"zoe"})

    assert {"ann": "zoe"} == found.links
    assert [] == found.problems


def test_a_manager_whom_nobody_knows_is_told() -> None:
    found = find_manager_links(_people(ann="zoe", ben="ann"))

    assert {"ben": "ann"} == found.links
    assert [(1, "ann@a.example", False)] == [
        (each.line, each.subject, each.left_out) for each in found.problems
    ]


def test_of_a_circle_the_last_link_of_the_file_is_left_out_and_told() -> None:
    found = find_manager_links(_people(eve="ann", ann="ben", ben="cid", cid="ann", dan="dan"))

    assert {"eve": "ann", "ann": "ben", "ben": "cid"} == found.links
    assert [4, 5] == [problem.line for problem in found.problems]


@given(st.lists(st.none() | st.integers(min_value=0, max_value=14), max_size=15))
def test_no_link_is_lost_and_no_circle_is_left(managers: list[int | None]) -> None:
    people = _people(**{f"p{i}": None if m is None else f"p{m}" for i, m in enumerate(managers)})

    found = find_manager_links(people)

    wanted = [person for person in people if person.manager_key is not None]
    assert len(wanted) == len(found.links) + len(found.problems)
    for person in people:
        _climb(found.links, person.own_key)


def _climb(links: dict[str, str], key: str) -> None:
    met = set()
    while key in links:
        assert key not in met
        met.add(key)
        key = links[key]


def _people(**managers: str | None) -> list[ImportedUser]:
    return [
        ImportedUser(
            line=line,
            own_key=key,
            manager_key=manager,
            properties={"user_principal_name": f"{key}@a.example"},
        )
        for line, (key, manager) in enumerate(managers.items(), start=1)
    ]
