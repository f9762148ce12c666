"""Functions on dates: the documented vectors, .NET's format strings, and every edge."""

import pytest
from hypothesis import given, strategies as st

from tenantry.sync.expression import EvaluationError, NoFlow, Value, compile_expression, parse
from tenantry.sync.expression.dates.formats import FormatError, parts_of
from tenantry.sync.expression.dates.moments import TICKS_OF_A_DAY, Moment
from tenantry.sync.expression.dates.reading import STYLES, parse_moment
from tenantry.sync.expression.dates.texts import read_moment, write_moment
from tenantry.sync.expression.dates.writing import format_moment
from tenantry.sync.expression.functions.dates import INTERVALS


def _evaluate(text: str, **user: Value) -> Value | NoFlow:
    positions = {name: index for index, name in enumerate(user)}
    return compile_expression(parse(text), positions)(tuple(user.values()))


_NOW = "8/25/2021 5:41:18 PM"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('CDate("2020-03-16-07:00")', "3/16/2020 7:00:00 AM"),
        ('CDate("2021-06-30+08:00")', "6/29/2021 4:00:00 PM"),
        ('CDate("2009-06-15T01:45:30-07:00")', "6/15/2009 8:45:30 AM"),
        ('DateAdd("d", 7, CDate("2012-03-16-07:00"))', "3/23/2012 7:00:00 AM"),
        ('DateAdd("d", -10, CDate("2012-03-16-07:00"))', "3/6/2012 7:00:00 AM"),
        ('DateAdd("ww", 2, CDate("2012-03-16-07:00"))', "3/30/2012 7:00:00 AM"),
        ('DateAdd("m", 10, CDate("2012-03-16-07:00"))', "1/16/2013 7:00:00 AM"),
        ('DateAdd("yyyy", 2, CDate("2012-03-16-07:00"))', "3/16/2014 7:00:00 AM"),
        ('DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")', 13),
        (f'DateDiff("d", "{_NOW}", "2012-03-16-07:00")', -3449),
        (f'DateDiff("ww", "{_NOW}", "2012-03-16-07:00")', -493),
        (f'DateDiff("m", "{_NOW}", "2012-03-16-07:00")', -113),
        (f'DateDiff("yyyy", "{_NOW}", "2012-03-16-07:00")', -9),
        ('DateDiff("d", "2021-08-31+08:00", "2021-08-31+08:00")', 0),
        ('DateDiff("h", "2021-08-24", "2021-08-25")', 24),
        ('DateDiff("n", "2021-08-24", "2021-08-25")', 1440),
        ('DateDiff("s", "2021-08-24", "2021-08-25")', 86400),
        ("DateFromNum(129699324000000000)", "1/1/2012 11:00:00 PM"),
        (
            'FormatDateTime("20150123105347.1Z", , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
            "2015-01-23",
        ),
        (
            (
                'NumFromDate(Join("", FormatDateTime("2020-12-31-08:00", ,"yyyy-MM-ddzzz", '
                '"yyyy-MM-dd"), " 23:59:59-08:00"))'
            ),
            132539615990000000,
        ),
        (
            (
                'NumFromDate(Join("",FormatDateTime("1/5/2021 07:00:00 PM", ,'
                '"M/d/yyyy hh:mm:ss tt","yyyy-MM-dd")," 23:59:59-08:00"))'
            ),
            132543935990000000,
        ),
        (
            (
                f'Switch("1", , "1", IIF(DateDiff("d", "{_NOW}", CDate("2021-09-01")) > 5, '
                '"False", "True"), "0", "False")'
            ),
            "False",
        ),
    ],
)
def test_the_documented_examples_hold(text: str, expected: Value) -> None:
    assert expected == _evaluate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CDate([absent])", None),
        ("CDate([empty])", None),
        ('CDate("3/4/2021")', "3/4/2021 12:00:00 AM"),
        ('CDate(" 2021-03-04 5:06 pm ")', "3/4/2021 5:06:00 PM"),
        ('CDate("2021-03-04T12:00:00.9999999Z")', "3/4/2021 12:00:00 PM"),
        ('CDate("2021-03-04T00:30:00+05:45")', "3/3/2021 6:45:00 PM"),
        ('CDate(CDate("2020-03-16-07:00"))', "3/16/2020 7:00:00 AM"),
        ('DateAdd("m", 1, "2021-01-31")', "2/28/2021 12:00:00 AM"),
        ('DateAdd("m", -1, "2020-03-31")', "2/29/2020 12:00:00 AM"),
        ('DateAdd("yyyy", 1, "2020-02-29")', "2/28/2021 12:00:00 AM"),
        ('DateAdd("h", 25, "2021-01-31")', "2/1/2021 1:00:00 AM"),
        ('DateAdd("n", -1, "2021-01-01")', "12/31/2020 11:59:00 PM"),
        ('DateAdd("s", 59, "2021-01-01")', "1/1/2021 12:00:59 AM"),
        ('DateAdd("d", "7", "2021-01-01")', "1/8/2021 12:00:00 AM"),
        ('DateAdd("d", 1, [absent])', None),
        ('DateDiff("d", [absent], "2021-01-01")', None),
        ('DateDiff("d", "2021-01-01T23:00:00Z", "2021-01-02T22:59:59Z")', 0),
        ('DateDiff("d", "2021-01-02T22:59:59Z", "2021-01-01T23:00:00Z")', 0),
        ('DateDiff("ww", "2021-08-21", "2021-08-22")', 1),
        ('DateDiff("ww", "2021-08-22", "2021-08-28")', 0),
        ('DateDiff("m", "2021-01-31", "2021-02-01")', 1),
        ('DateDiff("yyyy", "2021-12-31", "2022-01-01")', 1),
        ("DateFromNum([absent])", None),
        ("DateFromNum(0)", "1/1/1601 12:00:00 AM"),
        ("NumFromDate([absent])", None),
        ('NumFromDate("1601-01-01")', 0),
        ('NumFromDate("2012-01-01T23:00:00Z")', 129699324000000000),
        ('FormatDateTime([absent], , "d", "d")', None),
        ('CBool(CDate("2021-10-01") > CDate("2021-09-01"))', True),
        ('CBool(CDate("2021-10-01") <= CDate("2021-09-01"))', False),
        ('CBool("13/45/2021 1:00:00 AM" < "2")', True),
    ],
)
def test_the_edges_are_as_documented_or_decided(text: str, expected: Value) -> None:
    result = _evaluate(text, absent=None, empty="")

    assert (expected, type(expected)) == (result, type(result))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("CDate([a])", "`soon` is no date such as `2020-03-16T07:00:00Z`; bring it into that"),
        ('CDate(Left("2021-02-29", 10))', "the calendar has no day `2021-02-29`"),
        ('CDate(Left("2021-02-28T24:00", 16))', "no clock shows `24:00:00`"),
        ('CDate(Left("2021-02-28+15:00", 16))', "`+15:00` is no offset of a time zone"),
        ('CDate(Left("0001-01-01+01:00", 16))', "a date lies between the years 1 and 9999"),
        ('DateAdd("m", 1, "9999-12-31")', "a date lies between the years 1 and 9999"),
        ('DateAdd("d", 10000000, "9999-12-31")', "a date lies between the years 1 and 9999"),
        ('DateAdd("d", 1000000000000, "2021-01-01")', "`1000000000000` intervals lead out"),
        ('DateDiff([a], "2021-01-01", "2021-01-01")', "`soon` is no interval"),
        ("DateFromNum(-1)", "`-1` is no date of Active Directory"),
        ("DateFromNum(999999999999999999 )", None),
        ('NumFromDate("1600-12-31")', "Active Directory has no dates before the year 1601"),
        ('FormatDateTime([a], , "yyyy", "d")', "`soon` is no date in the format `yyyy`"),
        ('FormatDateTime("2021", , [a], "d")', "`2021` is no date in the format `soon`"),
        ('FormatDateTime("2021", [a], "yyyy", "d")', "`soon` is no date and time style"),
        ('FormatDateTime("Mon 1", , "ddd d", "d")', None),
        (
            'FormatDateTime("Tue 1", , "ddd d", "d")',
            "`Tue 1` names a day that was no Tue",
        ),
        (
            'FormatDateTime("1 2", , "d d", "d")',
            "`1 2` gives two values for one part of a date",
        ),
    ],
)
def test_a_date_without_meaning_is_that_users_failure(text: str, reason: str | None) -> None:
    if reason is None:
        _evaluate(text, a="soon")
        return
    with pytest.raises(EvaluationError) as caught:
        _evaluate(text, a="soon")

    assert caught.value.message.startswith(reason)


