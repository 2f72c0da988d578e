from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview import quantities as q
from data_platform.interview.schedules import interval, parse_schedule, speak_schedule, time_of_day


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
    ],
)
def test_sizes(text: str, value: int) -> None:
    assert q.parse_size(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2TB/day", 1_200_000_000_000),
        ("50 MB per hour", 24 * 50 * 10**6),
        ("3 MB/s", 86_400 * 3 * 10**6),
        ("2 GB a day", 2 * 10**9),
        ("4 GB", 4 * 10**9),
        ("30 GB/month", 10**9),
    ],
)
def test_rates(text: str, value: int) -> None:
    assert q.parse_rate(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5k events/s", 5000),
        ("6 million logs/s", 6_000_000),
        ("120/min", 2),
        ("86400 per day", 1),
        ("0", 0),
        ("100 events per second", 100),
    ],
)
def test_events(text: str, value: float) -> None:
    assert q.parse_events(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("$1,200", "1200"), ("1.2k USD/month", "1200"), ("24k a year", "2000"), ("0.5", "0.5")],
)
def test_money(text: str, value: str) -> None:
    assert q.parse_money(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("13 months", 13 * 30 * 86_400),
        ("15 min", 900),
        ("2h", 7200),
        ("500 ms", 0.5),
        ("daily", 86_400),
        ("1 day 6 h", 108_000),
        ("real-time", 1),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert q.parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("parse", "text", "says"),
    [
        (q.parse_size, "12", "120 GB"),
        (q.parse_size, "big", "120 GB"),
        (q.parse_size, "-3 GB", "below 0"),
        (q.parse_size, "9" * 60 + " TB", "too large"),
        (q.parse_rate, "12/day", "GB/day"),
        (q.parse_events, "many", "events/s"),
        (q.parse_events, "5 GB", "events/s"),
        (q.parse_money, "€500", "US dollars"),
        (q.parse_money, "500 a day", "a month"),
        (q.parse_duration, "7", "unit"),
        (q.parse_duration, "3 fortnights", "unit"),
        (q.parse_number, "1.5", "whole"),
        (q.parse_number, "a few", "12"),
        (q.parse_percent, "sixty", "60 %"),
        (q.parse_yes_no, "maybe", "yes or no"),
        (parse_schedule, "61 * * * *", "cron"),
        (parse_schedule, "0 0 31 2 *", "cron"),
        (parse_schedule, "sometimes", "daily at 02:00"),
    ],
)
def test_a_wrong_draft_is_told_what_would_be_right(parse, text: str, says: str) -> None:
    with pytest.raises(q.BadValue, match="(?i)" + says.replace("$", r"\$")):
        parse(text)


@pytest.mark.parametrize(
    ("text", "cron", "spoken"),
    [
        ("0 2 * * *", "0 2 * * *", "every day at 02:00"),
        ("daily at 02:00", "0 2 * * *", "every day at 02:00"),
        ("weekdays at 8:00", "0 8 * * 1-5", "Monday to Friday at 08:00"),
        ("every 15 minutes", "*/15 * * * *", "every 15 minutes"),
        ("every 2 hours", "0 */2 * * *", "every 2 hours"),
        ("hourly", "0 * * * *", "every hour"),
        ("mondays at 7:30", "30 7 * * 1", "every Monday at 07:30"),
        ("5 4 1 * *", "5 4 1 * *", "at 04:05 on the first day of every month"),
    ],
)
def test_schedules_are_checked_and_spoken_back(text: str, cron: str, spoken: str) -> None:
    assert parse_schedule(text) == cron
    assert speak_schedule(cron) == spoken


def test_the_gap_and_time_of_a_schedule() -> None:
    assert interval("*/15 * * * *") == 900
    assert interval("0 8 * * 1-5") == 3 * 86_400
    assert time_of_day("30 7 * * 1") == 450
    assert time_of_day("*/15 * * * *") is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    for parse in (
        q.parse_size,
        q.parse_rate,
        q.parse_events,
        q.parse_money,
        q.parse_duration,
        q.parse_number,
        q.parse_percent,
        q.parse_yes_no,
        parse_schedule,
    ):
        with contextlib.suppress(q.BadValue):
            assert parse(text) is not None


@given(st.integers(min_value=0, max_value=10**18))
def test_a_size_in_words_reads_back_within_rounding(value: int) -> None:
    back = q.parse_size(q.show_size(value))
    assert abs(back - value) <= max(1, value * 0.006)


@given(st.integers(min_value=1, max_value=40_000))
def test_whole_days_in_words_read_back_exactly(days: int) -> None:
    assert q.parse_duration(q.show_duration(days * 86_400)) == days * 86_400


def test_control_characters_are_dropped() -> None:
    assert q.clean("a\x1b[31mb\x00\x07 c\x7f ") == "a[31mb c"
