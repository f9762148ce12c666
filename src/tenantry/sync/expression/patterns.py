"""Regular expressions as administrators write them: .NET's, run by the `regex` package.

Source: decision 1 and behaviour §3 and §6.  Each use of a pattern has 100 ms.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import regex

from tenantry.sync.expression.dotnet_patterns import PatternError, translate
from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.syntax import LONGEST_EXPRESSION
from tenantry.sync.expression.values import check_length

TIME_LIMIT = 0.1
"""Seconds that one use of a pattern may take."""

_T = TypeVar("_T")


class _Found(Protocol):
    """What of a match is used here; the package comes without types."""

    string: str

    def __getitem__(self, group: int) -> str: ...

    def span(self, group: int = 0) -> tuple[int, int]: ...


_REFERENCE = re.compile(r"\$(?:\{(?P<name>\w+)\}|(?P<number>[0-9]+)|(?P<sign>[$&`'+_]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A compiled pattern.

    Using it raises `EvaluationError` when the time is up or a group does not exist.
    ``numbers`` gives, for a group's number in .NET, its number here: .NET counts named groups
    after all others.
    """

    written: str
    compiled: Any
    numbers: tuple[int, ...]

    def matches(self, subject: str) -> bool:
        """Return whether the pattern covers the whole of *subject*."""
        found = self._timed(lambda: self.compiled.fullmatch(subject, timeout=TIME_LIMIT))
        return found is not None

    def replace(self, subject: str, replacement: str) -> str:
        """Return *subject* with every match replaced; `${name}` in *replacement* is a group."""
        if "$" in replacement:
            return self._substitute(subject, lambda found: self._expand(replacement, found))
        return self._substitute(subject, lambda _: replacement)

    def replace_group(self, subject: str, group: str, replacement: str) -> str:
        """Return *subject* with the text of *group* replaced in every match."""
        number = self._existing_group(group)

        def replaced(found: _Found) -> str:
            start, end = found.span(number)
            if start < 0:
                return found[0]
            first, last = found.span()
            return subject[first:start] + replacement + subject[end:last]

        return self._substitute(subject, replaced)

    def extract(self, subject: str, group: str) -> str | None:
        """Return what *group* holds in the first match in *subject*, None if nothing."""
        number = self._existing_group(group)
        found: _Found | None = self._timed(
            lambda: self.compiled.search(subject, timeout=TIME_LIMIT)
        )
        return None if found is None else found[number]

    def find_group(self, group: str) -> int | None:
        """Return the number here of the group that .NET knows by this name or number."""
        number: int | None = self.compiled.groupindex.get(group)
        if number is not None:
            return number
        index = int(group) if group.isascii() and group.isdigit() and len(group) < 5 else -1  # noqa: PLR2004
        return self.numbers[index] if 0 <= index < len(self.numbers) else None

    def _existing_group(self, group: str) -> int:
        number = self.find_group(group)
        if number is None:
            raise EvaluationError(f"the pattern `{self.written}` has no group `{group}`")
        return number

    def _substitute(self, subject: str, replaced: Callable[[_Found], str]) -> str:
        grown = 0

        def measured(found: _Found) -> str:
            nonlocal grown
            piece = replaced(found)
            grown += len(piece)
            check_length(grown)
            return piece

        result: str = self._timed(lambda: self.compiled.sub(measured, subject, timeout=TIME_LIMIT))
        return result

    def _timed(self, use: Callable[[], _T]) -> _T:
        try:
            return use()
        except TimeoutError:
            raise EvaluationError(
                f"the pattern `{self.written}` needs more than {TIME_LIMIT * 1000:.0f} ms "
                "for one value; write it without nested repetitions"
            ) from None

    def _expand(self, replacement: str, found: _Found) -> str:
        def expanded(reference: re.Match[str]) -> str:
            sign = reference["sign"]
            if sign is not None:
                return self._meaning(sign, found)
            number = self.find_group(reference["name"] or reference["number"])
            return reference[0] if number is None else found[number] or ""

        return _REFERENCE.sub(expanded, replacement)

    def _meaning(self, sign: str, found: _Found) -> str:
        """Return what `$` and *sign* stand for in a replacement."""
        first, last = found.span()
        meanings = {
            "$": "$",
            "&": found[0],
            "`": found.string[:first],
            "'": found.string[last:],
            "+": found[self.numbers[-1]] or "",
            "_": found.string,
        }
        return meanings[sign]


@lru_cache(maxsize=1024)
def compile_pattern(written: str) -> Pattern:
    """Return the .NET regular expression *written*, ready for use.

    Raises:
        PatternError: it is malformed, or uses what has no counterpart here.
    """
    if len(written) > LONGEST_EXPRESSION:
        raise PatternError(f"a pattern has at most {LONGEST_EXPRESSION:,} characters")
    try:
        compiled = regex.compile(translate(written), regex.VERSION1)
    except (regex.error, OverflowError, RecursionError) as error:
        raise PatternError(f"`{written}` is no valid regular expression: {error}") from None
    named = sorted(compiled.groupindex.values())
    unnamed = (number for number in range(compiled.groups + 1) if number not in named)
    return Pattern(written=written, compiled=compiled, numbers=(*unnamed, *named))