_MOMENT = read_moment("2009-06-05T13:04:07.0120300Z")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("d", "06/05/2009"),
        ("D", "Friday, 05 June 2009"),
        ("f", "Friday, 05 June 2009 13:04"),
        ("F", "Friday, 05 June 2009 13:04:07"),
        ("g", "06/05/2009 13:04"),
        ("G", "06/05/2009 13:04:07"),
        ("M", "June 05"),
        ("o", "2009-06-05T13:04:07.0120300Z"),
        ("R", "Fri, 05 Jun 2009 13:04:07 GMT"),
        ("s", "2009-06-05T13:04:07"),
        ("t", "13:04"),
        ("T", "13:04:07"),
        ("u", "2009-06-05 13:04:07Z"),
        ("Y", "2009 June"),
        ("%d", "5"),
        ("M/d/yyyy h:mm:ss tt", "6/5/2009 1:04:07 PM"),
        ("yy y yyyyy", "09 9 02009"),
        ("ddd dddd MMM MMMM", "Fri Friday Jun June"),
        ("H HH h hh m mm s ss t", "13 13 1 01 4 04 7 07 P"),
        ("f ff fffffff", "0 01 0120300"),
        ("FF.FFFFFFF", "01.01203"),
        ("ss.F", "07"),
        ("yyyy gg", "2009 A.D."),
        ("z zz zzz K", "+0 +00 +00:00 Z"),
        ("'day' d \\d \"month\" M", "day 5 d month 6"),
        ("yyyyMMddHHmmss.f'Z'", "20090605130407.0Z"),
    ],
)
def test_a_moment_is_written_in_every_dotnet_format(written: str, expected: str) -> None:
    assert expected == format_moment(_MOMENT, written)


