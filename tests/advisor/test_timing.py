"""Times and sizes that must fit: asked ages, flows that wait, real volumes, long retention."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from designed import blueprint, questions

from data_platform.advisor.cost import cost
from data_platform.advisor.stack import Design

Decided = Callable[[str], Design]


@pytest.mark.parametrize(
    ("source", "freshness", "asked"),
    [
        ("{name: it, kind: postgresql, volume: 2 TB, access: change_log}", "1 min", False),
        ("{name: it, kind: postgresql, volume: 2 TB, access: change_log}", "5 s", True),
        ("{name: it, kind: saas_api}", "12 min", True),
        ("{name: it, kind: postgresql, volume: 2 TB, access: change_log}", "1 hour", False),
        ("{name: it, kind: files, read_window: 'daily at 01:30'}", "1 hour", True),
        ("{name: it, kind: files, read_window: 'daily at 01:30'}", "1 day", False),
        ("{name: it, kind: iot}", "10 s", False),
        ("{name: it, kind: files}", "30 days", False),
    ],
)
def test_an_age_that_is_not_reached_is_asked_about(
    source: str, freshness: str, asked: bool
) -> None:
    found = blueprint(
        f"cloud: aws\npeak_events: 2k/s\nsources: [{source}]\n"
        f"use_cases: [{{name: board, workload: realtime_dashboard, freshness: {freshness}}}]"
    )
    assert ("board asks for data at most" in questions(found)) == asked


def clock(text: str) -> int:
    """The first time of day in a text, in minutes."""
    hours, minutes = re.findall(r"(\d\d):(\d\d)", text)[0]
    return int(hours) * 60 + int(minutes)


def test_a_flow_starts_when_what_it_waits_for_is_ready() -> None:
    found = blueprint(
        "batch_start: 0 2 * * *\n"
        "sources: [{name: it, kind: mysql, volume: 2 TB, change_column: m}]\n"
        "pipelines: [{name: late, inputs: [it], schedule: 5 2 * * *}]"
    )
    daily, late = found.flows
    assert late.upstream == [daily.name]
    ready = daily.schedule.partition("ready by ")[2]
    assert clock(late.steps[0].description) >= clock(ready)


def test_a_run_of_much_takes_longer_than_one_of_little() -> None:
    def minutes(daily: str) -> int:
        found = blueprint(
            f"cloud: aws\nsources: [{{name: it, kind: files, daily_volume: {daily}}}]\n"
            "use_cases: [{workload: bi, freshness: 1 hour}]"
        )
        build = next(s.description for s in found.flows[0].steps if s.name == "Build")
        return int(re.findall(r"about (\d+) min", build)[0])

    assert minutes("1 GB/day") < minutes("9 TB/day") <= 15


def test_what_is_fresh_enough_once_a_week_is_read_once_a_week(decided: Decided) -> None:
    text = (
        "cloud: aws\nreplay_window: 21 days\nsources: [{name: census, kind: other_sql,"
        " volume: 400 GB, update_pattern: snapshot, freshness: 7 days, payload: tabular}]"
    )
    found = blueprint(text)
    assert "every Monday" in found.ingestion[0].schedule
    # Three copies, a quarter each as columns.
    assert decided(text + "\ngrowth: 0 %").later["raw_gb"] == pytest.approx(3 * 400 / 4)
    assert "rest here alone" in found.storage[1].retention


@pytest.mark.parametrize("kind", ["postgresql", "app_events", "documents", "files"])
def test_longer_retention_never_stores_for_less(decided: Decided, kind: str) -> None:
    totals = []
    for retention in ("30 days", "1 year", "3 years", "10 years", "30 years"):
        found = decided(
            f"cloud: aws\nraw_retention: {retention}\nhistory_needed: 30 days\n"
            f"sources: [{{name: it, kind: {kind}, volume: 9 TB, daily_volume: 20 GB/day}}]"
        )
        lines = [line for line in cost(found).lines if line.technology == "Amazon S3"]
        totals.append(sum(line.amount for line in lines))
    assert totals == sorted(totals)


def test_more_people_do_not_make_a_live_store_smaller(decided: Decided) -> None:
    def work(users: int) -> float:
        text = (
            "cloud: aws\npeak_events: 5k/s\nsources: [{name: it, kind: logs, volume: 30 TB}]\n"
            "use_cases: [{workload: realtime_dashboard, freshness: 10 s}]\n"
            f"concurrent_users: {users}"
        )
        return decided(text).later["olap_tb_month"]

    assert work(5) <= work(100) < work(1000)


def test_tenants_are_kept_apart_by_what_can_do_it(decided: Decided) -> None:
    found = decided("tenants: 40\nsources: [{name: it, kind: mysql, volume: 20 GB}]")
    for need in ("analytical_store", "access_control"):
        choice = found.choices[need]
        assert "row_security" in choice.rung.gives | choice.technology.gives


def test_what_applications_read_is_copied_to_their_store() -> None:
    found = blueprint(
        "cloud: aws\napi_rate: 900/s\nsources: [{name: it, kind: mysql, volume: 5 TB}]\n"
        "use_cases: [{name: api, workload: operational_api}, {workload: bi}]"
    )
    store = next(one.choice for one in found.decisions if one.need == "serving_store")
    steps = [step for flow in found.flows for step in flow.steps if step.name == "Serve"]
    assert [store in step.description for step in steps] == [True]


def test_documents_are_kept_whole(decided: Decided) -> None:
    text = "growth: 0 %\nsources: [{name: it, kind: documents, volume: 4 TB, daily_volume: 0}]"
    assert decided(text).later["raw_gb"] >= 4000


def test_a_stated_reason_stays_where_the_advisor_agrees() -> None:
    found = blueprint(
        "overrides: [{need: orchestration, technology: cron, reason: nobody wants more}]"
    )
    row = next(row for row in found.stack if row.layer == "Orchestration")
    assert "you said: nobody wants more" in row.reason
