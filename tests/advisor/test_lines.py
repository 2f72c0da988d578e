"""What single lines of a blueprint say: that they hold for this platform, and are said once."""

from __future__ import annotations

import pytest
from designed import blueprint, questions

from data_platform.advisor.reasons import HORIZON

TINY = "cloud: vm\nteam_size: 1\nsources: [{name: shop, kind: postgresql, volume: 2 GB}]\n"


def _staging(text: str) -> str:
    return blueprint(text).transformation[0].logic


def test_rungs_that_growth_does_not_reach_share_a_line() -> None:
    found = blueprint(TINY)
    store = next(one for one in found.decisions if one.need == "analytical_store")
    later = [line for line in store.rejected if line.startswith("later, if ever")]
    assert len(later) == 1
    assert f"within {HORIZON} months" in later[0]
    assert "analytical warehouse" in later[0]
    assert not any(line.startswith("analytical warehouse") for line in store.rejected)


def test_a_rung_that_growth_reaches_has_a_line_of_its_own() -> None:
    text = "cloud: aws\nsources: [{name: shop, kind: postgresql, volume: 200 GB}]\ngrowth: "
    for growth, own in (("120 %", True), ("0 %", False)):
        found = blueprint(text + growth)
        store = next(one for one in found.decisions if one.need == "analytical_store")
        assert any(line.startswith("analytical warehouse") for line in store.rejected) is own


def test_a_limit_that_is_hardly_used_is_no_reason() -> None:
    found = blueprint(TINY + "use_cases: [{workload: bi, users: 2}]")
    for decision in found.decisions:
        assert "(it holds 2,000)" not in decision.why


def test_a_weekly_full_copy_is_not_stored_every_day() -> None:
    text = (
        "growth: 0 %%\nraw_format: as_delivered\nsources:\n"
        "- {name: sheet, kind: files, volume: 70 GB, update_pattern: snapshot, tables: 1,"
        " freshness: %s}\n- {name: it, kind: postgresql, volume: 1 GB}"
    )
    daily, weekly = (blueprint(text % age).storage[0].partitioning for age in ("1 day", "7 days"))
    assert "a day on average" in weekly
    assert "each time" in weekly
    assert "each time" not in daily


@pytest.mark.parametrize(
    ("source", "said", "unsaid"),
    [
        ("{name: it, kind: saas_api, payload: text}", "out of its markup", "OCR"),
        ("{name: it, kind: files, payload: text}", "by its format", "OCR"),
        ("{name: it, kind: documents}", "OCR", "out of its markup"),
    ],
)
def test_text_is_parsed_as_it_arrives(source: str, said: str, unsaid: str) -> None:
    logic = _staging(f"sources: [{source}]")
    assert said in logic
    assert unsaid not in logic


def test_a_data_warehouse_that_is_read_holds_no_stock() -> None:
    found = blueprint("sources: [{name: ga4, kind: warehouse}, {name: dwh, kind: warehouse}]")
    names = [one.name for one in found.models]
    assert "fct_ga4_events" in names
    assert not any("stock" in name for name in names)


def test_what_nobody_knows_is_asked_about() -> None:
    text = "cloud: azure\nteam_size: 4\nsources: [{name: it, kind: saas_api}]\nskills: [{name: %s}]"
    assert "Nobody is said to know Python (Python scripts with dlt)" in questions(
        blueprint(text % "bi")
    )
    assert "know Python" not in questions(blueprint(text % "python"))
    assert "Nobody is said" not in questions(blueprint("cloud: azure\nteam_size: 4"))


def test_one_question_for_all_that_wait_for_the_same_source() -> None:
    found = blueprint(
        "sources: [{name: sheet, kind: spreadsheet, freshness: 7 days}]\n"
        "use_cases: [{name: one, workload: bi, freshness: 1 day},"
        " {name: two, workload: bi, freshness: 1 day}]"
    )
    stale = [one for one in found.open_questions if one.key == "use_cases.freshness"]
    assert [("one" in each.question, "two" in each.question) for each in stale] == [(True, True)]


def test_a_store_that_serves_itself_is_not_rejected() -> None:
    found = blueprint(
        "cloud: gcp\nsources: [{name: shop, kind: mysql, volume: 200 GB}]\n"
        "use_cases: [{workload: operational_api}, {workload: bi}]"
    )
    chosen = {one.need: one for one in found.decisions}
    assert chosen["serving_store"].choice == chosen["analytical_store"].choice
    told = [chosen["serving_store"].why, *chosen["serving_store"].rejected]
    assert not any("the analytical store itself" in line for line in told)


