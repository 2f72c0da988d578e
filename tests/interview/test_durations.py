from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview.answers import fields
from data_platform.interview.durations import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    YEAR,
    parse_duration,
    rounded_duration,
    show_duration,
)
from data_platform.interview.kinds import Kind
from data_platform.interview.numerals import BadValue
from data_platform.interview.questions import all_questions


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("13 months", 13 * MONTH),
        ("15 min", 900),
        ("15m", 900),
        ("2h", 7200),
        ("500 ms", 0.5),
        ("500 µs", 0.0005),
        ("500 μs", 0.0005),  # the Greek letter
        ("daily", DAY),
        ("real-time", 1),
        ("1 day 6 h", 108_000),
        ("1 day, 6 hours and 5 min", 108_300),
        ("1 year & 2 months", YEAR + 2 * MONTH),
        ("1d6h", 108_000),
        ("1,5 years", 1.5 * YEAR),
        ("0,5 h", 1800),
        ("1 500 ms", 1.5),
        ("1.500 s", 1.5),
        ("1h30", 5400),
        ("1 h 05", 3900),
        ("1h 30m", 5400),
        ("1H 30M", 5400),
        ("P3D", 3 * DAY),
        ("PT1H30M", 5400),
        ("P1Y", YEAR),
        ("p1y2m", YEAR + 2 * MONTH),
        ("P1M", MONTH),
        ("PT1M", 60),
        ("P2W", 14 * DAY),
        ("PT0,5S", 0.5),
        ("P1DT12H", 1.5 * DAY),
        ("0", 0),
        ("0 s", 0),
        ("an hour", HOUR),
        ("one week", 7 * DAY),
        ("half an hour", 1800),
        ("every day", DAY),
        ("every 15 min", 900),
        ("within 2 days", 2 * DAY),
        ("in about 3 months", 3 * MONTH),
        ("about 14 months", 14 * MONTH),
        ("30 days.", 30 * DAY),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7", "needs a unit"),
        ("3 fortnights", "needs a unit"),
        ("1h75", "needs a unit"),
        ("1 day 6", "needs a unit"),
        ("5:30", "needs a unit"),
        ("s", "no number"),
        ("P", "no number"),
        ("PT", "no number"),
        ("P1H", "no number"),
        ("", "write it like 15 min"),
        ("-1 day", "below 0"),
        ("1 day -6 h", "below 0"),
        ("1-2 days", "not a range"),
        ("1 2 3 days", "every three digits"),
        ("2000 years", "1000 years"),
        ("1M", "“1M” can be 1 month or 1 min; write 1 month or 1 min"),
        ("3 M", "“3M” can be 3 months or 3 min; write 3 months or 3 min"),
        ("1y 6m", "“6m” can be 6 months or 6 min"),
    ],
)
def test_what_is_no_duration_is_told_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(BadValue, match=re.escape(says)):
        parse_duration(text)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (30, "30 days"),
        (45.5, "45.5 days"),
        (60, "60 days"),
        (90, "90 days"),
        (100, "100 days"),
        (120, "4 months"),
        (360, "12 months"),
        (365, "1 year"),
        (390, "13 months"),
        (400, "400 days"),
        (425, "about 14 months"),
        (547.5, "18 months"),
        (731, "about 2 years"),
        (912.5, "2.5 years"),
        (1080, "36 months"),
        (1095, "3 years"),
        (3650, "10 years"),
        (4500, "about 12.3 years"),
        (3.125, "3 days 3 hours"),
        (83.3333 / 24, "about 3.5 days"),
    ],
)
def test_days_are_said_in_the_largest_fitting_unit(days: float, said: str) -> None:
    assert show_duration(days * DAY) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.0001, "0.1 ms"),
        (0.5, "500 ms"),
        (1 / 3, "about 333 ms"),
        (1, "1 s"),
        (1.5, "1.5 s"),
        (90, "90 s"),
        (150, "2 min 30 s"),
        (300, "5 min"),
        (90 * MINUTE, "90 min"),
        (147 * MINUTE, "2 hours 27 min"),
        (HOUR, "1 hour"),
        (30 * HOUR, "30 hours"),
        (72 * HOUR, "3 days"),
    ],
)
def test_times_are_said_in_the_largest_fitting_unit(seconds: float, said: str) -> None:
    assert show_duration(seconds) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.5 years", "18 months"),
        ("1 month", "30 days"),
        ("1 year and 2 months", "about 14 months"),
    ],
)
def test_what_was_typed_comes_back_as_people_say_it(text: str, said: str) -> None:
    assert show_duration(parse_duration(text)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.25, "250 ms"),
        (16 * MINUTE, "16 min"),
        (121 * MINUTE, "2 hours"),
        (147 * MINUTE, "2.5 hours"),
        (DAY, "1 day"),
        (83 * HOUR + 20 * MINUTE, "3.5 days"),
        (425 * DAY, "14 months"),
    ],
)
def test_an_estimate_is_said_in_one_unit(seconds: float, said: str) -> None:
    assert rounded_duration(seconds) == said


OFFERED = (
    [f"{n} s" for n in (1, 2, 5, 10, 30)]
    + [f"{n} ms" for n in (1, 20, 100, 200, 500)]
    + [f"{n} min" for n in (1, 2, 5, 10, 15, 20, 30, 45, 90)]
    + [f"{n} hours" for n in (1, 2, 4, 6, 8, 12, 24, 36, 48)]
    + [f"{n} days" for n in (1, 2, 3, 7, 14, 30, 60, 90, 180)]
    + [f"{n} months" for n in (1, 3, 6, 12, 13, 18, 24, 25, 36, 60)]
    + [f"{n} years" for n in (1, 2, 3, 5, 6, 7, 10)]
)


@pytest.mark.parametrize("text", OFFERED)
def test_usual_durations_read_back_exactly(text: str) -> None:
    seconds = parse_duration(text)
    assert parse_duration(show_duration(seconds)) == seconds


def test_each_example_of_a_duration_reads_back_exactly() -> None:
    assert any(kind.name == "duration" for kind in fields().values() if isinstance(kind, Kind))
    for question in all_questions():
        if question.kind and question.kind.name == "duration":
            seconds = parse_duration(question.example)
            assert parse_duration(show_duration(seconds)) == seconds, question.id


def is_told_truly(seconds: float) -> bool:
    said = show_duration(seconds)
    back = parse_duration(said)
    if "about" in said:
        return abs(back - seconds) < 0.02 * seconds
    # A month is 30 days or a twelfth of a year: 1.5 years are 18 months.
    return seconds in (back, back / MONTH * YEAR / 12) or back == pytest.approx(seconds, rel=1e-12)


@given(st.integers(0, 1000 * 365))
def test_whole_days_read_back(days: int) -> None:
    assert is_told_truly(days * DAY)


@given(st.integers(1, 100 * YEAR))
def test_whole_seconds_read_back(seconds: int) -> None:
    assert is_told_truly(seconds)


@given(st.floats(1e-5, 1000 * YEAR * 0.98))
def test_odd_durations_read_back_within_two_percent(seconds: float) -> None:
    assert is_told_truly(seconds)
    back = parse_duration(rounded_duration(seconds))
    assert back == pytest.approx(seconds, rel=0.026)


@given(st.floats(1, 1000 * YEAR) | st.integers(1, 10 * YEAR))
def test_nothing_is_said_in_more_hours_than_three_days_have(seconds: float) -> None:
    for said in (show_duration(seconds), rounded_duration(seconds)):
        hours = re.search(r"([\d.,]+) hours?", said)
        assert hours is None or float(hours[1].replace(",", "")) <= 72, said
