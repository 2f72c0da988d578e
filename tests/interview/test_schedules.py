from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview.cron import FIELDS, check_cron, runs
from data_platform.interview.numerals import BadValue
from data_platform.interview.schedules import (
    parse_schedule,
    rhythm,
    speak_schedule,
    time_of_day,
)


@pytest.mark.parametrize(
    ("text", "cron", "spoken"),
    [
        ("0 2 * * *", "0 2 * * *", "every day at 02:00"),
        ("daily at 02:00", "0 2 * * *", "every day at 02:00"),
        ("every day at 2", "0 2 * * *", "every day at 02:00"),
        ("daily at 2am", "0 2 * * *", "every day at 02:00"),
        ("every day", "0 2 * * *", "every day at 02:00"),
        ("2 pm", "0 14 * * *", "every day at 14:00"),
        ("2 p.m.", "0 14 * * *", "every day at 14:00"),
        ("12:30 am", "30 0 * * *", "every day at 00:30"),
        ("12 pm", "0 12 * * *", "every day at 12:00"),
        ("at noon", "0 12 * * *", "every day at 12:00"),
        ("midnight", "0 0 * * *", "every day at 00:00"),
        ("at 14h", "0 14 * * *", "every day at 14:00"),
        ("14h30", "30 14 * * *", "every day at 14:30"),
        ("by 8:00", "0 8 * * *", "every day at 08:00"),
        ("at 8am and 6pm", "0 8,18 * * *", "every day at 08:00 and 18:00"),
        ("2am daily", "0 2 * * *", "every day at 02:00"),
        ("tue 4:00", "0 4 * * 2", "every Tuesday at 04:00"),
        ("mondays at 7:30", "30 7 * * 1", "every Monday at 07:30"),
        ("mon, wed at 6", "0 6 * * 1,3", "every Monday and Wednesday at 06:00"),
        ("tues. and thurs. at 4", "0 4 * * 2,4", "every Tuesday and Thursday at 04:00"),
        ("sun/mon at 3", "0 3 * * 0,1", "every Monday and Sunday at 03:00"),
        ("weekdays at 8", "0 8 * * 1-5", "Monday to Friday at 08:00"),
        ("8:00 on mon and fri", "0 8 * * 1,5", "every Monday and Friday at 08:00"),
        ("mon-fri at 8", "0 8 * * 1-5", "Monday to Friday at 08:00"),
        ("fri to sun 9:15", "15 9 * * 0,5,6", "every Friday, Saturday and Sunday at 09:15"),
        ("mon-sun at 8", "0 8 * * *", "every day at 08:00"),
        ("weekends at 9", "0 9 * * 0,6", "every Saturday and Sunday at 09:00"),
        ("weekly on tuesday at 4", "0 4 * * 2", "every Tuesday at 04:00"),
        ("monthly at 6", "0 6 1 * *", "at 06:00 on the first day of every month"),
        ("5 4 1 * *", "5 4 1 * *", "at 04:05 on the first day of every month"),
        ("every 15 minutes", "*/15 * * * *", "every 15 minutes"),
        ("every 60 minutes", "0 * * * *", "every hour"),
        ("every 2 hours", "0 */2 * * *", "every 2 hours"),
        ("every 120 min", "0 */2 * * *", "every 2 hours"),
        ("every 2 hours at minute 5", "5 */2 * * *", "every 2 hours at minute 5"),
        ("every 24 hours", "0 2 * * *", "every day at 02:00"),
        ("every minute", "* * * * *", "every minute"),
        ("hourly", "0 * * * *", "every hour"),
        ("hourly at minute 5", "5 * * * *", "every hour at minute 5"),
        ("*/7 * * * *", "*/7 * * * *", "every hour at minutes 0, 7, 14, ..., 56"),
        ("*/40 * * * *", "*/40 * * * *", "every hour at minutes 0 and 40"),
        ("0,30 * * * *", "0,30 * * * *", "every hour at minutes 0 and 30"),
        ("0 */7 * * *", "0 */7 * * *", "every day at 00:00, 07:00, 14:00 and 21:00"),
        ("0 2 * * 7", "0 2 * * 7", "every Sunday at 02:00"),
        ("0 2 * * MON-FRI", "0 2 * * mon-fri", "Monday to Friday at 02:00"),
        ("0 0 L * *", "0 0 l * *", "at 00:00 on the last day of every month"),
        ("0 0 * * 1#2", "0 0 * * 1#2", "at 00:00 on the second Monday of the month"),
    ],
)
def test_schedules_are_checked_and_spoken_back(text: str, cron: str, spoken: str) -> None:
    assert parse_schedule(text) == cron
    assert speak_schedule(cron) == spoken


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("61 * * * *", "the minute 61 must be 0 to 59"),
        ("0 24 * * *", "the hour 24 must be 0 to 23"),
        ("0 0 32 * *", "the day 32 must be 1 to 31"),
        ("0 0 * 13 *", "the month 13 must be 1 to 12, or jan to dec"),
        ("0 0 * * 8", "the weekday 8 must be 0 to 7, or sun to sat"),
        ("x 0 * * *", "the minute “x” cannot be read: it is 0 to 59"),
        ("0 1-x * * *", "the hour “x” cannot be read"),
        ("0 22-4 * * *", "the hours “22-4” run backwards"),
        ("*/100 * * * *", "cron would run at minute 0 only; write 0, or a step of at most 59"),
        ("*/60 * * * *", "cron would run at minute 0 only"),
        ("58/20 * * * *", "cron would run at minute 58 only"),
        ("0 */24 * * *", "cron would run at hour 0 only; write 0, or a step of at most 23"),
        ("0 0 */31 * *", "cron would run at day 1 only"),
        ("0 0 1 */12 *", "cron would run at month 1 only"),
        ("0 0 * * */7", "cron would run at weekday 0 only; write 0, or a step of at most 6"),
        ("0 10-12/3 * * *", "cron would run at hour 10 only; write 10, or a step of at most 2"),
        ("*/0 * * * *", "the step of “*/0” must be a number"),
        ("0 2 * *", "has five fields, this has 4: minute, hour, day, month, weekday"),
        ("0 0 2 * * *", "has five fields, this has 6"),
        ("0 0 31 2 *", "never runs"),
        ("sometimes", "daily at 02:00"),
        ("run it once a day", "daily at 02:00"),
        ("", "daily at 02:00"),
        ("at 25", "“25” is no time of day; write it like 02:00, 14:30 or 2 pm"),
        ("daily at 24:00", "“24:00” is no time of day"),
        ("13 pm", "“13 pm” is no time of day"),
        ("0 am", "“0 am” is no time of day"),
        ("2:75", "“2:75” is no time of day"),
        ("2", "daily at 02:00"),
        ("daily at 2:15 and 4:00", "must share their minute"),
        ("weekdays", "at which time? write it like weekdays at 08:00"),
        ("every monday", "at which time? write it like every monday at 08:00"),
        ("every 7 hours", "cannot say “every 7 hours”; write every 6 hours or every 8 hours"),
        ("every 7 minutes", "write every 6 minutes or every 10 minutes"),
        ("every 45 minutes", "write every 30 minutes or every hour"),
        ("every 90 minutes", "write every hour or every 2 hours"),
        ("every 13 hours", "write every 12 hours or every day"),
        ("every 2 days", "write every day, every Monday at 03:00 or every month"),
        ("every 30 seconds", "write every minute"),
        ("every 0 minutes", "write every minute"),
        ("every hour at minute 60", "the minute 60 must be 0 to 59"),
    ],
)
def test_what_cron_cannot_do_is_told_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(BadValue, match=re.escape(says)):
        parse_schedule(text)


