from __future__ import annotations

import contextlib
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview import quantities as q
from data_platform.interview.durations import parse_duration
from data_platform.interview.numerals import BadValue
from data_platform.interview.schedules import parse_schedule


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120 GB", 120 * 10**9),
        ("1.2TB", 1_200_000_000_000),
        ("1 GiB", 2**30),
        ("300 mb", 300 * 10**6),
        ("1,500 kB", 1_500_000),
        ("< 0.5 TB", 500 * 10**9),
        ("0 B", 0),
        ("0", 0),
        ("1,5 GB", 1_500_000_000),
        ("0.125 GB", 125_000_000),
        ("1.234 TB", 1_234_000_000_000),
        ("1.000.000 MB", 10**12),
        ("1.234,56 GB", 1_234_560_000_000),
        ("3 gigabytes", 3 * 10**9),
        ("12 terabytes", 12 * 10**12),
        ("1 kilobyte", 1000),
        ("5 gibibytes", 5 * 2**30),
    ],
)
def test_sizes(text: str, value: int) -> None:
    assert q.parse_size(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2TB/day", 1_200_000_000_000),
        ("1,2TB/day", 1_200_000_000_000),
        ("50 MB per hour", 24 * 50 * 10**6),
        ("3 MB/s", 86_400 * 3 * 10**6),
        ("3 MBps", 86_400 * 3 * 10**6),
        ("2 GB a day", 2 * 10**9),
        ("2 GB every day", 2 * 10**9),
        ("4 GB", 4 * 10**9),
        ("30 GB/month", 10**9),
        ("70 GB weekly", 10 * 10**9),
        ("8 Mbit/s", 86_400 * 10**6),
        ("8 Mbps", 86_400 * 10**6),
        ("0", 0),
        ("0/day", 0),
    ],
)
def test_rates(text: str, value: int) -> None:
    assert q.parse_rate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5k events/s", 5000),
        ("2000 readings/s", 2000),
        ("1,5k", 1500),
        ("6 million logs/s", 6_000_000),
        ("1.250 million/s", 1_250_000),
        ("120/min", 2),
        ("86400 per day", 1),
        ("0", 0),
        ("100 events per second", 100),
        ("60 clicks a minute", 1),
        ("5 000/s", 5000),
    ],
)
def test_events(text: str, value: float) -> None:
    assert q.parse_events(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,200", "1200"),
        ("1.2k USD/month", "1200"),
        ("24k a year", "2000"),
        ("0.5", "0.5"),
        ("$1.50", "1.5"),
        ("$1.500,50", "1500.5"),
        ("1,5k", "1500"),
        ("1 200 dollars", "1200"),
        ("1 dollar", "1"),
    ],
)
def test_money(text: str, value: str) -> None:
    assert q.parse_money(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("5k", 5000),
        ("1,5k", 1500),
        ("2 million", 2_000_000),
        ("2 millions", 2_000_000),
        ("3 dozen", 36),
        ("1.000.000", 1_000_000),
        ("12 people", 12),
        ("3 persons", 3),
        ("1 analyst", 1),
        ("9 hours", 9),
        ("3x", 3),
        ("5k users", 5000),
        ("1.5 million documents", 1_500_000),
    ],
)
def test_whole_numbers(text: str, value: int) -> None:
    assert q.parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60 %", 60),
        ("60", 60),
        ("0,5 %", 0.5),
        ("99.995 %", 99.995),
        ("50 per cent", 50),
        ("60 % a year", 60),
    ],
)
def test_percentages(text: str, value: float) -> None:
    assert q.parse_percent(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "says"),
    [
        (q.parse_size, "12", "120 GB"),
        (q.parse_size, "big", "120 GB"),
        (q.parse_size, "-3 GB", "below 0"),
        (q.parse_size, "9" * 60 + " TB", "too large"),
        (q.parse_size, "1 2 3 GB", "“1 2 3” is no number"),
        (q.parse_size, "1,23,4 GB", "“1,23,4” is no number"),
        (q.parse_size, "5-10 GB", "not a range"),
        (q.parse_size, "5 GB/day", "a size is expected"),
        (q.parse_rate, "12/day", "GB/day"),
        (q.parse_rate, "100 mbps", "bits or bytes"),
        (q.parse_rate, "1 Gb/s", "bits or bytes"),
        (q.parse_events, "many", "events/s"),
        (q.parse_events, "5 GB", "events/s"),
        (q.parse_events, "500 ms", "events/s"),
        (q.parse_events, "5.000 events/s", "write 5000 or 5"),
        (q.parse_money, "€500", "US dollars"),
        (q.parse_money, "500 euros", "US dollars"),
        (q.parse_money, "500 a day", "a month"),
        (q.parse_money, "$1.500", "write 1500 or 1.5"),
        (parse_duration, "7", "unit"),
        (q.parse_number, "1.5", "whole"),
        (q.parse_number, "1,5", "whole"),
        (q.parse_number, "1.500", "write 1500 or 1.5"),
        (q.parse_number, "a few", "12"),
        (q.parse_number, "2 weeks", "without “weeks”"),
        (q.parse_number, "20 hours a week", "without “hours a week”"),
        (q.parse_number, "500 ms", "without “ms”"),
        (q.parse_percent, "sixty", "60 %"),
        (q.parse_percent, "5 % a month", "or of a year"),
        (q.parse_yes_no, "maybe", "yes or no"),
        (parse_schedule, "sometimes", "daily at 02:00"),
    ],
)
def test_a_wrong_draft_is_told_what_would_be_right(parse, text: str, says: str) -> None:
    with pytest.raises(BadValue, match="(?i)" + re.escape(says)):
        parse(text)


