"""The functions of the language: the documented vectors and every edge (behaviour §6)."""

import pytest

from tenantry.sync.expression import (
    NO_FLOW,
    SIGNATURES,
    EvaluationError,
    NoFlow,
    Value,
    compile_expression,
    parse,
)

_USER: dict[str, Value] = {
    "absent": None,
    "empty": "",
    "none": [],
    "givenName": "John",
    "surname": "Doe",
    "mail": "john.doe@contoso.com",
    "yes": True,
    "no": False,
    "seven": 7,
    "list": ["b", "a", "b", "B"],
}


def _evaluate(text: str, user: dict[str, Value] | None = None) -> Value | NoFlow:
    values = _USER if user is None else user
    positions = {name: index for index, name in enumerate(values)}
    return compile_expression(parse(text), positions)(tuple(values.values()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Append("John.Doe@contoso.com", ".test")', "John.Doe@contoso.com.test"),
        ("BitAnd(&HF, &HF7)", 7),
        ('ConvertToBase64("Hello world!")', "SABlAGwAbABvACAAdwBvAHIAbABkACEA"),
        ('ConvertToUTF8Hex("Hello world!")', "48656C6C6F20776F726C6421"),
        ('InStr("The quick brown fox", "quick")', 5),
        ('InStr("repEated", "e", 3, vbBinaryCompare)', 7),
        ('Join(", ", "", [surname], [givenName])', "Doe, John"),
        ('Left("John Doe", 3)', "Joh"),
        ("Append(Mid([givenName], 1, 3), Mid([surname], 1, 5))", "JohDoe"),
        ('Len("John Doe")', 8),
        ("Len(42568)", 5),
        ("Len(42568.75)", 8),
        (
            (
                'IIF(Len([surname]) <= 5, Left(Join ("", [surname], [givenName]), 10), '
                'Join("", Mid([surname], 1, 9), Mid([givenName], 1, 1)))'
            ),
            "DoeJohn",
        ),
        ('NormalizeDiacritics("Zoë")', "Zoe"),
        ('PCase("PABLO GONSALVES (SECOND)")', "Pablo Gonsalves (Second)"),
        ('PCase("PINTO-DE\'SILVA", " \'-")', "Pinto-De'Silva"),
        ('PCase(Join(" ", "GREGORY", "JAMES"))', "Gregory James"),
        ('Split("A, B", ",")', ("A", "B")),
        ('Word("The quick brown fox", 3, " ")', "brown"),
        ('Word("This,string!has&many separators", 3, ",!&#")', "has"),
        ('Replace([mail], "@contoso.com", , , "", ,)', "john.doe"),
        ('Switch("QLD", "Australia/Sydney", "QLD", "Australia/Brisbane")', "Australia/Brisbane"),
        ("Item([list], 1)", "b"),
        (
            'ToLower(Join("@", NormalizeDiacritics(StripSpaces("J ö.Smith")), "x.com"))',
            "jo.smith@x.com",
        ),
    ],
)
def test_the_documented_examples_hold(text: str, expected: Value) -> None:
    assert expected == _evaluate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Append([absent], "x")', None),
        ('Append("x", [absent])', "x"),
        ('Append([seven], "x")', "7x"),
        ("BitAnd([absent], 1)", None),
        ('BitAnd("&HFF", "12")', 12),
        ("CBool([yes])", True),
        ('CBool("false")', False),
        ('CBool("1")', True),
        ('CBool("0")', False),
        ("CBool(0.5)", True),
        ('CBool("-0.0")', False),
        ("CBool([absent])", False),
        ('CBool([givenName] = "John")', True),
        ('CBool([givenName] = "john")', False),
        ("CBool([absent] = [empty])", True),
        ('CBool([yes] = "true")', True),
        ('CBool([seven] = "07")', True),
        ('CBool("7" = "07")', False),
        ('CBool("10" > "9")', True),
        ('CBool("b" > "a")', True),
        ('CBool([absent] < "9")', False),
        ("CBool(3 >= 3)", True),
        ("CBool(3 <= 2)", False),
        ("CBool(3 <> 2)", True),
        ("Coalesce([absent], [mail])", "john.doe@contoso.com"),
        ("Coalesce([empty], [mail])", ""),
        ("Coalesce([absent], [absent])", None),
        ("ConvertToBase64([absent])", None),
        ("ConvertToUTF8Hex([absent])", None),
        ("Count([list])", 4),
        ("Count([mail])", 1),
        ("Count([absent])", 0),
        ("CStr([yes])", "True"),
        ("CStr([seven])", "7"),
        ("CStr([absent])", None),
        ('InStr("abc", "x")', 0),
        ('InStr("abc", "B", , vbTextCompare)', 2),
        ('InStr("abc", "B")', 0),
        ('InStr("abc", "a", 9)', 0),
        ('InStr([absent], "a")', None),
        ("IsNull([absent])", True),
        ("IsNull([empty])", False),
        ("IsNullOrEmpty([empty])", True),
        ("IsNullOrEmpty([none])", True),
        ("IsNullOrEmpty([no])", False),
        ("IsPresent([mail])", True),
        ("IsPresent([absent])", False),
        ("IsString([mail])", True),
        ("IsString([seven])", False),
        ("Item([list], 9)", None),
        ("Item([mail], 1)", "john.doe@contoso.com"),
        ('Join("-", [list], "c")', "b-a-b-B-c"),
        ('Join("-", [absent], [empty], [none])', None),
        ('Left("abc", 0)', ""),
        ('Left("abc", -1)', "abc"),
        ('Left("abc", 9)', "abc"),
        ("Left([absent], 2)", ""),
        ("Len([absent])", 0),
        ("Len([empty])", 0),
        ("Len([none])", 0),
        ("Len([seven])", 1),
        ("Len([no])", 5),
        ('Len("Zoë")', 3),
        ('Mid("abc", 2, 9)', "bc"),
        ('Mid("abc", 9, 1)', ""),
        ("Mid([absent], 1, 1)", None),
        ("Not([yes])", False),
        ('Not("TRUE")', False),
        ('Not("anything")', True),
        ("Not([absent])", True),
        ('PCase("O\'NEIL de-la_cruz 1st")', "O'neil De-La_Cruz 1St"),
        ("PCase([absent])", None),
        ('Redact("secret")', "secret"),
        ("RemoveDuplicates([list])", ("b", "a", "B")),
        ("RemoveDuplicates([absent])", None),
        ('Split("a,,b", ",")', ("a", "", "b")),
        ('Split([absent], ",")', None),
        ('StripSpaces(" a b ")', "ab"),
        ('ToLower("ÄÖ")', "äö"),
        ("ToLower([absent])", None),
        ('ToUpper("straße")', "STRAßE"),
        ('ToUpper("title", "tr-TR")', "TİTLE"),
        ('ToLower("TITLE", "tr-TR")', "t\N{LATIN SMALL LETTER DOTLESS I}tle"),
        ('ToLower("TITLE", "en-US")', "title"),
        ('ToLower("İ")', "İ"),
        ('Word("a b", 0, " ")', ""),
        ('Word("a b", 3, " ")', ""),
        ('Word("a  b", 2, " ")', "b"),
        ('Word([absent], 1, " ")', ""),
        ('Word("a b", 1, "")', "a b"),
        ('AltSecIdFromNetid("0A1B")', "5:0A1B"),
        ("AppRoleAssignments([list])", ("b", "a", "b", "B")),
        ("AppRoleAssignments([none])", ()),
        ("AppRoleAssignments([absent])", None),
        ('Join(", ", AppRoleAssignments([mail]))', "john.doe@contoso.com"),
        ("SingleAppRoleAssignment([list])", "b"),
        ("SingleAppRoleAssignment([absent])", None),
        ("SingleAppRoleAssignment([none])", None),
        ('Switch(SingleAppRoleAssignment([mail]), "member", "owner", "editor")', "member"),
        ("AppRoleAssignmentsComplex([absent])", None),
        ("AssertiveAppRoleAssignmentsComplex([none])", ()),
        (
            "Item(AppRoleAssignmentsComplex([list]), 2)",
            '{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"a","value":"a"}',
        ),
        ("AltSecIdFromNetid([absent])", None),
    ],
)
def test_the_edges_are_as_documented_or_decided(text: str, expected: Value) -> None:
    result = _evaluate(text)

    assert (expected, type(expected)) == (result, type(result))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Item([list], 0)", "`Item` counts from 1, so there is no item 0"),
        ('Mid("abc", 0, 1)', "`Mid` starts at character 1 or later and has no negative length"),
        ('Mid("abc", 1, -1)', "`Mid` starts at character 1 or later and has no negative length"),
        ('InStr("abc", "a", 0)', "`InStr` starts at character 1 or later"),
        ("Len([list])", "one value is needed, but there are 4; choose one with `Item`"),
        ('Left("abc", [mail])', "`john.doe@contoso.com` is not a whole number"),
        ('Left("abc", [absent])', "`` is not a whole number"),
        ('Append([list], "x")', "one value is needed, but there are 4; choose one with `Item`"),
        ('ToLower("a", Left("tr", 1))', "`t` is no culture; write one such as `tr-TR`"),
        ('Replace("a", , , , "b")', "`Replace` needs `oldValue` or `regexPattern`"),
    ],
)
def test_an_argument_without_meaning_is_that_users_failure(text: str, reason: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        _evaluate(text)

    assert reason == caught.value.message


_DOUBLED = {
    "old": 'Replace({}, "a", , , "aa", , )',
    "template": 'Replace({}, "x", , , , , "xx")',
    "pattern": 'Replace({}, , "^.*$", , "$0$0", , )',
    "base64": "ConvertToBase64({})",
    "hexadecimal": "ConvertToUTF8Hex({})",
    "list": 'Join("xbxbxbx", Split(Append({}, "bxbx"), "b"))',
    "roles": 'Join("", AppRoleAssignmentsComplex({}))',
}


@pytest.mark.parametrize("doubled", _DOUBLED.values(), ids=_DOUBLED)
def test_a_value_that_grows_without_end_is_that_users_failure(doubled: str) -> None:
    text = "[a]"
    for _ in range(16):
        text = doubled.format(text)

    with pytest.raises(EvaluationError, match="at most 100,000 characters"):
        _evaluate(text, {"a": "aaaaaaaaaa"})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("QLD", "Australia/Brisbane"),
        ("qld", "Australia/Sydney"),
        ("", "empty"),
        (None, "empty"),
    ],
)
def test_switch_compares_in_the_same_casing_and_its_empty_key_takes_null(
    given: Value, expected: str
) -> None:
    text = 'Switch([state], "Australia/Sydney", "QLD", "Australia/Brisbane", "", "empty")'

    assert expected == _evaluate(text, {"state": given})