WORDS = st.one_of(
    st.builds("every {} minutes".format, st.sampled_from([2, 3, 4, 5, 6, 10, 12, 15, 20, 30])),
    st.builds("every {} hours".format, st.sampled_from([2, 3, 4, 6, 8, 12])),
    st.builds("every hour at minute {}".format, st.integers(1, 59)),
    st.builds(
        "{} at {:02}:{:02}".format,
        st.sampled_from(
            ["every day", "Monday to Friday", "every Monday", "every Tuesday and Sunday"]
        ),
        st.integers(0, 23),
        st.integers(0, 59),
    ),
)


@given(WORDS)
def test_what_is_spoken_can_be_typed(words: str) -> None:
    assert speak_schedule(parse_schedule(words)) == words


@given(st.integers(1, 200), st.sampled_from(["minutes", "hours"]))
def test_every_n_runs_every_n_or_is_refused(count: int, unit: str) -> None:
    try:
        cron = parse_schedule(f"every {count} {unit}")
    except BadValue as error:
        for offered in re.findall(r"every (?:\d+ )?\w+", str(error).partition("; write ")[2]):
            parse_schedule(offered)
        return
    times = runs(cron)
    moments = [next(times) for _ in range(100)]
    seconds = count * (60 if unit == "minutes" else 3600)
    gaps = {(b - a).total_seconds() for a, b in itertools.pairwise(moments)}
    assert gaps == {seconds}


@given(st.tuples(*(st.integers(field.least, field.most) for field in FIELDS)))
def test_numbers_within_their_fields_are_taken(numbers: tuple[int, ...]) -> None:
    minute, hour, day, month, _ = numbers
    check_cron(f"{minute} {hour} * {month} *")
    check_cron(f"{minute} {hour} {min(day, 29)} * {numbers[4]}")


def test_the_time_of_day_of_a_schedule() -> None:
    assert time_of_day("30 7 * * 1") == 450
    assert time_of_day("*/15 * * * *") is None


@pytest.mark.parametrize(
    ("expression", "shortest", "longest", "runs_a_day"),
    [
        ("0 2 * * *", 86_400, 86_400, 1),
        ("*/15 * * * *", 900, 900, 96),
        ("0 3 * * 1", 7 * 86_400, 7 * 86_400, 1 / 7),
        # It pauses at night, and over the weekend.
        ("*/5 8-17 * * *", 300, 14 * 3600 + 300, 120),
        ("0 6 * * 1-5", 86_400, 3 * 86_400, 5 / 7),
        ("0 4 1 * *", 29 * 86_400, 31 * 86_400, 12 / 366),
    ],
)
def test_a_rhythm_is_that_of_a_whole_week(
    expression: str, shortest: int, longest: int, runs_a_day: float
) -> None:
    found = rhythm(expression)
    assert (found.shortest, found.longest) == (shortest, longest)
    assert found.runs_a_day == pytest.approx(runs_a_day, rel=0.15)
