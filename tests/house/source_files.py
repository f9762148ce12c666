"""The files that the house tests look at, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "tenantry"


@cache
def checked_files() -> tuple[Path, ...]:
    """Return every file of the checkout that version control keeps or would keep."""
    listing = subprocess.run(
        # The checkout may belong to another account than the one that tests it.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in sorted(set(listing.stdout.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def python_files(folder: Path = ROOT) -> list[Path]:
    """Return the Python files below *folder*."""
    return [path for path in checked_files() if path.suffix == ".py" and folder in path.parents]


def documents() -> list[Path]:
    """Return the Markdown documents."""
    return [path for path in checked_files() if path.suffix == ".md"]


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of the file at *path*."""
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    """Return *path* as messages name it: from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """Return the dotted name of the product's module at *path*, without ``tenantry.``."""
    parts = path.relative_to(PRODUCT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(path: Path) -> Iterator[str]:
    """Yield the full name of everything that the file at *path* imports, at any depth."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
