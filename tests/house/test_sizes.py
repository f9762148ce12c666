"""Nothing grows beyond what a reader can hold: modules and functions have a hard limit."""

import ast

from tests.house.source_files import parse, python_files, shown

_LINES_OF_A_MODULE = 400  # as a rule 250
_LINES_OF_A_FUNCTION = 50  # as a rule 20


def test_no_module_is_too_long() -> None:
    lengths = {shown(path): len(path.read_text().splitlines()) for path in python_files()}

    too_long = {name: lines for name, lines in lengths.items() if lines > _LINES_OF_A_MODULE}

    assert {} == too_long


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= _LINES_OF_A_FUNCTION
    ]

    assert [] == too_long
