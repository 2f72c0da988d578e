"""What one section says must be what another counts: volumes, times, models, tools."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest
from designed import blueprint, questions

from data_platform.advisor.cost import cost
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
    assert {"dim_shop", "fct_orders"} <= set(by_name["scores"].reads)
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
    assert len(sizes) == 1
    assert "about 3 TB a month" in sizes.pop()  # 400 GB a day for 30 days, a quarter as columns


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


# -- decisions ---------------------------------------------------------------------------------


def test_over_the_budget_the_cheapest_of_each_kind_wins() -> None:
    many = "".join(f"- {{name: s{n}, kind: saas_api, volume: 200 GB}}\n" for n in range(20))
    text = f"cloud: aws\nsources:\n{many}budget: "
    rich, poor = blueprint(text + "$1 million"), blueprint(text + "$50")
    assert poor.cost.total < rich.cost.total
    assert any("the budget is tight" in one.why for one in poor.decisions)
    assert not any("the budget is tight" in one.why for one in rich.decisions)


@pytest.mark.parametrize("pattern", ["streaming", "data_lake", "data_mesh", "lakehouse"])
def test_a_pattern_that_was_decided_is_not_rejected(pattern: str) -> None:
    found = blueprint(f"patterns: [{pattern}]\nsources: [{{name: it, kind: app_events}}]")
    decision = found.decisions[0]
    name = decision.choice.partition(" (")[0]
    assert not any(line.startswith(name) for line in decision.rejected)
    assert decision.overruled
    if pattern == "streaming":
        assert found.ingestion[0].method == "streaming"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cloud: aws\noverrides: [{need: analytical_store, technology: BigQuery}]", "not run on"),
        ("overrides: [{need: analytical_store, technology: Apache Airflow}]", "not known as"),
        (
            "cloud: aws\nopen_source_only: yes\n"
            "overrides: [{need: analytical_store, technology: Snowflake}]",
            "not open source",
        ),
        ("cloud: on_prem\nbi_tool: looker", "not run on"),
    ],
)
def test_a_choice_that_cannot_run_is_said_to_break_a_limit(text: str, said: str) -> None:
    found = blueprint(text)
    assert any(said in one.why for one in found.decisions), [one.why for one in found.decisions]
    assert "breaks a limit" in questions(found)


def test_choices_for_nothing_and_choices_twice_are_asked_about() -> None:
    found = blueprint(
        "overrides: [{need: llm, technology: OpenAI}, {need: orchestration, technology: Dagster},"
        " {need: orchestration, technology: Airflow}]"
    )
    assert "which nothing here asks for" in questions(found)
    assert "Dagster and Airflow are both fixed" in questions(found)
    assert next(one for one in found.decisions if one.need == "orchestration").choice == "Dagster"


def test_a_kept_tool_that_serves_nothing_is_asked_about_and_not_connected() -> None:
    found = blueprint("cloud: on_prem\nexisting_tools: [{name: Snowflake, keep: yes}]")
    assert "Snowflake runs already and stays" in questions(found)
    assert not any("Snowflake" in work for step in found.build_plan for work in step.work)


def test_what_is_chosen_is_not_rejected_as_a_higher_rung() -> None:
    found = blueprint("cloud: azure\nbi_tool: power_bi\nuse_cases: [{workload: bi, users: 9}]")
    decision = next(one for one in found.decisions if one.need == "bi")
    assert not any(decision.choice in line for line in decision.rejected)


def test_a_reason_is_never_a_limit_that_is_broken() -> None:
    found = blueprint(
        "cloud: on_prem\npeak_events: 20 million/s\nsources: [{name: it, kind: logs}]\n"
        "use_cases: [{workload: realtime_dashboard, freshness: 5 min}]"
    )
    broken = [one for one in found.decisions if "It breaks a limit: " in one.why]
    assert broken
    for decision in broken:
        why, _, limits = decision.why.partition("It breaks a limit: ")
        metric = limits.split(" x ")[0].split("; ")[0]
        assert f"{metric} in 12 months (it holds" not in why


def test_growth_that_is_unknown_widens_what_is_held(decided: Decided) -> None:
    text = (
        "cloud: aws\nconcurrent_users: 30\nsources:\n"
        "- {name: it, kind: postgresql, volume: 40 TB, daily_volume: 10 GB/day}\ngrowth: "
    )
    estimates = [cost(decided(text + one)) for one in ("60 %", "{estimate: 60 %}")]
    widths = [(one.high - one.low) / one.total for one in estimates]
    assert widths[0] < widths[1]


def test_more_people_know_a_skill_than_there_are() -> None:
    found = blueprint("team_size: 2\nskills: [{name: sql, people: 5}]")
    assert "More people are said to know SQL" in questions(found)


def test_a_storage_account_has_a_name_that_can_be_made() -> None:
    found = blueprint("platform_name: St. Mary's Hospital of the North\ncloud: azure")
    account = re.search(r"lake@(\w+)\.dfs", found.storage[0].location)
    assert account is not None
    assert re.fullmatch(r"[a-z0-9]{3,24}", account[1])


def test_the_drawing_shows_notebooks_only_where_there_are_some() -> None:
    text = "use_cases: [{workload: adhoc_sql}]\nnotebooks: "
    for said in ("yes", "no"):
        found = blueprint(text + said)
        shown = "Notebooks" in found.overview.bands[-1].boxes
        assert shown == any(one.need == "notebooks" for one in found.decisions) == (said == "yes")


def test_rules_about_personal_data_let_expect_it() -> None:
    silent = blueprint("sources: [{name: it, kind: mysql}]")
    ruled = blueprint("sources: [{name: it, kind: mysql}]\ncompliance: [hipaa, pci]")
    assert silent.governance[4].tools == []
    told = ruled.governance[4].implementation
    assert "health data" in told
    assert "financial data" in told
    assert any("rules are about personal data" in one.reason for one in ruled.assumptions)


def test_twelve_months_are_a_year() -> None:
    found = blueprint("compliance: [pci]\ncurated_retention: 12 months\nraw_retention: 12 months")
    assert "PCI DSS asks for" not in questions(found)
    short = blueprint("compliance: [pci]\ncurated_retention: 11 months\nraw_retention: 11 months")
    assert "PCI DSS asks for" in questions(short)


def test_many_services_are_read_with_connectors(decided: Decided) -> None:
    def rung(count: int) -> str:
        many = "".join(f"- {{name: s{n}, kind: saas_api, volume: 1 GB}}\n" for n in range(count))
        return decided(f"cloud: aws\nsources:\n{many}").choices["batch_ingestion"].rung.id

    assert (rung(5), rung(6)) == ("scripts", "connectors")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "on_call: nobody\npeak_events: 100/s\nsources: [{name: it, kind: iot}]\n"
            "use_cases: [{workload: realtime_dashboard, freshness: 5 s}]",
            "nobody is called at night",
        ),
        (
            "cloud: aws\nsources: [{name: docs, kind: documents, pii: yes}]\n"
            "use_cases: [{workload: rag}]",
            "Documents with personal data would go to",
        ),
    ],
)
def test_what_a_person_must_settle_is_asked(text: str, said: str) -> None:
    assert said in questions(blueprint(text))
    calm = text.replace("5 s", "1 day").replace("pii: yes", "pii: no")
    assert said not in questions(blueprint(calm))


def test_poor_data_may_have_more_bad_rows_and_good_data_fewer() -> None:
    many = "".join(
        f"- {{name: {q}, kind: mysql, quality: {q}}}\n" for q in ("good", "mixed", "poor")
    )
    errors = [one.errors for one in blueprint(f"bad_rows: 1 %\nsources:\n{many}").ingestion]
    for text, share in zip(errors, ("0.5 %", "1 %", "2 %"), strict=True):
        assert f"under {share} bad" in text


def test_an_assumed_retention_takes_nothing_away_that_was_stated(decided: Decided) -> None:
    source = "{name: it, kind: app_events, volume: 50 TB, daily_volume: 1 GB/day}"
    assumed = decided(f"growth: 0 %\nsources: [{source}]")
    assert assumed.later["held_bytes"] >= 50e12
    stated = decided(f"growth: 0 %\nraw_retention: 30 days\nsources: [{source}]")
    assert stated.later["held_bytes"] < 1e12


def test_few_reads_are_served_by_the_database_that_is_there(decided: Decided) -> None:
    text = (
        "cloud: aws\nsources: [{name: it, kind: postgresql, volume: 400 GB}]\n"
        "use_cases: [{workload: bi}, {name: api, workload: operational_api}]"
    )
    found = decided(text)
    assert found.tool("serving_store") == found.tool("analytical_store")
    assert not any("for applications" in line.item for line in cost(found).lines)


def test_managed_is_not_bought_at_any_price(decided: Decided) -> None:
    """An hour of upkeep is worth so much and no more."""
    catalogue = load_catalogue()
    for upkeep in (4, 12, 30):
        text = (
            "cloud: aws\nsources: [{name: it, kind: logs, daily_volume: 40 TB/day}]\n"
            f"peak_events: 2 million/s\nupkeep_hours: {upkeep}\n"
            "use_cases: [{workload: realtime_dashboard, freshness: 1 min}]"
        )
        tight = decided(text)
        free = decided(text.replace(f"upkeep_hours: {upkeep}", "upkeep_hours: 500"))
        saved = free.upkeep - tight.upkeep
        more = float(cost(tight).total - cost(free).total)
        assert more <= saved * catalogue.constant("upkeep_hour_worth") * 1.5


@pytest.mark.parametrize(
    ("text", "grain", "keys"),
    [
        ("sources: [{name: shop, kind: mysql}]", "day and record of shop", ["day", "shop_id"]),
        (
            "sources: [{name: shop, kind: mysql}]\ntenants: 9",
            "day and tenant",
            ["day", "tenant_id"],
        ),
        ("sources: [{name: clicks, kind: app_events}]", "row per day", ["day"]),
        (
            "sources: [{name: shop, kind: mysql}]\nquery_filter: entity",
            "day and customer",
            ["day", "entity_id"],
        ),
    ],
)
def test_a_model_says_what_its_rows_are_about(text: str, grain: str, keys: list[str]) -> None:
    model = blueprint(text + "\nuse_cases: [{name: it, workload: bi}]").models[-1]
    assert grain in model.grain
    assert model.key_fields == keys