def test_a_whole_number_keeps_its_bounds() -> None:
    assert q.parse_number("24 hours", least=1, most=24) == 24
    with pytest.raises(BadValue, match="at most 24"):
        q.parse_number("25", least=1, most=24)
    with pytest.raises(BadValue, match="not be below 1"):
        q.parse_number("0", least=1)


@given(
    st.text(max_size=60)
    | st.text("0123456789.,' _-+%/$", max_size=12).map(lambda start: f"{start} GB")
    | st.text("0123456789 :.,-/*@aehimnopsty", max_size=24)
)
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    for parse in (
        q.parse_size,
        q.parse_rate,
        q.parse_events,
        q.parse_money,
        q.parse_number,
        q.parse_percent,
        q.parse_yes_no,
        parse_duration,
        parse_schedule,
    ):
        with contextlib.suppress(BadValue):
            assert parse(text) is not None


@pytest.mark.parametrize("parse", [q.parse_size, q.parse_number, parse_duration, parse_schedule])
def test_a_very_long_number_is_refused(parse) -> None:
    for text in ("9" * 5000, "every " + "9" * 5000 + " hours", "P" + "9" * 5000 + "D"):
        with pytest.raises(BadValue):
            parse(text)


@given(st.integers(min_value=0, max_value=10**18))
def test_a_size_in_words_reads_back_within_rounding(value: int) -> None:
    back = q.parse_size(q.show_size(value))
    assert abs(back - value) <= max(1, value * 0.006)


@given(st.floats(1e-3, 1e12))
def test_events_in_words_read_back_within_rounding(value: float) -> None:
    assert q.parse_events(q.show_events(value)) == pytest.approx(value, rel=0.006)


@given(st.decimals(0, 10**9, places=2))
def test_money_in_words_reads_back_within_rounding(value: Decimal) -> None:
    assert abs(q.parse_money(q.show_money(value)) - value) <= Decimal("0.5")


def test_control_characters_are_dropped() -> None:
    assert q.clean("a\x1b[31mb\x00\x07 c\x7f ") == "a[31mb c"


def test_blanks_of_any_kind_part_words() -> None:
    assert q.clean("1\t2\u00a0GB\u2009") == "1 2 GB"
