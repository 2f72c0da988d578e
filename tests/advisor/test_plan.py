"""What is built from what: tables of sources, what use cases read, and when it all runs."""

from __future__ import annotations

import cProfile

import pytest
from designed import blueprint, questions

from data_platform.advisor.flows import flows
from data_platform.advisor.models import models
from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import decide
from data_platform.advisor.transformation import transformation
from data_platform.blueprint.model import Age, Blueprint, DataModel
from data_platform.catalog import load_catalogue
from data_platform.interview.answers import Answers


def model(found: Blueprint, name: str) -> DataModel:
    return next(one for one in found.models if one.name == name)


def ages(found: Blueprint) -> dict[str, Age]:
    return {one.age.use_case: one.age for one in found.success_metrics if one.age}


# -- tables of sources -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "tables"),
    [
        (
            "name: web_shop, kind: mysql",
            ["fct_web_shop_order_lines", "dim_web_shop_customers", "dim_web_shop_products"],
        ),
        ("name: payments, kind: postgresql, tables: 2", ["fct_payments", "dim_payments_customers"]),
        ("name: backend, kind: postgresql, tables: 9", ["fct_backend_transactions", "dim_backend"]),
        ("name: customers, kind: mysql, tables: 1", ["dim_customers"]),
        ("name: bookings, kind: mysql, tables: 1, update_pattern: append", ["fct_bookings"]),
        ("name: machines, kind: iot", ["fct_machines_readings"]),
        ("name: line_4, kind: iot", ["fct_line_4_readings"]),
        ("name: targets, kind: spreadsheet", ["dim_targets_entities"]),
        ("name: contracts, kind: documents", ["fct_contracts_documents"]),
    ],
)
def test_a_source_yields_what_it_seems_to_hold(source: str, tables: list[str]) -> None:
    found = blueprint(f"sources: [{{{source}}}]\nuse_cases: [{{workload: bi}}]")
    names = [one.name for one in found.models][:-1]
    assert len(names) == len(tables)
    assert all(name.startswith(table) for name, table in zip(names, tables, strict=True)), names


def test_a_fact_joins_dimensions_with_their_history() -> None:
    shop = "sources: [{name: shop, kind: mysql}]\nuse_cases: [{name: it, workload: "
    found = blueprint(shop + "bi}]")
    fact = model(found, "fct_shop_order_lines")
    assert fact.type == "fact"
    assert fact.joins == ["dim_shop_customers", "dim_shop_products"]
    assert "at the time of the order line" in fact.relationships
    assert model(found, "dim_shop_customers").history == "versions"
    # An application asks for what is, so nothing keeps what was.
    now = blueprint(shop + "operational_api}]")
    assert model(now, "dim_shop_customers").history == "overwrite"
    assert "as they are now" in model(now, "fct_shop_order_lines").relationships


def test_events_are_joined_with_what_they_are_about() -> None:
    found = blueprint(
        "sources:\n- {name: hr, kind: postgresql}\n- {name: clinic, kind: mysql}\n"
        "- {name: shop, kind: mysql}\n- {name: clicks, kind: app_events}\n"
        "use_cases: [{workload: bi}]"
    )
    joined = model(found, "fct_clicks_events").joins
    assert joined == ["dim_shop_customers", "dim_shop_products"]


def test_stated_models_are_read_where_there_are_facts() -> None:
    text = (
        "sources: [{name: shop, kind: mysql}]\nuse_cases: [{name: it, workload: bi}]\n"
        "data_models: [{name: Orders, type: fact}, {name: Who, type: dimension}]"
    )
    found = blueprint(text)
    assert model(found, "agg_it").joins == ["Orders", "Who"]
    facts = blueprint(text.replace("{name: Orders, type: fact}, ", ""))
    assert "fct_shop_order_lines" in model(facts, "agg_it").joins


