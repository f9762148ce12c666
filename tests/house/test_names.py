"""Names say what a thing is; words that fit everything say nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source_files import parse, python_files, shown

_EMPTY_NOUN = re.compile("base|common|data|handlers?|helpers?|info|misc|utils?")
_EMPTY_VERBS = ("handle", "process")
_NAMES_OF_OTHERS = frozenset(
    {
        "base_url",  # a word of the web
        "handle_DATA",  # aiosmtpd calls these two
        "handle_RCPT",
        "handle_error_response",  # Authlib calls these two
        "handle_request",  # httpx calls this one
        "handle_response",
    }
)


def test_no_module_has_an_empty_word_in_its_name() -> None:
    empty = [shown(path) for path in python_files() if _has_empty_word(path.stem)]

    assert [] == empty


def test_no_function_or_class_has_an_empty_word_in_its_name() -> None:
    empty = [
        f"{shown(path)}:{line} {name}"
        for path in python_files()
        for name, line in _defined(path)
        if _has_empty_word(name) or re.search("[a-z]Manager$", name)
    ]

    assert [] == empty


def _defined(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            is_sentence = node.name.startswith("test_")
            if not is_sentence and node.name not in _NAMES_OF_OTHERS:
                yield node.name, node.lineno


def _has_empty_word(name: str) -> bool:
    """Return whether a word of *name*, in snake_case or CamelCase, is an empty one."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")
    return words[0] in _EMPTY_VERBS or any(_EMPTY_NOUN.fullmatch(word) for word in words)
