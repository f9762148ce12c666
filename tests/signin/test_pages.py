"""The texts of the pages, and which language somebody gets."""

import pytest

from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.signin.pages.catalogue import LANGUAGES, PERMISSION_TITLES
from tenantry.signin.pages.languages import choose_language
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal


def test_every_language_says_the_same() -> None:
    english = LANGUAGES["en"]
    for texts in LANGUAGES.values():
        assert english.keys() == texts.keys()
        for key, text in english.items():
            assert _named(text) == _named(texts[key]), key


def test_advice_is_about_reasons_that_exist() -> None:
    advised = {key.removeprefix("advice.") for key in LANGUAGES["en"] if key.startswith("advice.")}

    assert advised <= {"other", *Reason.__members__, *Refusal.__members__}


def test_every_permission_of_graph_is_told_in_german() -> None:
    titles = {permission.description.capitalize() for permission in GRAPH_PERMISSIONS}

    assert titles == PERMISSION_TITLES["de"].keys()


def _named(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize(
    ("ui_locales", "accept_language", "language"),
    [
        ("", "", "en"),
        ("", "de", "de"),
        ("", "DE-at", "de"),
        ("", "fr", "en"),
        ("", "en;q=0.5, de;q=0.9", "de"),
        ("", "de;q=nonsense, en", "en"),
        ("fr de", "en", "de"),
        ("xx", "de", "de"),
    ],
)
def test_the_language_is_the_first_that_is_spoken_here(
    ui_locales: str, accept_language: str, language: str
) -> None:
    assert language == choose_language(ui_locales, accept_language)
