"""Every fault has an answer at every edge that it can reach."""

import importlib
from collections.abc import Iterator, Mapping

import pytest

from tenantry.errors import TenantryError
from tests.house.source_files import PRODUCT, module_name, python_files

_EDGES = ("tenantry.graph.errors", "tenantry.signin.errors", "tenantry.cli.exit_codes")


@pytest.fixture(scope="module", autouse=True)
def _every_fault_is_loaded() -> None:
    for module in map(module_name, python_files(PRODUCT)):
        runs_when_imported = module == "__main__" or module.startswith("storage.migrations.")
        if module and not runs_when_imported:
            importlib.import_module(f"tenantry.{module}")


@pytest.mark.parametrize("edge", _EDGES)
def test_every_fault_is_mapped(edge: str) -> None:
    mapped = _mapped_faults(edge)

    unmapped = [fault for fault in _leaves(edge) if mapped.isdisjoint(fault.__mro__)]

    assert [] == unmapped


def _leaves(edge: str, fault: type[TenantryError] = TenantryError) -> Iterator[type[TenantryError]]:
    """Yield the faults at the ends of the tree, without those that another edge keeps to itself."""
    for subclass in fault.__subclasses__():
        yield from _leaves(edge, subclass)
    if not fault.__subclasses__() and not _belongs_to_another_edge(fault, edge):
        yield fault


def _belongs_to_another_edge(fault: type[TenantryError], edge: str) -> bool:
    package = _package_of(fault.__module__)
    return package != _package_of(edge) and package in map(_package_of, _EDGES)


def _package_of(module: str) -> str:
    return module.split(".")[1]


def _mapped_faults(edge: str) -> set[type]:
    """Return the classes that the module's tables answer, the root of the tree excepted."""
    values = vars(importlib.import_module(edge)).values()
    keys = {key for table in values if isinstance(table, Mapping) for key in table}
    classes = {key for key in keys if isinstance(key, type)}
    return {key for key in classes if issubclass(key, TenantryError)} - {TenantryError}
