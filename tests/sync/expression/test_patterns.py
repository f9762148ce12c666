""".NET's regular expressions: what is rewritten, what is refused, and the time limit."""

import pytest
from hypothesis import example, given, strategies as st

from tenantry.sync.expression import EvaluationError
from tenantry.sync.expression.dotnet_patterns import PatternError
from tenantry.sync.expression.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "subject", "expected"),
    [
        (r".*\@domain.com", "a@domain.com", True),
        ("([1-9][0-9])", "42", True),
        ("([1-9][0-9])", "142", False),
        ("(1[0-9]{6})", "1234567", True),
        ("abc", "ABC", False),
        ("(?i)abc", "ABC", True),
        ("a(?i)b", "AB", False),
        ("a(?i:b)c", "aBc", True),
        ("(?i)ß", "ss", False),
        ("(?<n>a)b\\k<n>", "aba", True),
        ("(?'n'a)b\\k'n'", "aba", True),
        (r"(a)(b)\1", "aba", True),
        (r"(x)?(?(1)a|b)", "xa", True),
        ("(?#comment)a", "a", True),
        ("(?>a+)b", "aab", True),
        ("(?<=a)b|ab", "ab", True),
        ("[a-z-[aeiou]]+", "xyz", True),
        ("[a-z-[aeiou]]+", "xya", False),
        ("[[a]", "[", True),
        ("[]a]+", "]a", True),
        ("[^]a]+", "b", True),
        ("[a&&b]+", "&a", True),
        ("[-a]", "-", True),
        ("[a-]", "-", True),
        (r"[\w-]+", "a-b", True),
        (r"\p{Lu}\p{IsGreekandCoptic}", "Aλ", True),
        (r"a{,2}", "a{,2}", True),
        (r"a{e<=1}", "a{e<=1}", True),
        (r"a\z", "a", True),
        (r"a\Z\n", "a\n", True),
        (r"\x41\u0042\cA\033\e", "AB\x01\x1b\x1b", True),
        (r"\d+\s\w", "12 x", True),
    ],
)
def test_a_pattern_means_what_it_means_in_dotnet(
    pattern: str, subject: str, *, expected: bool
) -> None:
    assert expected == compile_pattern(pattern).matches(subject)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("a++", "a repetition of a repetition"),
        ("a{2}{3}", "a repetition of a repetition"),
        ("(?<open-close>a)", "`(?<o`"),
        ("(?x)a b", "`(?x)`"),
        ("(?n)(a)", "`(?n)`"),
        ("(?|a|b)", "`(?|a`"),
        ("(?R)", "`(?R)`"),
        ("(*PRUNE)a", "`(*PR`"),
        (r"\Kab", r"`\K`"),
        (r"[\B]", r"`\B`"),
        ("a\\", "a backslash at the end"),
        ("[a", "a `[` without its `]`"),
        (r"(?<n>a)(b)\1", "a reference by number beside named groups"),
        ("(a){10001}", "repeating a group to more than 10,000 characters"),
        ("((a{20}){20}){26}", "repeating a group to more than 10,000 characters"),
        ("(a{101}(?i)(?#c)){100}", "repeating a group to more than 10,000 characters"),
    ],
)
def test_what_has_no_counterpart_is_refused_by_name(pattern: str, what: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)

    assert f"{what} is not supported" in caught.value.message


@pytest.mark.parametrize("pattern", ["(", ")", "[z-a]", "*a", r"\p{Nonsense}", r"\k<n>"])
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "replacement", "expected"),
    [
        ("(?<first>a)(b)", "${first}$1$2", "aba"),
        ("a(b)", "[$&|$1|$0|$$]", "[ab|b|ab|$]"),
        ("b", "<$`|$'|$_>", "a<a||ab>"),
        ("(a)(x)?", "$+!", "!b"),
        ("(a)(x)?", "$2-", "-b"),
        ("a", "${nothing}$9", "${nothing}$9b"),
        ("a", r"\1\n", r"\1\nb"),
    ],
)
def test_a_replacement_names_groups_as_in_dotnet(
    pattern: str, replacement: str, expected: str
) -> None:
    assert expected == compile_pattern(pattern).replace("ab", replacement)


@pytest.mark.timeout(5)
def test_a_pattern_that_takes_too_long_is_stopped() -> None:
    pattern = compile_pattern("(a|aa)+")

    for use in (
        lambda: pattern.matches("a" * 50 + "b"),
        lambda: compile_pattern("(a|aa)+$").replace("a" * 50 + "b", ""),
        lambda: compile_pattern("(?<n>(a|aa)+)$").extract("a" * 50 + "b", "n"),
    ):
        with pytest.raises(EvaluationError, match="needs more than 100 ms"):
            use()


@given(
    st.text() | st.lists(st.sampled_from([*r"\()[]{}?*+<>-^$|,&kpPux1n'!=:#i", "(?<"])).map("".join)
)
@example("(" * 5_000)
@example("[" * 5_000)
@example("[a-[" * 5_000)
def test_no_pattern_raises_anything_but_a_pattern_error(pattern: str) -> None:
    try:
        compiled = compile_pattern(pattern)
    except PatternError:
        return
    assert compiled.find_group("0") == 0
