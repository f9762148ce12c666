"""Tests and claims agree: docs/claims.md can be believed."""

import ast
from pathlib import Path

from docs._generate.claims import MARKER, find_proofs, read_claims
from tests.house.source_files import ROOT, parse, python_files, shown

MOST_CLAIMS = 3  # of one test: who proves more looks at none closely


def test_every_claim_that_a_test_names_exists() -> None:
    known = {claim for area in read_claims(ROOT).values() for claim in area}

    unknown = [proof for proof in find_proofs(ROOT) if proof.claim not in known]

    assert [] == unknown


def test_every_claim_marker_decorates_a_test_with_literal_ids() -> None:
    strays = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files(ROOT / "tests")
        for call in _claim_calls(parse(path)) - _calls_on_tests(path)
    ]

    assert [] == strays


def test_a_test_proves_three_claims_at_most_and_names_them_on_one_line() -> None:
    excessive = [
        f"{shown(path)}:{call.lineno}"
        for path in python_files(ROOT / "tests")
        for call in _claim_calls(parse(path))
        if len(call.args) > MOST_CLAIMS or call.lineno != call.end_lineno
    ]

    assert [] == excessive


def _calls_on_tests(path: Path) -> set[ast.Call]:
    """Return the markers of tests, those of their parameter sets included, with literal ids."""
    return {
        call
        for test in ast.walk(parse(path))
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_")
        for decorator in test.decorator_list
        for call in _claim_calls(decorator)
        if all(isinstance(each, ast.Constant) for each in call.args)
    }


def _claim_calls(tree: ast.AST) -> set[ast.Call]:
    calls = {node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {call for call in calls if ast.unparse(call.func) == MARKER}
