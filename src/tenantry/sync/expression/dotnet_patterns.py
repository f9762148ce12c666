""".NET's regular expressions rewritten in the dialect of the `regex` package, version 1.

What the dialects spell differently is rewritten.  What .NET has and `regex` has not is refused,
and so is what only `regex` knows, so that no pattern silently means something else.
"""

import re
from collections.abc import Callable, Mapping

from tenantry.sync.expression.errors import EvaluationError

_GROUP = re.compile(
    r"""
      \(\?  (?: (?P<same>    : | = | ! | <= | <! | > )
              | (?P<comment> \# [^)]* \) )
              | < (?P<name> [A-Za-z_]\w* ) > | ' (?P<quoted> [A-Za-z_]\w* ) '
              | (?P<options> [ims]* (?: -[ims]+ )? ) (?P<end> [:)] )
              | (?P<condition> \( \w+ \) )
            )
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(
    r"""
    \\ (?: k < (?P<reference> \w+ ) > | k ' (?P<quoted> \w+ ) '
         | (?P<number>   [1-9][0-9]* )
         | (?P<property> [pP] \{ \^? \w[\w-]* \} )
         | (?P<code>     x[0-9A-Fa-f]{2} | u[0-9A-Fa-f]{4} )
         | (?P<octal>    0[0-7]{0,2} )
         | c (?P<control> [A-Za-z@\[\]^_] )
         | (?P<letter>   [A-Za-z0-9_] )
         | (?P<mark>     . )
       )
    """,
    re.VERBOSE | re.DOTALL,
)
_REPETITION = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_REPEATED_AGAIN = re.compile(r"[*+?]|\{[0-9]+(?:,[0-9]*)?\}")

_EVERYWHERE = {letter: f"\\{letter}" for letter in "dDwWsStnrf"} | {
    "a": r"\x07",
    "e": r"\x1b",
    "v": r"\x0b",
}
_IN_A_CLASS = _EVERYWHERE | {"b": r"\x08"}
_OUTSIDE = _EVERYWHERE | {
    "b": r"\b",
    "B": r"\B",
    "A": r"\A",
    "G": r"\G",
    "z": r"\Z",
    "Z": r"(?=\n?\Z)",
}
_REFERENCES = frozenset({"reference", "quoted", "number"})
_REWRITTEN: Mapping[str, Callable[[str], str]] = {
    "property": lambda name: "\\" + name.replace("{Is", "{In"),  # .NET's blocks begin with Is
    "code": lambda code: f"\\{code}",
    "octal": lambda digits: f"\\x{int(digits, 8):02x}",
    "control": lambda letter: f"\\x{ord(letter.upper()) - 64:02x}",
    "mark": re.escape,
}
_AROUND_PARTS = frozenset("()*+?{")  # these are no part that is repeated themselves
_LARGEST = 10_000  # characters
_SET_OPERATORS = frozenset("[&|~")  # only `regex` gives these a meaning inside a class


class PatternError(EvaluationError):
    """The regular expression cannot be used."""


def translate(pattern: str) -> str:
    """Return .NET's *pattern* in the dialect of `regex`.

    Raises:
        PatternError: *pattern* uses what has no counterpart.
    """
    return _Translator(pattern).translated()


class _Translator:
    """One pass over a pattern; ``_position`` is the character to be translated next."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._has_names = False
        self._refers_by_number = False
        self._sizes = [0]  # of each open group, in characters that it was once repeated to
        self._last, self._last_is_group = 0, False  # what a repetition would repeat

    def translated(self) -> str:
        parts = []
        while self._position < len(self._pattern):
            parts.append(self._part())
        if self._has_names and self._refers_by_number:
            raise self._unknown("a reference by number beside named groups")
        return "".join(parts)

    def _part(self) -> str:
        character = self._pattern[self._position]
        if character not in _AROUND_PARTS:
            self._last, self._last_is_group = 1, False
            self._sizes[-1] += 1
        match character:
            case "\\":
                return self._escape(_OUTSIDE)
            case "[":
                return self._class()
            case "(":
                return self._group()
            case ")":
                return self._closing()
            case "*" | "+" | "?" | "{":
                return self._repetition()
            case _:
                self._position += 1
                return r"\}" if character == "}" else character

    def _closing(self) -> str:
        if len(self._sizes) > 1:  # else the library refuses it
            self._last, self._last_is_group = self._sizes.pop(), True
            self._sizes[-1] += self._last
        self._position += 1
        return ")"

    def _repetition(self) -> str:
        found = _REPETITION.match(self._pattern, self._position)
        if found is None:  # a brace that repeats nothing stands for itself
            self._position += 1
            return r"\{"
        self._position = found.end()
        if _REPEATED_AGAIN.match(self._pattern, self._position):
            raise self._unknown("a repetition of a repetition")
        self._repeat(max(map(int, re.findall("[0-9]+", found[0])), default=1))
        return found[0]

    def _repeat(self, times: int) -> None:
        """Count a repetition: the library lays repeated groups out before it uses them."""
        size = self._last * times
        self._sizes[-1] += size - self._last
        if self._last_is_group and size > _LARGEST:
            raise self._unknown(f"repeating a group to more than {_LARGEST:,} characters")

    def _group(self) -> str:
        self._sizes.append(0)
        if not self._pattern.startswith(("(?", "(*"), self._position):
            self._position += 1
            return "("
        found = _GROUP.match(self._pattern, self._position)
        if found is None:
            raise self._unknown(f"`{self._pattern[self._position : self._position + 4]}`")
        self._position = found.end()
        name = found["name"] or found["quoted"]
        if name is not None:
            self._has_names = True
            return f"(?P<{name}>"
        if found["comment"] is not None:
            self._sizes.pop()
            return ""
        if found["options"] is not None:
            if found["end"] == ")":
                self._sizes.pop()
            return _options(found["options"], found["end"])
        return found[0]

    def _escape(self, letters: dict[str, str]) -> str:
        found = _ESCAPE.match(self._pattern, self._position)
        if found is None:
            raise self._unknown("a backslash at the end")
        self._position = found.end()
        kind = found.lastgroup or ""
        if kind in _REFERENCES and letters is _OUTSIDE:
            return self._reference(found[kind])
        if kind in _REWRITTEN:
            return _REWRITTEN[kind](found[kind])
        if found["letter"] in letters:
            return letters[found["letter"]]
        raise self._unknown(f"`{found[0]}`")

    def _reference(self, group: str) -> str:
        if group[0].isdigit():
            self._refers_by_number = True
            return f"\\g<{group}>"
        return f"(?P={group})"

    def _class(self) -> str:
        """Translate a character class from its `[` to its `]`."""
        opening = re.compile(r"\[\^?\]?").match(self._pattern, self._position)
        assert opening is not None  # noqa: S101  # the caller saw the bracket
        self._position = opening.end()
        parts = [opening[0].replace("[]", "[\\]").replace("^]", "^\\]")]
        while self._position < len(self._pattern):
            character = self._pattern[self._position]
            if character == "]":
                self._position += 1
                return "".join([*parts, "]"])
            parts.append(self._class_part(character, is_first=len(parts) == 1))
        raise self._unknown("a `[` without its `]`")

    def _class_part(self, character: str, *, is_first: bool) -> str:
        if character == "\\":
            return self._escape(_IN_A_CLASS)
        following = self._pattern[self._position + 1 : self._position + 2]
        self._position += 1
        if character == "-" and following == "[":  # subtraction
            return f"--{self._class()}"
        is_plain_dash = character == "-" and (is_first or following in ("]", "-"))
        return f"\\{character}" if is_plain_dash or character in _SET_OPERATORS else character

    def _unknown(self, what: str) -> PatternError:
        return PatternError(
            f"the pattern `{self._pattern}` cannot be used: {what} is not supported"
        )


def _options(options: str, end: str) -> str:
    """Return inline options; ignoring case never makes `ß` match `ss`, as it does not in .NET."""
    switched_on, _, switched_off = options.partition("-")
    if "i" in switched_on:
        switched_off += "f"
    return f"(?{switched_on}{'-' if switched_off else ''}{switched_off}{end}"
