"""Topologies: hubs, spokes, meshes and single links expand to pairs, each of them once."""

from typing import Any

import pytest

from tenantry.errors import InvalidValueError
from tenantry.sync.topology import expand, read_topology

Pairs = set[tuple[str, str]]


def _pairs(**content: Any) -> Pairs:
    return {(link.source, link.target) for link in expand(read_topology(content))}


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("in", {("a", "hub"), ("b", "hub")}),
        ("out", {("hub", "a"), ("hub", "b")}),
        ("both", {("a", "hub"), ("b", "hub"), ("hub", "a"), ("hub", "b")}),
    ],
)
def test_spokes_are_linked_with_their_hub(direction: str, expected: Pairs) -> None:
    star = {"hub": "hub", "spokes": ["a", "b"], "direction": direction}

    assert expected == _pairs(hub_and_spokes=[star])


def test_a_mesh_links_each_with_every_other() -> None:
    pairs = _pairs(mesh=[{"tenants": ["a", "b", "c"]}])

    assert 6 == len(pairs)
    assert all((target, source) in pairs for source, target in pairs)


def test_one_more_spoke_is_one_more_link() -> None:
    before = _pairs(hub_and_spokes=[{"hub": "hub", "spokes": ["a"]}])
    after = _pairs(hub_and_spokes=[{"hub": "hub", "spokes": ["a", "b"]}])

    assert {("b", "hub")} == after - before


def test_what_is_declared_twice_is_linked_once_with_everybody_it_names() -> None:
    content = {
        "hub_and_spokes": [{"hub": "hub", "spokes": ["a"], "groups": ["Sales"]}],
        "links": [{"source": "a", "target": "hub", "groups": ["Legal", "Sales"]}],
    }

    [link] = expand(read_topology(content))

    assert ("Sales", "Legal") == link.groups


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"mesh": [{"tenants": "a"}]}, "mesh[0].tenants"),
        ({"hub_and_spokes": [{"hub": "a", "spokes": [], "direction": "up"}]}, "direction"),
        ({"links": [{"source": "a"}]}, "links[0].target"),
        ({"spokes": []}, "spokes"),
        ({"links": [{"source": "a", "target": "a"}]}, "links"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_by_its_place(
    content: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        expand(read_topology(content))

    assert path in refused.value.path
