"""The parts that an expression is made of, and the canonical text of each.

Names are the wire's: `Attribute`, `Constant`, `Function` (contract §4.3).  The parser makes
these, `sources` turns them into Graph's tree, `compiling` into a Python function.  ``position``
is where the part begins in the text; it is no part of its identity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

LONGEST_EXPRESSION = 10_000
"""Characters an expression may have (behaviour §5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """The value of a source attribute: `[name]`."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A text that is the same for every user: `"text"`."""

    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A whole number as an argument: `3`, `-1` or `&HF`."""

    value: int
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A named choice of a function, such as `vbTextCompare`."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two values compared in a condition; ``operator`` is one of `= <> > >= < <=`."""

    operator: str
    left: "Expression"
    right: "Expression"
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function and its arguments; None is an argument position left empty."""

    name: str
    arguments: tuple["Expression | None", ...]
    position: int = field(default=0, compare=False)


Expression: TypeAlias = Attribute | Constant | Number | Word | Comparison | Function


def write(expression: Expression) -> str:
    """Return the canonical text of *expression*; parsing it gives the same expression."""
    match expression:
        case Attribute(name=name):
            return f"[{name}]"
        case Constant(text=text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case Number(value=value):
            return str(value)
        case Word(name=name):
            return name
        case Comparison(operator=operator, left=left, right=right):
            return f"{write(left)} {operator} {write(right)}"
        case Function(name=name, arguments=arguments):
            written = ("" if argument is None else write(argument) for argument in arguments)
            return f"{name}({', '.join(written)})"


def parts(expression: Expression) -> Iterator[Expression]:
    """Yield *expression* and everything inside it, in the order of the text."""
    match expression:
        case Comparison(left=left, right=right):
            yield expression
            yield from parts(left)
            yield from parts(right)
        case Function(arguments=arguments):
            yield expression
            for argument in arguments:
                if argument is not None:
                    yield from parts(argument)
        case _:
            yield expression


def attributes_of(expression: Expression) -> tuple[str, ...]:
    """Return the names of the source attributes that *expression* reads, each once."""
    names = (part.name for part in parts(expression) if isinstance(part, Attribute))
    return tuple(dict.fromkeys(names))


def functions_of(expression: Expression) -> tuple[Function, ...]:
    """Return the functions that *expression* calls, in the order of the text."""
    return tuple(part for part in parts(expression) if isinstance(part, Function))