def test_switch_without_default_and_without_match_gives_null() -> None:
    assert _evaluate('Switch([mail], , "a", "b")') is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("äàâãåáąăāǟǡ", "aaaaaaaaaaa"),
        ("æǣÆǢ", "aeaeAEAE"),
        ("çčćďḏ", "cccdd"),
        ("ëèéêęěėēḗḕ", "eeeeeeeeee"),
        ("ğḡïîìíıīİ", "ggiiiiiiI"),
        ("ľłḹḻŁ", "llllL"),
        ("ñńňṉöòőõôóōṓṑȫǭȭȱ", "nnnnooooooooooooo"),
        ("øØ", "oeOE"),
        ("ø\u0304œ\u0304Œ\u0304", "oeoeOE"),
        ("řṟṝßšśșş", "rrrssssss"),
        ("ťțṯüùûúůűūǖṻ", "tttuuuuuuuuu"),
        ("ÿýȳźžżẕ", "yyyzzzz"),
        ("Zoe", "Zoe"),
        ("й が", "й が"),
    ],
)
def test_latin_letters_lose_their_marks_and_other_scripts_keep_theirs(
    given: str, expected: str
) -> None:
    assert expected == _evaluate("NormalizeDiacritics([name])", {"name": given})


_PHONE = r'"\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})"'


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ('Replace([x], "Product", , , "Software", , )', "Product Product", "Software Software"),
        ('Replace([x], "product", , , "Software", , )', "Product", "Product"),
        ('Replace([x], "P", , , , , )', "Product", "roduct"),
        ('Replace([x], "<u>", , , , , "<u>@contoso.com")', "jsmith", "jsmith@contoso.com"),
        (f'Replace([x], , {_PHONE}, , "${{phoneNumber}}", , )', "+91 9998887777", "9998887777"),
        (r'Replace([x], , "[()\\s-]+", , "", , )', "+1 (999) 888-7777", "+19998887777"),
        (
            r'Replace([x], , "(?<streetNumber>^\\d*)", "streetNumber", "888", , )',
            "545 Tremont Street",
            "888 Tremont Street",
        ),
        ('Replace([x], , "(?<Suffix>@(.)*)", "Suffix", "", , )', "jsmith@contoso.com", "jsmith"),
        ('Replace([x], , "[a-zA-Z_]*", , "", , )', "john_doe72", "72"),
        ('Replace([x], , "a(?<n>b)?", "n", "-", , )', "ab a", "a- a"),
        ('Replace([x], "a", , , "b", , )', None, None),
        ('Replace([x], , "a", , "b", , )', None, None),
    ],
)
def test_replace_works_in_every_documented_way(text: str, source: Value, expected: Value) -> None:
    assert expected == _evaluate(text, {"x": source})


