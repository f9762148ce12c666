"""Routes: which endpoint answers a path.

Patterns are written as the documents write paths: `users/{user}/manager/$ref`.  `{user}` takes a
key in any form, `{cast:type}` a type of Graph's namespace, `name(tenantId={tenant})` the named
values of a function.  A name beats a type, a type a key.  `/**` at the end takes whatever
follows, for paths that are documented and not built.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tenantry.graph.odata.paths import AlternateKey, Arguments, Segment, Word

Endpoint = TypeVar("Endpoint")

KeyValue = str | AlternateKey
"""What a path gives for `{key}`: the key itself, or another property of the object."""

_KEY = re.compile(r"\{(\w+)\}")
_CAST = re.compile(r"\{(\w+):type\}")
_FUNCTION = re.compile(r"([\w.]+)\((.+)\)")
_PARAMETER = re.compile(r"(\w+)=\{(\w+)\}")
_REST = "**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Generic[Endpoint]):
    """An endpoint and where it stands; ``endpoint`` is None for what is not built."""

    method: str
    pattern: str
    endpoint: Endpoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Endpoint]):
    """The route of a request, and its keys by the names of the pattern."""

    route: Route[Endpoint]
    keys: Mapping[str, KeyValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMethods:
    """The path exists; these methods would be right."""

    methods: tuple[str, ...]


@dataclass(slots=True)
class _Node(Generic[Endpoint]):
    """What may come next in a path, and the routes that end here, by method."""

    words: dict[str, "_Node[Endpoint]"] = field(default_factory=dict)
    functions: dict[frozenset[str], "_Node[Endpoint]"] = field(default_factory=dict)
    cast: "_Node[Endpoint] | None" = None
    key: "_Node[Endpoint] | None" = None
    rest: "_Node[Endpoint] | None" = None
    routes: dict[str, tuple[Route[Endpoint], tuple[str, ...]]] = field(default_factory=dict)


class RouteTable(Generic[Endpoint]):
    """Routes by path and method."""

    def __init__(self) -> None:
        self._root: _Node[Endpoint] = _Node()
        self._routes: list[Route[Endpoint]] = []

    def __iter__(self) -> Iterator[Route[Endpoint]]:
        return iter(self._routes)

    def add(self, method: str, pattern: str, endpoint: Endpoint) -> None:
        """Let *endpoint* answer *method* on *pattern*; `ValueError` if another one does."""
        self._add(Route(method=method.upper(), pattern=pattern, endpoint=endpoint))

    def add_not_built(self, method: str, pattern: str) -> None:
        """Note that *method* on *pattern* is documented and not built."""
        self._add(Route(method=method.upper(), pattern=pattern, endpoint=None))

    def find(
        self, segments: tuple[Segment, ...], method: str
    ) -> Found[Endpoint] | OtherMethods | None:
        """Return the route of *method* at the path, the methods it has, or None if unknown.

        `HEAD` is answered by what answers `GET`.
        """
        end = next(_ends(self._root, segments, ()), None)
        if end is None:
            return None
        node, values = end
        wanted = "GET" if method.upper() == "HEAD" else method.upper()
        if wanted not in node.routes:
            return OtherMethods(methods=tuple(sorted(node.routes)))
        route, names = node.routes[wanted]
        return Found(route=route, keys=dict(zip(names, values, strict=True)))

    def _add(self, route: Route[Endpoint]) -> None:
        node = self._root
        names: list[str] = []
        for part in route.pattern.split("/"):
            node = _child(node, part, names)
        if route.method in node.routes:
            message = f"`{route.method} {route.pattern}` stands in the table already"
            raise ValueError(message)
        node.routes[route.method] = (route, tuple(names))
        self._routes.append(route)


def _child(node: _Node[Endpoint], part: str, names: list[str]) -> _Node[Endpoint]:
    """Return the node that *part* of a pattern leads to, made if need be; note its key names."""
    if part == _REST:
        node.rest = node.rest or _Node()
        return node.rest
    if cast := _CAST.fullmatch(part):
        names.append(cast.group(1))
        node.cast = node.cast or _Node()
        return node.cast
    if key := _KEY.fullmatch(part):
        names.append(key.group(1))
        node.key = node.key or _Node()
        return node.key
    if function := _FUNCTION.fullmatch(part):
        word = node.words.setdefault(function.group(1).lower(), _Node())
        pairs = sorted(_PARAMETER.findall(function.group(2)), key=_parameter_name)
        names.extend(name for _, name in pairs)
        return word.functions.setdefault(frozenset(name.lower() for name, _ in pairs), _Node())
    return node.words.setdefault(part.lower(), _Node())


def _ends(
    node: _Node[Endpoint], segments: tuple[Segment, ...], values: tuple[KeyValue, ...]
) -> Iterator[tuple[_Node[Endpoint], tuple[KeyValue, ...]]]:
    """Yield each node with routes that *segments* lead to, the best first, and the key values."""
    if not segments and node.routes:
        yield node, values
    for child, value in _steps(node, segments[0]) if segments else ():
        yield from _ends(child, segments[1:], (*values, *value))
    if node.rest is not None:
        yield node.rest, values


def _steps(
    node: _Node[Endpoint], segment: Segment
) -> Iterator[tuple[_Node[Endpoint], tuple[KeyValue, ...]]]:
    """Yield where *segment* leads from *node*, and the key values that it gives."""
    if isinstance(segment, Word):
        yield from _word_steps(node, segment)
    elif isinstance(segment, Arguments):
        yield from _argument_steps(node, segment)
    elif node.key is not None:
        yield node.key, (segment.value,)


def _word_steps(
    node: _Node[Endpoint], word: Word
) -> Iterator[tuple[_Node[Endpoint], tuple[KeyValue, ...]]]:
    literal = node.words.get(word.name.lower())
    if literal is not None:
        yield literal, ()
    if word.is_qualified and node.cast is not None:
        yield node.cast, (word.name,)
    if node.key is not None:
        yield node.key, (word.text,)


def _argument_steps(
    node: _Node[Endpoint], arguments: Arguments
) -> Iterator[tuple[_Node[Endpoint], tuple[KeyValue, ...]]]:
    pairs = sorted(arguments.pairs, key=_parameter_name)
    function = node.functions.get(frozenset(name.lower() for name, _ in pairs))
    if function is not None:
        yield function, tuple(value for _, value in pairs)
    elif node.key is not None and len(pairs) == 1:
        yield node.key, (AlternateKey(*pairs[0]),)


def _parameter_name(pair: tuple[str, str]) -> str:
    return pair[0].lower()
