"""Request paths: the segments of a URL, and what a reference in a body points to.

A path is accepted in every form that Graph's documents and its generated clients write (contract
§1.2, clients §0.1): keys as segments or in parentheses, functions with or without `()`, type
names after `microsoft.graph.` or `graph.`, repeated and trailing slashes, any percent-encoding.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from tenantry.errors import InvalidValueError

VERSIONS = ("v1.0", "beta")

_KEPT = 256  # paths: a request looks at its own several times
_SHOWN = 40  # characters of the path in a message
_NAMESPACES = ("microsoft.graph.", "graph.")
_PARENTHESES = re.compile(r"([\w.$-]+)\((.*)\)", re.ASCII | re.DOTALL)
_QUOTED = re.compile(r"'((?:[^']|'')*)'", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(\w+)\s*=\s*('(?:[^']|'')*'|[^',=\s]+)\s*(,|$)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A plain segment: a name of the API, or a key."""

    text: str

    @property
    def is_qualified(self) -> bool:
        """Whether it is written as a type, action or function of Graph's namespace."""
        return self.text.lower().startswith(_NAMESPACES)

    @property
    def name(self) -> str:
        """The text without Graph's namespace."""
        for namespace in _NAMESPACES:
            if self.text.lower().startswith(namespace):
                return self.text[len(namespace) :]
        return self.text


@dataclass(frozen=True, slots=True)
class Key:
    """A key in parentheses: `('mira@northwind.test')`."""

    value: str


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named values in parentheses, of a function or an alternate key: `(appId='…')`."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlternateKey:
    """An object named by another property than its key: `applications(appId='…')`."""

    property: str
    value: str


Segment = Word | Key | Arguments


def split_version(path: str) -> tuple[str, str]:
    """Return the version that the raw *path* starts with and the rest; "" if it has none."""
    first, _, rest = path.lstrip("/").partition("/")
    return (first.lower(), rest) if first.lower() in VERSIONS else ("", path)


@lru_cache(_KEPT)
def parse_path(path: str) -> tuple[Segment, ...]:
    """Return the segments of *path*, percent-encoded as it arrived, without the version.

    A segment with parentheses gives two; empty parentheses give nothing.  Raises
    `InvalidValueError` for parentheses or an encoding that cannot be read.
    """
    segments: list[Segment] = []
    for part in filter(None, path.split("/")):
        segments.extend(_segments(_decoded(part)))
    return tuple(segments)


def parse_reference(url: str) -> tuple[str, str]:
    """Return the collection and key that an `@odata.id` or `@odata.bind` *url* ends with.

    Whatever comes before them is ignored (contract §1.14).  Raises `InvalidValueError`.
    """
    segments = parse_path(url.partition("?")[0].partition("#")[0])
    match segments[-2:]:
        case (Word(collection), Word(key) | Key(key)):
            return collection, key
        case _:
            message = f"`{url}` is no reference; write `https://host/v1.0/directoryObjects/id`"
            raise InvalidValueError("@odata.id", message)


def _segments(text: str) -> list[Segment]:
    found = _PARENTHESES.fullmatch(text)
    if found is None:
        return [Word(text)]
    name, inside = found.groups()
    inside = inside.strip()
    if not inside:
        return [Word(name)]
    quoted = _QUOTED.fullmatch(inside)
    if quoted is not None:
        return [Word(name), Key(_unquoted(inside))]
    if "=" not in inside and "'" not in inside:
        return [Word(name), Key(inside)]
    return [Word(name), Arguments(_arguments(inside))]


def _arguments(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    position = 0
    while position < len(text):
        found = _ARGUMENT.match(text, position)
        if found is None:
            shown = f"({text[:_SHOWN]})"
            message = f"`{shown}` cannot be read; write `(name='value')`, quotes inside doubled"
            raise InvalidValueError("url", message)
        pairs.append((found.group(1), _unquoted(found.group(2))))
        position = found.end()
    return tuple(pairs)


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def _decoded(text: str) -> str:
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeError:
        raise InvalidValueError("url", "the path is not percent-encoded UTF-8") from None
    if "\0" in decoded:
        raise InvalidValueError("url", "the path contains a null character")
    return decoded
