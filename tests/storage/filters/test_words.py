"""Names fall into words for `$search` (contract §1.10)."""

import pytest
from hypothesis import given, strategies as st

from tenantry.storage.filters.words import search_text, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello world", ("hello", "world")),
        ("HelloWorld", ("hello", "world")),
        ("helloWORLD", ("hello", "world")),
        ("SfBMailUser", ("sf", "bmail", "user")),
        ("hello.world", ("hello", "world")),
        ("hello123world", ("hello", "123", "world")),
        ("  a-b_c\u2014d\u3000e ", ("a", "b", "c", "d", "e")),
        ("łodygaŁódź", ("łodyga", "łódź")),
        ("李四(David Li)", ("李四", "david", "li")),
        ("...", ()),
        ("", ()),
    ],
)
def test_a_text_falls_into_words(text: str, words: tuple[str, ...]) -> None:
    assert words == words_of(text)


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("HelloWorld", "helloworld", True),
        ("hello.world", "helloworld", True),
        ("hello world", "helloworld", False),
        ("hello.world", "wor", True),
        ("hello.world", "orld", False),
        ("hello.world one", "worldone", False),
        ("Mira Okafor", "oka", True),
        ("Mira Okafor", "kafor", False),
        ("room12b", "12", True),
        ("room12b", "2", False),
    ],
)
def test_a_word_is_found_by_its_beginning(text: str, word: str, *, found: bool) -> None:
    assert found is (f" {word}" in search_text(text))


@given(text=st.text())
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    searched = search_text(text)

    assert all(f" {word}" in searched for word in words_of(text))
