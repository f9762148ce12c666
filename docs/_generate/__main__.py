"""Write every generated document, or with ``--check`` tell which are not current."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from docs._generate import claims, conformance, expressions, installation_settings

ROOT = Path(__file__).resolve().parents[2]

DOCUMENTS: Mapping[str, Callable[[Path], str]] = {
    "docs/claims.md": claims.render,
    "docs/conformance.md": conformance.render,
    "docs/expressions.md": expressions.render,
    "docs/installation-settings.md": installation_settings.render,
}
"""Path of the document → what renders its text from the root of the checkout."""


def main() -> int:
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    if parser.parse_args().check:
        stale = list_stale()
        for path in stale:
            sys.stderr.write(f"`{path}` is not current; run `make docs`\n")
        return 1 if stale else 0
    for path, render in DOCUMENTS.items():
        (ROOT / path).write_text(render(ROOT), encoding="utf-8")
    return 0


def list_stale() -> list[str]:
    """Return the documents that would read otherwise if they were written now."""
    return [path for path, render in DOCUMENTS.items() if _read(ROOT / path) != render(ROOT)]


def _read(document: Path) -> str:
    return document.read_text(encoding="utf-8") if document.exists() else ""


if __name__ == "__main__":
    raise SystemExit(main())