def test_a_live_board_shows_what_things_are_called() -> None:
    found = blueprint(
        "cloud: aws\npeak_events: 2k/s\nsources:\n- {name: mes, kind: postgresql}\n"
        "- {name: line, kind: iot}\n"
        "use_cases: [{name: board, workload: realtime_dashboard, freshness: 5 s}]"
    )
    build = next(one for one in found.transformation if one.pipeline == "build_board")
    assert {"fct_line_readings", "dim_mes_machines"} <= set(build.reads)
    assert "as of their last load" in build.logic
    assert "Nothing reads mes" not in questions(found)


def test_documents_are_parsed_by_a_program() -> None:
    found = blueprint(
        "cloud: aws\nsources: [{name: docs, kind: documents}]\n"
        "use_cases: [{name: ask, workload: rag}]"
    )
    by_name = {one.pipeline: one for one in found.transformation}
    assert "OCR" in by_name["stage_docs"].logic
    assert "dbt" not in by_name["stage_docs"].tool
    assert "chunks" in by_name["build_ask"].logic


# -- the age of data -------------------------------------------------------------------


def test_the_age_is_the_sum_of_what_the_flow_says() -> None:
    found = blueprint(
        "sources: [{name: crm, kind: saas_api}]\n"
        "use_cases: [{name: it, workload: bi, freshness: 1 hour}]"
    )
    age = ages(found)["it"]
    flow = found.flows[0]
    assert [(one.name, one.seconds) for one in age.steps if one.flow] == [
        (step.name, step.seconds) for step in flow.steps
    ]
    assert age.worst == 1800 + sum(step.seconds for step in flow.steps)
    assert age.met
    assert "read interval 30 min" in age.said


@pytest.mark.parametrize(
    ("source", "freshness", "met", "remedy"),
    [
        ("kind: postgresql, volume: 2 TB", "5 min", True, ""),
        ("kind: postgresql, volume: 2 TB", "30 s", True, ""),
        ("kind: postgresql, volume: 2 TB", "2 s", False, "in the stream itself"),
        ("kind: saas_api", "11 min", False, "webhooks"),
        ("kind: mysql, read_window: 'daily at 01:30'", "1 hour", False, "may be read every 1 hour"),
        ("kind: mysql, read_window: 'daily at 01:30'", "1 day", True, ""),
        ("kind: iot", "5 s", True, ""),
        ("kind: files", "30 days", True, ""),
    ],
)
def test_what_is_not_met_says_what_would_meet_it(
    source: str, freshness: str, met: bool, remedy: str
) -> None:
    found = blueprint(
        f"cloud: aws\npeak_events: 100/s\nsources: [{{name: it, {source}}}]\n"
        f"use_cases: [{{name: board, workload: realtime_dashboard, freshness: {freshness}}}]"
    )
    age = ages(found)["board"]
    assert age.met == met
    assert remedy in age.remedy
    assert ("board asks for data at most" in questions(found)) != met


def test_changes_of_minutes_are_merged_and_of_seconds_streamed() -> None:
    text = "cloud: aws\nsources: [{name: it, kind: postgresql, volume: 200 GB}]\nuse_cases: "
    merged = blueprint(text + "[{workload: bi, freshness: 6 min}]")
    assert "merged every 3 minutes" in merged.ingestion[0].schedule
    assert not any(one.need == "stream_processing" for one in merged.decisions)
    streamed = blueprint(text + "[{workload: bi, freshness: 20 s}]")
    assert any(one.need == "stream_processing" for one in streamed.decisions)
    assert [flow.name for flow in streamed.flows] == ["stream"]


def test_nothing_is_built_more_often_than_its_sources_are_read() -> None:
    found = blueprint(
        "sources: [{name: it, kind: mysql, read_window: 'daily at 01:30'}]\n"
        "use_cases: [{workload: bi, freshness: 1 hour}]"
    )
    assert len(found.flows) == 1
    assert {"stage_it", "build_use_case_1"} <= set(found.flows[0].pipelines)


