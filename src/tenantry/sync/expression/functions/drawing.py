"""Functions whose value is another one each time: the present, new ids, random text.

Each gets the `Inputs` of the evaluation first, and last its place in the expression, so that two
calls beside each other draw different lots.
"""

from uuid import UUID

from tenantry.sync.expression.dates.moments import moment_on, ticks_of_time
from tenantry.sync.expression.dates.texts import write_moment
from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.inputs import Inputs
from tenantry.sync.expression.values import Value, integer, text

LONGEST_RANDOM_TEXT = 256

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPECIAL = "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/"  # those that password policies name
_LOT = 8  # bytes for one choice: so many that no choice is likelier than another


def now(inputs: Inputs, *, place: str) -> Value:
    """`Now`: the moment of the evaluation in UTC."""
    del place  # the present is the same everywhere
    moment = inputs.now
    day = (moment.year, moment.month, moment.day)
    return write_moment(moment_on(day, ticks_of_time(moment.hour, moment.minute, moment.second)))


def guid(inputs: Inputs, *, place: str) -> Value:
    """`Guid`: a new random id (RFC 9562 version 4)."""
    return str(UUID(bytes=inputs.lots(place, 16), version=4))


def random_string(  # noqa: PLR0917  # the language gives arguments by position
    inputs: Inputs,
    length: Value,
    digits: Value,
    special: Value,
    capitals: Value,
    small: Value,
    avoided: Value = None,
    *,
    place: str,
) -> Value:
    """`RandomString`: text of that *length* with at least so many characters of each kind.

    The rest is drawn from the kinds that were asked for; of none, from letters and digits.
    """
    minima = [integer(number) for number in (digits, special, capitals, small)]
    count = integer(length)
    check_random_string(count, minima)
    unwanted = set(text(avoided))
    kinds = [
        "".join(character for character in kind if character not in unwanted)
        for kind in (_DIGITS, _SPECIAL, _CAPITALS, _CAPITALS.lower())
    ]
    asked = [kind for kind, minimum in zip(kinds, minima, strict=True) if minimum]
    rest = "".join(asked or (kinds[0], kinds[2], kinds[3]))
    pools = [kind for kind, minimum in zip(kinds, minima, strict=True) for _ in range(minimum)]
    pools += [rest] * (count - len(pools))
    if not all(pools):
        raise EvaluationError("`CharactersToAvoid` leaves no character to choose from")
    return _drawn(inputs, place, pools)


def check(*constants: Value) -> None:
    """Raise `EvaluationError` if constant numbers can never be those of a random text."""
    numbers = [number for number in constants[:5] if number is not None]
    if len(numbers) == 5:  # noqa: PLR2004  # all of them are constants
        length, *minima = map(integer, numbers)
        check_random_string(length, minima)


def check_random_string(length: int, minima: list[int]) -> None:
    """Raise `EvaluationError` if no text has that *length* and those numbers of characters."""
    if min(minima) < 0:
        raise EvaluationError("`RandomString` has no negative minimum")
    if not max(1, sum(minima)) <= length <= LONGEST_RANDOM_TEXT:
        raise EvaluationError(
            f"the length of `RandomString` is the sum of the minima, {sum(minima)}, or more, "
            f"and at most {LONGEST_RANDOM_TEXT}, not {length}"
        )


def _drawn(inputs: Inputs, place: str, pools: list[str]) -> str:
    """Return one character of each pool, in an order that is drawn as well."""
    lots = inputs.lots(place, 2 * _LOT * len(pools))
    numbers = [
        int.from_bytes(lots[start : start + _LOT], "big") for start in range(0, len(lots), _LOT)
    ]
    choices, order = numbers[: len(pools)], numbers[len(pools) :]
    characters = [pool[lot % len(pool)] for pool, lot in zip(pools, choices, strict=True)]
    return "".join(character for _, character in sorted(zip(order, characters, strict=True)))
