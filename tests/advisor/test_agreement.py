"""What one section says must be what another counts: volumes, times, models, tools."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest
from designed import blueprint, questions

from data_platform.advisor.stack import Design
from data_platform.catalog import load_catalogue

Decided = Callable[[str], Design]


SNAPSHOT = (
    "cloud: aws\ngrowth: 0 %\nreplay_window: 7 days\nraw_retention: 13 months\nsources:\n"
    "- {name: it, kind: postgresql, volume: 800 GB, daily_volume: 1 GB/day,"
    " update_pattern: snapshot, payload: tabular}\n"
)


# -- what is read is what is sized ---------------------------------------------------


def test_a_source_that_is_read_whole_is_moved_and_kept_whole(decided: Decided) -> None:
    found = decided(SNAPSHOT)
    assert found.methods["it"].mode == "full"
    assert math.isclose(found.later["batch_daily_bytes"], 800e9)
    columnar = load_catalogue().constant("compression_columnar")
    assert math.isclose(found.later["raw_gb"], 7 * 800 / columnar)
    told = blueprint(SNAPSHOT)
    assert "200 GB stored a day" in told.storage[0].partitioning
    assert "full copies of it for 7 days" in told.storage[0].retention


def test_rows_that_only_arrive_are_never_read_whole(decided: Decided) -> None:
    text = "sources: [{name: it, kind: postgresql, volume: 5 GB, update_pattern: append}]"
    assert decided(text).methods["it"].mode == "incremental"
    assert "deletes" not in blueprint(text).ingestion[0].schedule


def test_batch_tools_are_sized_by_what_is_read_in_batches(decided: Decided) -> None:
    stream = "{name: clicks, kind: iot, daily_volume: 5 TB/day}"
    small = "{name: crm, kind: saas_api, volume: 1 GB, daily_volume: 10 MB/day}"
    text = f"cloud: aws\npeak_events: 60k/s\nsources: [{stream}, {small}]\n"
    text += "use_cases: [{workload: realtime_dashboard, freshness: 5 s}, {workload: bi}]"
    found = decided(text)
    assert found.later["batch_sources"] == 1
    assert found.later["batch_daily_bytes"] < 1e9
    assert found.choices["batch_ingestion"].rung.id == "scripts"


def test_change_capture_is_held_to_the_freshness_of_its_own_sources(decided: Decided) -> None:
    text = (
        "cloud: aws\npeak_events: 100/s\nsources:\n"
        "- {name: mes, kind: postgresql, volume: 2 TB, update_pattern: hard_delete,"
        " freshness: 1 day}\n- {name: line, kind: iot, freshness: 5 s}\n"
        "use_cases: [{workload: realtime_dashboard, freshness: 5 s}, {workload: bi}]"
    )
    found = decided(text)
    assert found.methods["mes"].name == "CDC"
    assert not found.choices["change_capture"].broken


def test_a_window_for_reads_rules_out_following_the_log(decided: Decided) -> None:
    text = (
        "sources: [{name: ehr, kind: postgresql, volume: 2 TB, access: replica,"
        " update_pattern: hard_delete, freshness: 5 min, read_window: 'daily at 01:00'}]"
    )
    assert decided(text).methods["ehr"].name == "batch"
    weekly = text.replace("daily at 01:00", "0 1 * * 6")
    assert "ehr may only be read" in questions(blueprint(weekly))


# -- retention, replay, peaks ----------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "less", "more", "driver"),
    [
        ("curated_retention", "1 month", "10 years", "curated_gb"),
        ("raw_retention", "1 month", "3 years", "raw_gb"),
        ("replay_window", "1 day", "30 days", "stream_replay_gb"),
    ],
)
def test_what_is_kept_longer_is_larger(
    decided: Decided, key: str, less: str, more: str, driver: str
) -> None:
    text = (
        "cloud: aws\nsources: [{name: it, kind: app_events, volume: 3 TB, daily_volume: 5 GB/day}]"
    )
    sizes = [decided(f"{text}\n{key}: {value}\n").later[driver] for value in (less, more)]
    assert 0 < sizes[0] < sizes[1]


def test_a_replay_beyond_what_is_kept_is_asked_about() -> None:
    assert "repeatable for" in questions(blueprint("raw_retention: 1 day\nreplay_window: 30 days"))


def test_a_peak_makes_work_and_not_data(decided: Decided) -> None:
    text = "sources: [{name: it, kind: postgresql, volume: 100 GB}]\nconcurrent_users: 4\n"
    usual, peak = decided(text), decided(text + "peak_factor: 3")
    assert usual.later["hot_bytes"] == peak.later["hot_bytes"]
    assert peak.later["concurrent_users"] == 12
    assert math.isclose(peak.later["daily_bytes"], 3 * usual.later["daily_bytes"])


# -- models, pipelines, flows ------------------------------------------------------------


def test_an_own_table_and_an_own_pipeline_have_their_place() -> None:
    found = blueprint(
        "sources: [{name: shop}]\n"
        "data_models: [{name: fct_orders, type: fact, key_fields: [order_id]}]\n"
        "pipelines:\n- {name: scores, inputs: [shop, fct_orders]}\n"
        "- {name: letters, inputs: [scores, nowhere]}\n"
    )
    by_name = {one.pipeline: one for one in found.transformation}
    assert "order_id" in by_name["build_fct_orders"].logic
    assert {"dim_shop_customers", "fct_orders"} <= set(by_name["scores"].reads)
    assert by_name["letters"].reads == ["Curated", "scores"]
    assert "Pipeline letters reads nowhere" in questions(found)


def test_a_pipeline_that_has_the_name_of_an_own_table_writes_it() -> None:
    found = blueprint(
        "sources: [{name: shop}]\ndata_models: [{name: Orders, type: fact}]\n"
        "pipelines: [{name: orders, inputs: [shop], logic: one row an order}]"
    )
    writers = [one.pipeline for one in found.transformation if "Orders" in one.writes]
    assert writers == ["orders"]


def test_pipelines_that_wait_for_each_other_are_asked_about() -> None:
    found = blueprint(
        "pipelines: [{name: a, inputs: [b]}, {name: b, inputs: [c]}, {name: c, inputs: [a]}]"
    )
    assert "wait for each other" in questions(found)


def test_a_name_that_somebody_gave_stays_theirs() -> None:
    found = blueprint("sources: [{name: a}, {name: a}, {name: A}, {name: a_2}]")
    assert [row.source for row in found.data_sources] == ["a", "a_3", "A_4", "a_2"]
    told = " ".join(one.errors for one in found.ingestion)
    assert len(set(re.findall(r"_quarantine/(\w+)/", told))) == 4


def test_a_source_that_serves_nobody_is_asked_about() -> None:
    found = blueprint(
        "sources: [{name: docs, kind: documents}, {name: shop, kind: mysql}]\n"
        "use_cases: [{name: search, workload: rag}]"
    )
    assert "Nothing reads shop" in questions(found)


def test_documents_are_embedded_by_what_holds_vectors() -> None:
    found = blueprint(
        "cloud: aws\nsources: [{name: docs, kind: documents}]\n"
        "use_cases: [{name: search, workload: rag}]"
    )
    chosen = {one.need: one.choice for one in found.decisions}
    build = next(one for one in found.transformation if one.pipeline == "build_search")
    assert chosen["llm"] in build.logic
    assert chosen["vector_store"] in build.logic
    assert chosen["vector_store"] in found.models[-1].grain


@pytest.mark.parametrize("freshness", ["1 min", "7 min", "15 min", "45 min", "5 hours", "23 hours"])
def test_a_chosen_interval_is_even_and_a_run_fits_in_it(freshness: str) -> None:
    found = blueprint(
        "sources: [{name: crm, kind: saas_api}, {name: erp, kind: saas_api}]\n"
        f"use_cases: [{{workload: bi, freshness: {freshness}}}]"
    )
    for flow in found.flows:
        assert not flow.late, flow.schedule
        cron = re.search(r"\(([^)]*\*[^)]*)\)", flow.schedule)
        assert cron is not None
        for field, whole in zip(cron[1].split()[:2], (60, 24), strict=True):
            if field.startswith("*/"):
                assert whole % int(field[2:]) == 0


def test_a_run_longer_than_its_interval_is_asked_about() -> None:
    many = "".join(f"- {{name: u{n}, workload: bi, freshness: 10 min}}\n" for n in range(90))
    found = blueprint("sources: [{name: crm, kind: saas_api}]\nuse_cases:\n" + many)
    assert any(flow.late == "overlap" for flow in found.flows)
    assert "longer than the time to its next" in questions(found)


def test_an_evening_run_may_be_for_the_next_morning() -> None:
    found = blueprint("batch_start: 0 22 * * *\nready_by: 0 7 * * *")
    assert not any(flow.late for flow in found.flows)


def test_changes_land_all_the_time_and_are_staged_on_a_schedule() -> None:
    found = blueprint(
        "cloud: aws\nsources: [{name: it, kind: postgresql, volume: 200 GB}]\n"
        "use_cases: [{workload: bi, freshness: 5 min}]"
    )
    capture, staged = found.flows
    assert capture.sources == ["it"]
    assert not capture.pipelines
    assert "stage_it" in staged.pipelines
    assert staged.upstream == [capture.name]
    assert "brought by then" in staged.dependencies


# -- the first load ------------------------------------------------------------------------


def test_the_history_that_is_loaded_is_the_volume_that_is_held() -> None:
    source = "{name: it, kind: iot, volume: 54 TB, daily_volume: 150 GB/day}"
    live = "use_cases: [{workload: realtime_dashboard, freshness: 5 s}]\npeak_events: 2k/s"
    found = blueprint(f"sources: [{source}]\nbackfill: 24 months\n{live}")
    assert any("history: 54 TB" in work for work in found.build_plan[1].work)


def test_a_partition_holds_what_arrives_in_its_month() -> None:
    text = (
        "cloud: on_prem\ngrowth: 0 %\nsources: [{name: it, kind: postgresql, payload: tabular,"
        " update_pattern: append, daily_volume: 400 GB/day, volume: "
    )
    sizes = {
        blueprint(text + volume + "}]").storage[1].partitioning for volume in ("40 TB", "90 TB")
    }
    # Half of 400 GB a day in the largest table, a quarter of that as columns.
    assert all("by day of load: about 50 GB each, 196 files" in size for size in sizes)


def test_an_estimate_is_listed() -> None:
    found = blueprint(
        "growth: {estimate: 40 %}\nsources: [{name: it, kind: mysql, volume: {estimate: 20 TB}}]"
    )
    said = {one.label: one for one in found.assumptions if "estimate" in one.reason}
    assert said["Growth"].value == "40 %"
    assert said["Volume of it"].value == "20 TB"


def test_live_reports_get_a_tool_that_refreshes_in_time(decided: Decided) -> None:
    text = "cloud: on_prem\npeak_events: 2k/s\nsources: [{name: it, kind: iot}]\nuse_cases: "
    live = decided(text + "[{workload: realtime_dashboard, freshness: 10 s}]").choices["bi"]
    calm = decided(text + "[{workload: realtime_dashboard, freshness: 5 min}]").choices["bi"]
    assert not live.broken
    assert live.technology.id != calm.technology.id == "metabase"


def test_a_stream_into_open_tables_is_written_by_what_can_write_them(decided: Decided) -> None:
    found = decided(
        "cloud: on_prem\npatterns: [lakehouse, streaming]\npeak_events: 5k/s\n"
        "sources: [{name: it, kind: iot, daily_volume: 200 GB/day}]\n"
        "use_cases: [{workload: realtime_dashboard, freshness: 10 s}, {workload: bi}]"
    )
    choice = found.choices["stream_processing"]
    assert "open_format" in choice.rung.gives | choice.technology.gives


def test_a_large_first_load_gets_the_machines_that_it_takes() -> None:
    found = blueprint("cloud: aws\nsources: [{name: it, kind: oracle, volume: 500 TB}]")
    line = next(work for work in found.build_plan[1].work if "of history" in work)
    days = re.search(r"about (\d+) days on ([\d,]+) vCPU", line)
    assert days is not None, line
    assert int(days[1]) <= 4
    assert int(days[2].replace(",", "")) > 100


def test_weeks_follow_on_one_another() -> None:
    many = "".join(f"- {{name: s{n}, kind: mysql}}\n" for n in range(9))
    found = blueprint(f"builders: 2\nenvironments: three\nsources:\n{many}")
    last = 0
    for step in found.build_plan:
        numbers = [int(one) for one in re.findall(r"\d+", step.when)]
        assert numbers[0] - 1 <= last <= numbers[0]
        last = numbers[-1]
