"""Sizing: totals agree with the sizes of single sources, and loads follow what they name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_platform.advisor.cost import COMPONENTS, cost, lines
from data_platform.advisor.ingestion_methods import method_of
from data_platform.advisor.needs import Needs, resolve
from data_platform.advisor.scaling import scaling, split_effort
from data_platform.advisor.sizing import MILESTONES, Sizer, load, raw_share
from data_platform.advisor.stack import Design, decide
from data_platform.advisor.volumes import held_bytes, hot_bytes, landed_bytes
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers
from data_platform.interview.durations import DAY

Decided = Callable[[str], Design]

CATALOGUE = load_catalogue()
KINDS = ("postgresql", "saas_api", "app_events", "files", "documents", "media", "logs")
SOURCES = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(KINDS), "volume": st.integers(10**6, 10**15)},
        optional={
            "daily_volume": st.integers(0, 10**13),
            "update_pattern": st.sampled_from(["append", "mutable", "snapshot"]),
        },
    ),
    min_size=1,
    max_size=12,
)


def sizer_of(text: str) -> Sizer:
    needs = resolve(read_answers(text).answers(), CATALOGUE)
    return Sizer(
        needs, CATALOGUE, {one.name: method_of(one, needs, CATALOGUE) for one in needs.sources}
    )


# -- totals --------------------------------------------------------------------------


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    SOURCES,
    st.sampled_from(MILESTONES),
    st.one_of(st.none(), st.integers(1, 4000)),
    st.integers(1, 4000),
)
def test_totals_are_the_sums_of_the_sources(
    sources: list[dict[str, object]], month: int, kept: int | None, history: int
) -> None:
    answers = {"sources": sources, "history_needed": history * DAY}
    if kept is not None:
        answers["raw_retention"] = kept * DAY
    needs = resolve(Answers.model_validate(answers), CATALOGUE)
    methods = {one.name: method_of(one, needs, CATALOGUE) for one in needs.sources}
    found = load(needs, CATALOGUE, methods, month)
    single = _single(needs, month)
    held = sum(held_bytes(one, needs, month, needs.raw_retention) for one in single)
    hot = sum(hot_bytes(one, needs, month) for one in single)
    raw = sum(
        landed_bytes(one, methods[one.name], needs, month)
        * raw_share(one, needs, CATALOGUE, "likely")
        for one in single
    )
    # A byte is kept of a source that gets nothing; the totals leave it out.
    near = {"rel_tol": 1e-9, "abs_tol": 2.0 * len(sources)}
    assert math.isclose(found["held_bytes"], held, **near)
    assert math.isclose(found["hot_bytes"], hot, **near)
    assert math.isclose(found["raw_gb"] * 1e9, raw, **near)


def _single(needs: Needs, month: int) -> list:  # type: ignore[type-arg]
    assert month in MILESTONES
    return list(needs.sources)


# -- runs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("freshness", "runs"), [("1 day", 30.4), ("1 hour", 730), ("15 min", 2920), ("7 days", 4.3)]
)
def test_runs_follow_the_schedule(freshness: str, runs: float) -> None:
    text = (
        f"sources: [{{name: shop, kind: saas_api, freshness: {freshness}}}]\n"
        f"use_cases: [{{name: it, workload: bi, freshness: {freshness}}}]"
    )
    found = sizer_of(text).load()["job_runs_month"]
    assert found == pytest.approx(2 * runs, rel=0.02)  # one load and one build


def test_a_stream_starts_no_jobs_to_be_read() -> None:
    stream = "sources: [{name: clicks, kind: event_stream, freshness: 10 s}]\n"
    use = "use_cases: [{name: it, workload: realtime_dashboard, freshness: 10 s}]"
    assert sizer_of(stream + use).load()["load_starts_month"] == 0


# -- sizes of parts ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "shards"), [("500 events/s", 1), ("1500 events/s", 2), ("40k events/s", 40)]
)
def test_shards_hold_events_and_bytes(events: str, shards: int) -> None:
    text = (
        f"peak_events: {events}\ngrowth: 0 %\n"
        "sources: [{name: clicks, kind: event_stream, volume: 1 GB}]"
    )
    assert sizer_of(text).load()["log_shards"] == shards


def test_vectors_take_what_the_formula_says() -> None:
    text = (
        "documents: 100000\ngrowth: 0 %\nsources: [{name: papers, kind: documents}]\n"
        "use_cases: [{name: answers, workload: rag}]"
    )
    found = sizer_of(text).load()
    assert found["vectors"] == 1_000_000
    # 1.1 x (4 x 1,536 + 8 x 16) bytes for each of a million: 6.9 GB.
    assert found["vector_gb"] == pytest.approx(6.9, rel=0.01)


def test_what_a_merge_reads_is_bounded_by_its_table() -> None:
    def scanned(daily: str, freshness: str) -> float:
        return sizer_of(
            "growth: 0 %\nsources: [{name: shop, kind: mysql, volume: 1 TB, "
            f"daily_volume: {daily}, change_column: at, freshness: {freshness}}}]"
        ).load()["build_scan_tb_month"]

    assert scanned("1 GB/day", "1 day") == pytest.approx(scanned("1 GB/day", "1 hour"))
    assert scanned("900 GB/day", "1 day") < 30.5 * (1 + 2 * 0.9)


# -- places and copies ---------------------------------------------------------------

SHOP = """
cloud: aws
region: us
growth: 0 %
sources: [{name: shop, kind: postgresql, volume: 200 GB, daily_volume: 1 GB/day, change_column: at}]
use_cases: [{name: sales, workload: bi, freshness: 1 day, users: 10}]
"""


def test_several_regions_cost_storage_and_traffic(decided: Decided) -> None:
    one, several = decided(SHOP), decided(SHOP.replace("region: us", "region: several"))
    found = {line.item: line for line in cost(several).lines}
    copies = next(line for item, line in found.items() if "in a further region" in item)
    held = sum(several.later[name] for name in ("stored_gb", "cold_gb", "table_gb"))
    assert float(copies.quantity) == pytest.approx(held * 10**9 / 2**30, rel=0.01)
    assert any("new data to a further region" in item for item in found)
    assert not any("further region" in line.item for line in cost(one).lines)


def test_partners_fetch_what_is_shared(decided: Decided) -> None:
    shared = SHOP.replace("use_cases: [{", "use_cases: [{name: firms, workload: data_sharing}, {")
    alone, shares = (decided(text).later["egress_gb_month"] for text in (SHOP, shared))
    assert shares > 5 * alone


def test_own_stores_are_copied_elsewhere_and_managed_ones_are_not(decided: Decided) -> None:
    own = decided(SHOP + "overrides: [{need: analytical_store, technology: PostgreSQL}]")
    managed = decided(SHOP + "overrides: [{need: analytical_store, technology: Snowflake}]")
    assert own.later["backup_gb"] > 0 == managed.later["backup_gb"]
    assert any("of backups in another place" in note for note in cost(own).notes)
    assert any("no backups are billed" in note for note in cost(managed).notes)


def test_a_shorter_rpo_keeps_more(decided: Decided) -> None:
    own = SHOP + "overrides: [{need: analytical_store, technology: PostgreSQL}]\n"
    kept = [decided(own + f"rpo: {rpo}").later["backup_gb"] for rpo in ("1 hour", "1 day")]
    assert kept[0] > kept[1]


def test_rates_of_a_region_say_their_factor(decided: Decided) -> None:
    here, there = (cost(decided(SHOP.replace("region: us", f"region: {r}"))) for r in ("us", "eu"))
    factor = CATALOGUE.region_factor("aws", "eu").value
    first, second = here.lines[0], there.lines[0]
    assert second.rate == first.rate * factor
    assert f"list rate {first.rate:f} x {factor:f}" in second.priced
    assert any(CATALOGUE.region_factor("aws", "eu").source in note for note in there.notes)


# -- small tools on one machine ------------------------------------------------------

SMALL = """
cloud: vm
team_size: 1
growth: 0 %
environments: one
sources: [{name: shop, kind: postgresql, volume: 5 GB, change_column: at}]
use_cases: [{name: sales, workload: bi, freshness: 1 day, users: 5}]
overrides: [{need: bi, technology: Metabase}]
"""


def test_small_tools_share_a_machine_that_holds_them(decided: Decided) -> None:
    design = decided(SMALL)
    shared = [line for line in lines(design) if "shared by" in line.item]
    assert len(shared) == 1
    assert "Metabase" in shared[0].item
    assert "DuckDB" in shared[0].item
    assert not any("machine of Metabase" in line.item for line in lines(design))


def test_a_tool_for_many_has_machines_of_its_own(decided: Decided) -> None:
    found = lines(decided(SMALL.replace("users: 5", "users: 900").replace("vm", "aws")))
    (own,) = (line for line in found if "machine of Metabase" in line.item)
    assert "Metabase" not in " ".join(line.item for line in found if "shared by" in line.item)
    assert own.quantity == 5 * 730


# -- the estimate --------------------------------------------------------------------


def test_an_open_cloud_is_compared_and_a_stated_one_is_not(decided: Decided) -> None:
    assert cost(decided(SHOP)).clouds == []
    found = cost(decided(SHOP.replace("cloud: aws\n", "")))
    assert len(found.clouds) >= 3
    assert found.clouds[0].total == found.total
    assert found.clouds[0].instead == []
    assert all(one.total > 0 for one in found.clouds)


def test_what_serves_one_use_case_is_its_own(decided: Decided) -> None:
    text = SHOP.replace(
        "use_cases: [{name: sales, workload: bi, freshness: 1 day, users: 10}]",
        "use_cases:\n- {name: sales, workload: bi, users: 10}\n- {name: search, workload: rag}",
    )
    sales, search = cost(decided(text + "cloud: gcp".replace("cloud: gcp", ""))).use_cases
    assert search.own > 0
    assert search.amount > sales.own
    assert sales.amount - sales.own == pytest.approx(
        search.amount - search.own, abs=Decimal("0.02")
    )


def test_the_high_case_takes_what_then_holds(decided: Decided) -> None:
    text = SHOP.replace("volume: 200 GB, daily_volume: 1 GB/day", "volume: {estimate: 400 GB}")
    text = text.replace("cloud: aws", "cloud: aws\nhistory_needed: 13 months")
    design = decided(text + "overrides: [{need: analytical_store, technology: PostgreSQL}]")
    forced = replace(
        design,
        choices={
            need: replace(choice, broken=(), overruled="")
            for need, choice in design.choices.items()
        },
    )
    found = cost(forced)
    assert found.high > found.total
    for note in found.notes:
        if note.startswith("in the high case"):
            assert "PostgreSQL" in note


def test_totals_without_words_are_those_of_the_lines(decided: Decided) -> None:
    found = cost(decided(SHOP))
    assert found.total == sum((line.amount for line in found.lines), Decimal(0))
    assert [c for c in COMPONENTS if any(line.component == c for line in found.lines)]
    assert found.people_hours == decided(SHOP).upkeep


# -- scaling -------------------------------------------------------------------------


def test_triggers_say_when_what_and_how_long(decided: Decided) -> None:
    text = SHOP.replace("growth: 0 %", "growth: 90 %")
    text += "overrides: [{need: analytical_store, technology: PostgreSQL}]"
    found = scaling(decided(text))
    assert found.later
    assert found.triggers
    assert [one.month for one in found.triggers] == sorted(one.month for one in found.triggers)
    for one in found.triggers:
        assert one.value
        assert one.move
        assert one.effort
    assert any("x" in size or "=" in size for size in found.sizes)


@pytest.mark.parametrize(
    ("move", "split"),
    [
        ("run both logs, then switch the readers, two to four weeks",
         ("run both logs, then switch the readers", "two to four weeks")),
        ("one line for each job", ("one line for each job", "")),
        ("install it, and read on", ("install it, and read on", "")),
    ],
)  # fmt: skip
def test_a_move_is_split_from_its_effort(move: str, split: tuple[str, str]) -> None:
    assert split_effort(move) == split


def test_decided_designs_keep_their_sizer() -> None:
    needs = resolve(read_answers(SHOP).answers(), CATALOGUE)
    design = decide(needs, CATALOGUE)
    assert design.sizer.load(12) is design.sizer.load(12)
    assert design.sizer.load(12)["held_bytes"] == design.later["held_bytes"]
