"""Documents tell the truth: what they name exists, and what is generated is current."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs._generate.__main__ import list_stale
from tests.house.source_files import PRODUCT, ROOT, checked_files, documents, shown

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
_PATH = re.compile(r"(?:[\w-]+/)*[\w-]+\.py|(?:src|tests|docs|benchmarks)(?:/[\w.-]+)*/?|[a-z_]+/")
_DECISION = re.compile(r"\bADR (\d{4})\b")
_MODULE = re.compile(r"tenantry(?:\.[a-z_]\w*)+")

# No machine but the reader's own, and no package index: the project is built anywhere.
_PLACES = re.compile(
    r"(?<![\w.~-])/(?:root|opt|work|home|Users|tmp)/\w"
    r"|pypi[.]org|pythonhosted[.]org|registry[.]npmjs"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host"
)


def test_generated_documents_are_current() -> None:
    stale = list_stale()

    assert [] == stale


def test_every_path_and_module_that_a_document_names_exists() -> None:
    missing = [
        f"{shown(document)}: {name}" for document in documents() for name in _missing(document)
    ]

    assert [] == missing


def test_every_package_is_in_the_architecture() -> None:
    architecture = ROOT / "ARCHITECTURE.md"
    if not architecture.exists():
        pytest.skip("`ARCHITECTURE.md` does not exist yet")
    packages = {path.parent.name for path in PRODUCT.glob("*/__init__.py")}

    named = set(re.findall(r"\b([a-z]+)/", architecture.read_text(encoding="utf-8")))

    assert set() == packages - named


def test_every_decision_has_a_number_of_its_own_and_its_title_tells_it() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    numbers = Counter(page.name[:4] for page in pages)
    mistitled = [shown(page) for page in pages if not _is_titled_by_its_number(page)]

    assert [] == [number for number, count in numbers.items() if count > 1]
    assert [] == mistitled


def test_every_decision_that_a_file_names_exists() -> None:
    known = {page.name[:4] for page in (ROOT / "docs" / "decisions").glob("*.md")}

    unknown = [
        f"{shown(path)}: ADR {number}"
        for path in checked_files()
        if path.suffix in {".md", ".py", ".toml"}
        for number in _DECISION.findall(path.read_text(encoding="utf-8"))
        if number not in known
    ]

    assert [] == unknown


def test_every_make_command_that_a_document_names_exists() -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))

    unknown = [
        f"{shown(document)}: make {target}"
        for document in documents()
        for target in _MAKE.findall(_code_of(document))
        if target not in targets
    ]

    assert [] == unknown


def test_no_file_names_a_machine_or_a_package_index() -> None:
    naming = [
        f"{shown(path)}:{number} {found.group()}"
        for path in checked_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1)
        if (found := _PLACES.search(line))
    ]

    assert [] == naming


def _code_of(document: Path) -> str:
    """Return the code of *document*: fenced blocks, indented ones and words in backticks."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^    .*$", text, re.MULTILINE)
    return "\n".join([*blocks, *indented, *_CODE.findall(text)])


def _is_titled_by_its_number(decision: Path) -> bool:
    return decision.read_text(encoding="utf-8").startswith(f"# {decision.name[:4]}: ")


def _missing(document: Path) -> Iterator[str]:
    text = document.read_text(encoding="utf-8")
    for name in _CODE.findall(text):
        is_missing_path = _PATH.fullmatch(name) and not _is_a_path(name)
        if is_missing_path or (_MODULE.fullmatch(name) and not _is_a_module(name)):
            yield name
    for link in _LINK.findall(text):
        if not (document.parent / link).exists():
            yield link


def _is_a_path(name: str) -> bool:
    """Return whether *name* is the path of a file or folder, or the end of one."""
    return any(f"/{name}" in f"/{shown(path)}" for path in checked_files())


def _is_a_module(name: str) -> bool:
    """Return whether *name* is a package or a module of the product, or a name in a module."""
    path = PRODUCT.joinpath(*name.split(".")[1:])
    files = (path / "__init__.py", path.with_suffix(".py"), path.parent.with_suffix(".py"))
    return any(file.exists() for file in files)
