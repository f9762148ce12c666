"""Every package tells a newcomer what lives there, what must not, and where to start."""

import ast

from tests.house.source_files import PRODUCT, parse, python_files, shown

_LINES = 3  # of a capability's or surface's introduction


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in python_files(PRODUCT)}

    # Alembic finds the versions of the schema by their path.
    bare = [shown(each) for each in folders if not (each / "__init__.py").exists()]

    assert [] == [path for path in bare if not path.endswith("/migrations/versions")]


def test_every_package_below_the_product_introduces_itself() -> None:
    introductions = {
        shown(path): ast.get_docstring(parse(path)) or ""
        for path in python_files(PRODUCT)
        if path.name == "__init__.py" and path.parent.parent == PRODUCT
    }

    silent = [name for name, text in introductions.items() if len(text.splitlines()) < _LINES]

    assert [] == silent