def test_documents_alone_take_no_room_in_tables() -> None:
    found = blueprint(
        "cloud: azure\nsources: [{name: wiki, kind: documents, volume: 9 GB}]\n"
        "use_cases: [{workload: rag, users: 50}]"
    )
    for layer in found.storage[1:]:
        assert "0 B" not in layer.partitioning


def test_changes_that_a_copy_keeps_are_no_files_of_the_lake() -> None:
    text = (
        "cloud: azure\nconcurrent_users: 30\nsources: [{name: erp, kind: sqlserver, volume: 3 TB,"
        " update_pattern: hard_delete, tables: 220}]\n"
        "overrides: [{need: analytical_store, technology: Microsoft Fabric Warehouse}]"
    )
    found = blueprint(text)
    reader = next((one for one in found.decisions if one.need == "change_capture"), None)
    assert reader is not None
    assert reader.choice == "Mirroring in Microsoft Fabric"
    assert "erp by change capture" in found.storage[0].format
    assert "files" not in found.storage[0].partitioning


def test_one_person_reads_in_clear_where_there_is_but_one() -> None:
    found = blueprint(TINY + "compliance: [gdpr]")
    restricted = next(one for one in found.governance_model.roles if one.name == "restricted")
    assert "1 person" in restricted.may


@pytest.mark.parametrize(
    "other",
    [
        "late_data: 7 days",
        "builders: 3",
        "batch_start: daily at 04:00",
        "retries: 9",
        "bad_rows: 5 %",
        "on_bad_batch: stop",
        "query_filter: entity",
        "cost_alert: 50 %",
        "freshness_target: 99.9 %",
        "review_rhythm: monthly",
        "tuning_rhythm: monthly",
    ],
)
def test_what_is_said_to_move_nothing_moves_nothing(other: str) -> None:
    text = "cloud: aws\nbudget: $4,000\nsources:\n- {name: shop, kind: mysql, volume: 900 GB}\n"
    text += "- {name: clicks, kind: app_events, volume: 2 TB}\n"
    before, after = blueprint(text), blueprint(text + other)
    key = other.partition(":")[0]
    assert "no part" in next(one.reason for one in before.assumptions if one.key == key)
    assert [one.choice for one in after.decisions] == [one.choice for one in before.decisions]
    assert after.cost.total == before.cost.total


def test_leaving_a_service_that_runs_an_open_database_keeps_the_sql() -> None:
    text = "cloud: aws\nsources: [{name: it, kind: mysql, volume: 90 GB}]\noverrides: "
    text += "[{need: analytical_store, technology: %s}]"
    said = {
        name: next(
            one.takes
            for one in blueprint(text % name).stack_review.leaving
            if one.technology == name
        )
        for name in ("Amazon RDS for PostgreSQL", "Snowflake")
    }
    assert "into PostgreSQL anywhere" in said["Amazon RDS for PostgreSQL"]
    assert "adapt the SQL" in said["Snowflake"]


def test_a_way_between_clouds_is_no_private_line() -> None:
    text = "cloud: %s\nsources: [{name: far, kind: mysql, location: %s}]"
    for cloud, location, said in (
        ("aws", "on_premises", "private line to far"),
        ("aws", "other_cloud", "a way between the clouds to far"),
        ("on_prem", "on_premises", ""),
    ):
        found = blueprint(text % (cloud, location))
        work = [line for step in found.build_plan for line in step.work]
        ways = [line for line in work if "private line" in line or "between the clouds" in line]
        assert [line.startswith(said) for line in ways] == ([True] if said else [])
        assert ("private line" in found.ingestion[0].errors) == said.startswith("private")


def test_a_bi_tool_that_runs_already_is_not_assumed_away() -> None:
    for tool, assumed in (("Metabase", False), ("Kafka", True)):
        found = blueprint(f"existing_tools: [{{name: {tool}, keep: yes}}]")
        assert any(one.key == "bi_tool" for one in found.assumptions) is assumed


def test_a_stream_of_one_table_that_changes_has_a_fact() -> None:
    text = "sources: [{name: it, kind: event_stream, tables: 1, update_pattern: mutable, pii: yes}]"
    assert [one.type for one in blueprint(text).models][:1] == ["fact"]