def test_a_flow_waits_for_those_alone_that_write_what_it_reads() -> None:
    found = blueprint(
        "sources: [{name: a, kind: mysql}, {name: b, kind: files}]\nuse_cases: [{workload: bi}]\n"
        "pipelines:\n- {name: one, inputs: [a], schedule: 0 */2 * * *}\n"
        "- {name: two, inputs: [one], schedule: 0 6 * * *}"
    )
    by_pipeline = {name: flow for flow in found.flows for name in flow.pipelines}
    assert by_pipeline["two"].upstream == [by_pipeline["one"].name]
    assert by_pipeline["one"].upstream == []


# -- layers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cloud: aws\nsources: [{name: it, kind: mysql, volume: 20 MB}]", "not divided"),
        (
            "cloud: aws\noverrides: [{need: analytical_store, technology: PostgreSQL}]\n"
            "sources: [{name: it, kind: mysql, volume: 20 GB}]",
            "under 100 GB",
        ),
        (
            "cloud: gcp\noverrides: [{need: analytical_store, technology: BigQuery}]\n"
            "sources: [{name: it, kind: files, volume: 90 TB, daily_volume: 300 GB/day}]",
            "by day, about",
        ),
        (
            "cloud: gcp\noverrides: [{need: analytical_store, technology: BigQuery}]\n"
            "sources: [{name: it, kind: files, volume: 9 TB, daily_volume: 5 GB/day}]",
            "by month, about",
        ),
        (
            "cloud: aws\noverrides: [{need: analytical_store, technology: Snowflake}]\n"
            "sources: [{name: it, kind: files, volume: 900 GB}]",
            "divided by the store",
        ),
    ],
)
def test_tables_are_divided_as_their_store_and_size_ask(text: str, said: str) -> None:
    found = blueprint(text + "\nuse_cases: [{workload: bi}]")
    assert said in found.storage[1].partitioning


def test_old_files_move_to_the_class_that_is_billed() -> None:
    found = blueprint("cloud: aws\nsources: [{name: it, kind: files, volume: 2 TB}]")
    items = [line.item for line in found.cost.lines]
    assert "S3 Standard-IA" in items
    assert "90 days hot, then S3 Standard-IA" in found.storage[0].retention


# -- tools of today --------------------------------------------------------------------


def test_each_tool_of_today_has_a_fate() -> None:
    found = blueprint(
        "cloud: aws\nsources: [{name: it, kind: postgresql, volume: 2 TB}]\n"
        "existing_tools:\n- {name: Snowflake}\n- {name: Metabase, keep: 'no'}\n"
        "- {name: Own Thing}\n- {name: DuckDB}\n- {name: Kafka, keep: 'yes'}"
    )
    told = {one.tool: one for one in found.stack_review.tools}
    assert [one.fate for one in told.values()] == [
        "stays",
        "goes",
        "stays for now",
        "goes",
        "stays for now",
    ]
    assert told["DuckDB"].replaced_by == "Snowflake"
    assert "it holds" in told["DuckDB"].why
    assert "Own Thing runs already" in questions(found)


def test_the_work_of_a_design_grows_in_line_with_its_sources() -> None:
    def calls(count: int) -> int:
        kinds = ("postgresql", "saas_api", "files", "webhooks")
        raw = {
            "sources": [{"name": f"s{n}", "kind": kinds[n % 4]} for n in range(count)],
            "use_cases": [{"name": "it", "workload": "bi"}],
            "pipelines": [{"name": f"p{n}", "inputs": [f"s{n}"]} for n in range(count)],
        }
        needs = resolve(Answers.model_validate(raw), load_catalogue())
        decided = decide(needs, load_catalogue())
        profile = cProfile.Profile()
        profile.runcall(lambda: (transformation(decided), models(decided), flows(decided)))
        return sum(entry.callcount for entry in profile.getstats())

    calls(1)
    assert calls(400) < 4.5 * calls(100)