@pytest.mark.parametrize(
    ("text", "written", "styles", "expected"),
    [
        ("06/05/2009", "d", "", "2009-06-05T00:00:00"),
        ("Fri, 05 Jun 2009 13:04:07 GMT", "R", "", "2009-06-05T13:04:07"),
        ("friday, 05 june 2009", "dddd, dd MMMM yyyy", "", "2009-06-05T00:00:00"),
        ("5.6.09", "d.M.yy", "", "2009-06-05T00:00:00"),
        ("5.6.51", "d.M.yy", "", "1951-06-05T00:00:00"),
        ("12:30 AM", "hh:mm tt", "", "0001-01-01T00:30:00"),
        ("12:30 p", "h:mm t", "", "0001-01-01T12:30:00"),
        ("7", "%H", "", "0001-01-01T07:00:00"),
        ("2009-06-05T13:04:07.5", "yyyy-MM-ddTHH:mm:ss.FFF", "", "2009-06-05T13:04:07.5"),
        ("2009-06-05T13:04:07", "yyyy-MM-ddTHH:mm:ss.FFF", "", "2009-06-05T13:04:07"),
        ("2009-06-05T01:00:00+02:00", "yyyy-MM-ddTHH:mm:ssK", "", "2009-06-04T23:00:00"),
        ("2009-06-05T01:00:00Z", "yyyy-MM-ddTHH:mm:ssK", "", "2009-06-05T01:00:00"),
        ("2009-06-05 -7", "yyyy-MM-dd z", "", "2009-06-05T07:00:00"),
        ("2009-06-05 -0730", "yyyy-MM-dd zzz", "", "2009-06-05T07:30:00"),
        (" 2009 ", "yyyy", "", "2009-01-01T00:00:00"),
        ("2009-06 - 05", "yyyy-MM-dd", "AllowInnerWhite", "2009-06-05T00:00:00"),
        (" 2009 - 06 ", "yyyy-MM", "AllowWhiteSpaces", "2009-06-01T00:00:00"),
    ],
)
def test_a_moment_is_read_in_every_dotnet_format(
    text: str, written: str, styles: str, expected: str
) -> None:
    moment = parse_moment(text, written, styles)

    assert expected == format_moment(moment, "yyyy-MM-ddTHH:mm:ss.FFFFFFF")


def test_without_its_style_white_space_around_a_date_is_refused() -> None:
    with pytest.raises(EvaluationError):
        parse_moment(" 2009 ", "yyyy", "None")


@pytest.mark.parametrize("written", ["", "q", "yyyy 'T", 'd"', "d\\", "ffffffff"])
def test_a_malformed_format_is_refused(written: str) -> None:
    with pytest.raises(FormatError):
        parts_of(written)


_LAST = 3_652_059 * TICKS_OF_A_DAY - 1
_moments = st.integers(0, _LAST).map(Moment)


@given(_moments)
def test_what_is_written_in_full_is_read_as_the_same(moment: Moment) -> None:
    assert moment == parse_moment(format_moment(moment, "o"), "o")
    assert moment.ticks - moment.ticks % 10_000_000 == read_moment(write_moment(moment)).ticks


@given(_moments, st.sampled_from(INTERVALS), st.integers(-500, 500))
def test_moving_a_date_and_measuring_the_way_agree(
    moment: Moment, interval: str, number: int
) -> None:
    start = write_moment(moment)
    try:
        end = _evaluate(f'DateAdd("{interval}", {number}, [start])', start=start)
    except EvaluationError:
        return
    assert isinstance(end, str)

    assert number == _evaluate(f'DateDiff("{interval}", [a], [b])', a=start, b=end)


_FORMATS = st.text("dfFghHKmMstyzZ:/'\"\\% .-", max_size=12)


@given(st.text(max_size=20), _FORMATS, st.sampled_from(["", *sorted(STYLES)]))
def test_no_format_raises_anything_but_its_own_errors(text: str, written: str, styles: str) -> None:
    try:
        parts_of(written)
    except FormatError:
        return

    shown = format_moment(_MOMENT, written)
    for each in (text, shown):
        try:
            parse_moment(each, written, styles)
        except EvaluationError:
            continue
