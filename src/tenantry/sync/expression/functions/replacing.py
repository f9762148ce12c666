"""`Replace`: plain and by pattern, in the five ways that the documents give (behaviour §6)."""

from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.patterns import Pattern, compile_pattern
from tenantry.sync.expression.values import (
    ABSENT,
    LONGEST_VALUE,
    Value,
    check_length,
    text,
)


def replace(  # noqa: PLR0917  # the language gives arguments by position
    source: Value,
    old: Value = None,
    pattern: Value = None,
    group: Value = None,
    replacement: Value = None,
    fallback: Value = None,
    template: Value = None,
) -> Value:
    """Return the source with something replaced; which way depends on what is given.

    - `oldValue` and `template`: the source in the place of the old value in the template
    - `oldValue` and `replacementValue`: every old value in the source replaced
    - `regexPattern`, `regexGroupName` and `replacementAttributeName`: the source, or if it has no
      value what the group finds in that attribute
    - `regexPattern`, `regexGroupName` and `replacementValue`: the text of the group replaced in
      every match
    - `regexPattern` and `replacementValue`: every match replaced; `${name}` stands for a group
    """
    if pattern not in ABSENT:
        return _by_pattern(source, compile_pattern(text(pattern)), group, replacement, fallback)
    if source is None:
        return None
    if old in ABSENT:
        raise EvaluationError("`Replace` needs `oldValue` or `regexPattern`")
    if template is not None:
        return _replaced(text(template), text(old), text(source))
    return _replaced(text(source), text(old), text(replacement))


def _replaced(whole: str, old: str, new: str) -> str:
    if len(whole) * len(new) > LONGEST_VALUE:  # which few ever are
        check_length(len(whole) + whole.count(old) * (len(new) - len(old)))
    return whole.replace(old, new)


def _by_pattern(
    source: Value, pattern: Pattern, group: Value, replacement: Value, fallback: Value
) -> Value:
    if group not in ABSENT and replacement is None:
        return source if source not in ABSENT else pattern.extract(text(fallback), text(group))
    if source is None:
        return None
    if group in ABSENT:
        return pattern.replace(text(source), text(replacement))
    return pattern.replace_group(text(source), text(group), text(replacement))


def check(
    _source: Value, _old: Value = None, pattern: Value = None, group: Value = None, *_: Value
) -> None:
    """Raise `EvaluationError` for a constant pattern that lacks the group."""
    if pattern in ABSENT:
        return
    name = "0" if group in ABSENT else text(group)
    if compile_pattern(text(pattern)).find_group(name) is None:
        raise EvaluationError(f"the pattern `{text(pattern)}` has no group `{name}`")
