"""Limits of a single technology, jobs in code beside SQL, and what carries captured changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from designed import blueprint

from data_platform.advisor.stack import Design

Decided = Callable[[str], Design]

LAKE = (
    "cloud: aws\nteam_size: 9\nskills: [{name: cloud, people: 3}]\n"
    "sources: [{name: it, kind: object_store, volume: 40 TB}]\nuse_cases: [{workload: adhoc_sql}]\n"
)


def test_a_technology_that_holds_less_than_its_rung_is_passed_over(decided: Decided) -> None:
    few = decided(LAKE + "concurrent_users: 100").choices["analytical_store"]
    many = decided(LAKE + "concurrent_users: 300").choices["analytical_store"]
    assert few.technology.id == "athena"
    assert many.technology.id != "athena"
    assert many.rung.id == few.rung.id


def test_the_next_move_is_due_where_the_technology_ends(decided: Decided) -> None:
    found = decided(LAKE + "concurrent_users: 100").choices["analytical_store"]
    assert "200 people querying at once" in found.grow


@pytest.mark.parametrize(("latency", "store"), [("10 ms", "dynamodb"), ("2 ms", "valkey")])
def test_answers_within_a_moment_come_from_memory(
    decided: Decided, latency: str, store: str
) -> None:
    text = (
        "cloud: aws\nskills: [{name: cloud, people: 1}]\n"
        "sources: [{name: it, kind: postgresql, volume: 700 GB}]\n"
        f"use_cases: [{{workload: operational_api}}]\napi_rate: 5k/s\napi_latency: {latency}"
    )
    assert decided(text).choices["serving_store"].technology.id == store


def test_an_override_past_its_own_limit_says_so(decided: Decided) -> None:
    choice = "\noverrides: [{need: analytical_store, technology: Amazon Athena}]"
    found = decided(LAKE + "concurrent_users: 300" + choice).choices["analytical_store"]
    assert any("it holds 200" in one for one in found.broken)


# -- jobs in code --------------------------------------------------------------------


DOCUMENTS = "cloud: gcp\nsources: [{name: docs, kind: documents, volume: 50 GB}]\n"


def test_documents_are_read_out_by_jobs_in_code(decided: Decided) -> None:
    text = DOCUMENTS + "use_cases: [{workload: rag}]"
    found = decided(text)
    assert "batch_transform" in found.choices
    assert "transform" not in found.choices
    tools = {entry.tool for entry in blueprint(text).transformation}
    assert tools == {found.tool("batch_transform")}


def test_documents_beside_tables_need_both(decided: Decided) -> None:
    text = (
        "cloud: gcp\nsources:\n- {name: docs, kind: documents, volume: 50 GB}\n"
        "- {name: shop, kind: mysql, volume: 50 GB}\n"
        "use_cases: [{name: reports, workload: bi}, {name: answers, workload: rag}]"
    )
    found = decided(text)
    tools = {entry.pipeline: entry.tool for entry in blueprint(text).transformation}
    assert tools["stage_docs"] == found.tool("batch_transform")
    assert tools["stage_shop"] == found.tool("transform")
    assert found.tool("transform") != found.tool("batch_transform")
    code, sql = found.later["code_vcpu_hours"], found.later["transform_vcpu_hours"]
    assert code > 0
    assert sql > 0


def test_tables_alone_need_no_jobs_in_code(decided: Decided) -> None:
    found = decided("sources: [{name: shop, kind: mysql, volume: 50 GB}]")
    assert "batch_transform" not in found.choices
    assert found.later["code_vcpu_hours"] == 0


def test_a_team_that_works_in_python_writes_jobs_rather_than_models(decided: Decided) -> None:
    text = "cloud: vm\nsources: [{name: shop, kind: mysql, volume: 50 GB}]\ntransform_style: python"
    found = decided(text)
    assert "transform" not in found.choices
    assert found.tool("transform") == found.tool("batch_transform")
    fixed = decided(text + "\noverrides: [{need: transform, technology: dbt}]")
    assert fixed.choices["transform"].technology.id == "dbt_core"


def test_models_in_sql_stand_only_beside_a_store_that_they_run_in(decided: Decided) -> None:
    text = (
        "cloud: vm\nsources: [{name: it, kind: iot}]\npeak_events: 9k/s\n"
        "use_cases: [{name: a, workload: realtime_dashboard, freshness: 10 s},"
        " {name: b, workload: bi}]\nexisting_tools: [{name: "
    )
    pinot = decided(text + "Apache Pinot, keep: yes}]")
    assert pinot.choices["analytical_store"].technology.id == "pinot"
    assert pinot.choices["transform"].technology.id not in ("dbt_core", "sql_scripts")
    house = decided(text + "ClickHouse, keep: yes}]")
    assert house.choices["transform"].technology.id == "dbt_core"


# -- captured changes ----------------------------------------------------------------


def changing(count: int, cloud: str, freshness: str = "30 min") -> str:
    one = f"kind: postgresql, volume: 2 TB, update_pattern: hard_delete, freshness: {freshness}"
    many = "".join(f"- {{name: db{n}, {one}}}\n" for n in range(count))
    return f"cloud: {cloud}\nteam_size: 30\nsources:\n{many}"


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp", "on_prem", "vm"])
def test_how_changes_get_on_is_said(decided: Decided, cloud: str) -> None:
    text = changing(1, cloud)
    carries = decided(text).choices["change_capture"].technology.carries
    assert carries
    assert carries in blueprint(text).ingestion[0].schedule


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp", "on_prem", "vm"])
def test_the_changes_of_many_databases_go_through_a_log(decided: Decided, cloud: str) -> None:
    few, many = decided(changing(3, cloud)), decided(changing(20, cloud))
    assert "event_log" not in few.choices
    capture, log = many.choices["change_capture"], many.choices["event_log"]
    assert capture.rung.id == "log_to_event_log"
    assert "kafka_api" in log.technology.gives
    assert not capture.broken
    assert not log.broken
    assert not capture.technology.beside or log.technology.id in capture.technology.beside