@pytest.mark.parametrize(
    ("telephone", "mobile", "expected"),
    [
        ("", "+91 8887779999", "8887779999"),
        (None, "+91 8887779999", "8887779999"),
        ("+1 5", "+91 8887779999", "+1 5"),
        ("", "none", None),
        ("", None, None),
    ],
)
def test_replace_falls_back_on_a_group_of_another_attribute(
    telephone: Value, mobile: Value, expected: Value
) -> None:
    text = f'Replace([telephone], , {_PHONE}, "phoneNumber" , , [mobile], )'

    assert expected == _evaluate(text, {"telephone": telephone, "mobile": mobile})


def test_an_attribute_without_value_does_not_flow_if_it_is_to_be_ignored() -> None:
    for absent in ("absent", "empty", "none"):
        assert _evaluate(f"IgnoreFlowIfNullOrEmpty([{absent}])") == NO_FLOW
    assert _evaluate("IgnoreFlowIfNullOrEmpty([mail])") == "john.doe@contoso.com"


def test_the_catalogue_lists_each_function_with_its_parameters() -> None:
    switch = SIGNATURES["Switch"]

    listed = [(each.name, each.required, each.repeated) for each in switch.parameters]
    assert sorted(SIGNATURES, key=str.casefold) == list(SIGNATURES)
    assert listed == [
        ("source", True, False),
        ("defaultValue", False, False),
        ("key", True, True),
        ("value", True, True),
    ]
