"""Which language a page is in: what the request asks for, else what the browser prefers."""

from collections.abc import Iterator

from tenantry.signin.pages.catalogue import LANGUAGES

DEFAULT = "en"


def choose_language(ui_locales: str, accept_language: str) -> str:
    """Return the first language that is spoken here; *ui_locales* go before the browser's."""
    wanted = [*ui_locales.split(), *_by_preference(accept_language)]
    spoken = (tag.partition("-")[0].lower() for tag in wanted)
    return next((language for language in spoken if language in LANGUAGES), DEFAULT)


def _by_preference(accept_language: str) -> Iterator[str]:
    weighed = [_weighed(item) for item in accept_language.split(",") if item.strip()]
    for _, tag in sorted(weighed, key=lambda one: -one[0]):
        yield tag


def _weighed(item: str) -> tuple[float, str]:
    tag, _, parameter = item.strip().partition(";")
    quality = parameter.strip().removeprefix("q=")
    try:
        return (float(quality) if quality else 1.0), tag.strip()
    except ValueError:
        return 0.0, tag.strip()
