"""The rules: what is chosen for which need, at the edges where the choice turns."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

import pytest

from data_platform.advisor import design
from data_platform.advisor.cost import cost
from data_platform.advisor.sizing import month_reached
from data_platform.advisor.stack import Design
from data_platform.blueprint.model import Blueprint
from data_platform.catalog import Price, load_catalogue
from data_platform.catalog.billing import tiers
from data_platform.interview.answer_file import read_answers

Decided = Callable[[str], Design]


def blueprint(text: str) -> Blueprint:
    return design(read_answers(text).answers(), load_catalogue())


def one_source(kind: str, **fields: str) -> str:
    inner = ", ".join(f'{name}: "{value}"' for name, value in {"kind": kind, **fields}.items())
    return f"cloud: aws\nsources: [{{name: it, {inner}}}]\n"


USE = "use_cases: [{{name: it, workload: {0}, freshness: {1}}}]\n"


# -- ingestion ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "use", "method", "mode"),
    [
        # A day old is fine: the simplest way in.
        (one_source("postgresql", volume="5 GB"), ("bi", "1 day"), "batch", "full"),
        (
            one_source("postgresql", volume="200 GB", change_column="updated_at"),
            ("bi", "1 day"),
            "batch",
            "incremental",
        ),
        # Minutes from a database: only its change log gives that without loading it.
        (one_source("postgresql", volume="200 GB"), ("bi", "5 min"), "CDC", "log"),
        # ... unless the log is closed.
        (
            one_source("postgresql", volume="200 GB", access="export"),
            ("bi", "5 min"),
            "batch",
            "incremental",
        ),
        # Deletions in something too large to compare in full.
        (
            one_source("mysql", volume="2 TB", update_pattern="hard_delete"),
            ("bi", "1 day"),
            "CDC",
            "log",
        ),
        (
            one_source("mysql", volume="2 TB", update_pattern="snapshot"),
            ("bi", "1 day"),
            "batch",
            "full",
        ),
        # Events: files unless they are wanted fresher than files can be.
        (one_source("app_events"), ("bi", "1 day"), "batch", "micro"),
        (one_source("app_events"), ("realtime_dashboard", "10 s"), "streaming", "stream"),
        (one_source("logs") + "peak_events: 50k/s\n", ("bi", "1 day"), "streaming", "stream"),
        # A broker that is there already is subscribed to.
        (one_source("event_stream"), ("bi", "1 day"), "streaming", "stream"),
        # An API is polled, however fresh it should be.
        (one_source("saas_api"), ("realtime_dashboard", "1 min"), "batch", "incremental"),
    ],
)
def test_the_simplest_method_that_is_fresh_enough_and_sees_every_change(
    decided: Decided, source: str, use: tuple[str, str], method: str, mode: str
) -> None:
    found = decided(source + USE.format(*use)).methods["it"]
    assert (found.name, found.mode) == (method, mode)


# -- pattern -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ("data_warehouse",)),
        ("shared_engines: yes", ("lakehouse",)),
        (one_source("documents", volume="3 TB") + USE.format("ml", "1 day"), ("data_lake",)),
        (one_source("iot") + USE.format("realtime_dashboard", "5 s"), ("streaming",)),
        (
            one_source("iot")
            + "use_cases: [{name: a, workload: realtime_dashboard, freshness: 5 s},"
            " {name: b, workload: bi, freshness: 1 day}]",
            # All flows in, and somebody waits seconds: the streams come before their store.
            ("streaming", "data_warehouse"),
        ),
        ("domains: 8\ncentral_bottleneck: yes\nteam_size: 40", ("data_mesh", "data_warehouse")),
        (
            "domains: 8\ngovernance_model: federated\nteam_size: 40\n"
            "use_cases: [{workload: data_sharing}]",
            ("data_mesh", "data_warehouse"),
        ),
        # Mesh is not for a few people, nor where the centre holds nobody up.
        ("domains: 8\ncentral_bottleneck: yes\nteam_size: 4", ("data_warehouse",)),
        ("domains: 30\nteam_size: 400", ("data_warehouse",)),
        # Many domains that share data bring their own people.
        (
            "domains: 30\nteam_size: 4\nuse_cases: [{workload: data_sharing}]",
            ("data_mesh", "data_warehouse"),
        ),
        (
            "domains: 30\ngovernance_model: central\nuse_cases: [{workload: data_sharing}]",
            ("data_warehouse",),
        ),
        # What only arrives, beyond ten terabytes: files and an engine; not where the warehouse
        # bills queries by what they scan.
        (
            one_source("logs", volume="90 TB", daily_volume="200 GB/day")
            + USE.format("adhoc_sql", "1 day"),
            ("data_lake",),
        ),
        (
            one_source("logs", volume="90 TB", daily_volume="200 GB/day").replace("aws", "gcp")
            + "use_cases: [{workload: adhoc_sql}, {name: b, workload: bi}]",
            ("data_warehouse",),
        ),
        # Changing rows of hundreds of terabytes.
        (one_source("postgresql", volume="200 TB"), ("lakehouse",)),
        # What runs already and what the team knows.
        ("existing_tools: [{name: Trino}]", ("lakehouse",)),
        ("existing_tools: [{name: Trino}, {name: Snowflake}]", ("data_warehouse",)),
        ("skills: [{name: spark}, {name: python}]", ("lakehouse",)),
        ("skills: [{name: spark}, {name: dbt}]", ("data_warehouse",)),
        ("patterns: [lakehouse, streaming]", ("lakehouse", "streaming")),
        # Reports and machine learning on what is large, with texts in it or by people who know
        # Spark. Warehouses read nested data too, and feed models from petabytes.
        (
            one_source("mongodb", volume="900 GB", payload="text")
            + "use_cases: [{workload: bi}, {name: b, workload: ml}]",
            ("lakehouse",),
        ),
        (
            one_source("mongodb", volume="900 GB")
            + "skills: [{name: spark}, {name: dbt}]\n"
            + "use_cases: [{workload: bi}, {name: b, workload: ml}]",
            ("lakehouse",),
        ),
        (
            one_source("mongodb", volume="900 GB")
            + "use_cases: [{workload: bi}, {name: b, workload: ml}]",
            ("data_warehouse",),
        ),
        (
            one_source("mongodb", volume="90 GB", payload="text")
            + "use_cases: [{workload: bi}, {name: b, workload: ml}]",
            ("data_warehouse",),
        ),
        # What rests in an object store already is queried there: reports read tables, SQL of
        # one's own reads files that only arrive.
        (one_source("object_store", volume="900 GB") + USE.format("bi", "1 day"), ("lakehouse",)),
        (
            one_source("object_store", volume="900 GB") + USE.format("adhoc_sql", "1 day"),
            ("data_lake",),
        ),
        # Without a cloud warehouse, what is large rests in open tables.
        ("cloud: on_prem\nsources: [{kind: postgresql, volume: 40 TB}]", ("lakehouse",)),
        (one_source("postgresql", volume="40 TB"), ("data_warehouse",)),
        # More than a warehouse should hold whole.
        (one_source("postgresql", volume="90 PB"), ("lakehouse",)),
    ],
)
def test_complexity_must_be_asked_for(decided: Decided, text: str, ids: tuple[str, ...]) -> None:
    assert decided(text).pattern.ids == ids


def test_each_of_the_five_patterns_shows_its_complexity() -> None:
    for pattern, complexity in {
        "data_lake": "Data Lake (Medium)",
        "data_warehouse": "Data Warehouse (Medium)",
        "lakehouse": "Lakehouse (Medium-High)",
        "data_mesh": "Data Mesh (High)",
        "streaming": "Streaming (High)",
    }.items():
        decision = blueprint(f"patterns: [{pattern}]").decisions[0]
        assert decision.choice == complexity
        assert bool(decision.overruled) == (pattern != "data_warehouse")


# -- ladders -----------------------------------------------------------------------


def rung(decided: Decided, need: str, text: str) -> str:
    return decided(text).choices[need].rung.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (one_source("postgresql", volume="20 GB"), "embedded_olap"),
        (one_source("postgresql", volume="20 GB") + "concurrent_users: 6", "relational_db"),
        (one_source("postgresql", volume="300 GB"), "relational_db"),
        (one_source("postgresql", volume="3 TB"), "cloud_warehouse"),
        (one_source("postgresql", volume="20 GB") + "row_security: yes", "relational_db"),
    ],
)
def test_the_lowest_rung_that_holds_the_load_and_gives_what_is_asked(
    decided: Decided, text: str, expected: str
) -> None:
    assert rung(decided, "analytical_store", text) == expected


def test_engines_that_share_tables_get_a_store_and_a_format_that_can(decided: Decided) -> None:
    found = decided(one_source("postgresql", volume="20 GB") + "shared_engines: yes")
    for need in ("analytical_store", "table_format"):
        choice = found.choices[need]
        assert "shared_engines" in choice.rung.gives | choice.technology.gives


def test_a_year_of_growth_counts_with_headroom(decided: Decided) -> None:
    text = one_source("postgresql", volume="70 GB", daily_volume="1 MB/day")
    assert rung(decided, "analytical_store", text + "growth: 0 %") == "embedded_olap"
    assert rung(decided, "analytical_store", text + "growth: 50 %") == "relational_db"


def test_what_runs_already_and_holds_the_load_is_kept(decided: Decided) -> None:
    text = one_source("postgresql", volume="20 GB")
    kept = decided(text + "existing_tools: [{name: Snowflake, keep: yes}]")
    choice = kept.choices["analytical_store"]
    assert choice.technology.name == "Snowflake"
    assert any("Snowflake runs already" in line for line in choice.rejected)
    left = decided(text + "existing_tools: [{name: Snowflake, keep: no}]")
    assert left.choices["analytical_store"].technology.name != "Snowflake"


def test_an_override_stands_and_says_what_the_advisor_would_do_and_what_breaks() -> None:
    found = blueprint(
        one_source("postgresql", volume="5 TB")
        + "overrides: [{need: analytical_store, technology: duckdb, reason: we like it}]"
    )
    decision = next(one for one in found.decisions if one.need == "analytical_store")
    assert decision.choice == "DuckDB"
    assert "the advisor would choose" in decision.overruled
    assert "breaks a limit" in decision.why
    assert any("DuckDB" in one.question for one in found.open_questions)
    assert any("we like it" in row.reason for row in found.stack)


def test_an_override_that_nobody_knows_is_asked_about_and_left_out() -> None:
    found = blueprint("overrides: [{need: orchestration, technology: Dagstr}]")
    assert any("Dagster" in one.question for one in found.open_questions)


def test_over_the_upkeep_budget_managed_wins_where_it_is_worth_its_price(decided: Decided) -> None:
    text = one_source("postgresql", volume="400 GB") + "cost_priority: cheapest\nupkeep_hours: "
    free, tight = decided(text + "90"), decided(text + "9")
    assert not free.managed_for_upkeep
    assert tight.managed_for_upkeep
    assert tight.upkeep < free.upkeep
    assert tight.choices["analytical_store"].technology.managed


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp", "on_prem", "vm"])
def test_everything_that_is_chosen_runs_where_it_shall_run(decided: Decided, cloud: str) -> None:
    text = (
        f"cloud: {cloud}\nopen_source_only: yes\nsources: [{{name: a, kind: mysql, volume: 2 TB}}]"
    )
    for choice in decided(text).choices.values():
        assert cloud in choice.technology.clouds
        assert choice.technology.open_source


def test_all_live_needs_no_schedule(decided: Decided) -> None:
    live = decided(one_source("iot") + USE.format("realtime_dashboard", "5 s"))
    assert "orchestration" not in live.choices
    assert live.tool("orchestration") == live.choices["stream_processing"].technology.name


# -- growth ------------------------------------------------------------------------


def test_the_month_in_which_a_limit_is_passed() -> None:
    path = {m: {"x": 100 * 2 ** (m / 12)} for m in (0, 6, 12, 24, 36)}
    assert month_reached(path, "x", 50) == 0
    assert month_reached(path, "x", 200) == 12
    assert month_reached(path, "x", 400 * 2 ** (-1 / 12)) == 23
    assert month_reached(path, "x", 10**6) is None
    assert month_reached({0: {"x": 0}, 12: {"x": 0}}, "x", 1) is None


def test_growth_is_compound(decided: Decided) -> None:
    text = one_source("postgresql", volume="100 GB", daily_volume="0 B/day")
    found = decided(text + "growth: 50 %")
    assert math.isclose(found.path[12]["held_bytes"], 150e9)
    assert math.isclose(found.path[24]["held_bytes"], 225e9)
    assert math.isclose(decided(text + "growth: 0 %").path[24]["held_bytes"], 100e9)


def test_a_known_step_is_sized_for(decided: Decided) -> None:
    text = one_source("postgresql", volume="100 GB", daily_volume="0 B/day") + "growth: 0 %\n"
    assert math.isclose(decided(text + "step_change: 40 %").path[12]["held_bytes"], 140e9)


# -- money -------------------------------------------------------------------------


def _price(*steps: tuple[int | None, str]) -> Price:
    ends = tuple((None if end is None else Decimal(end), Decimal(usd)) for end, usd in steps)
    return Price("x", "v", "s", "GB", Decimal(1), "r", "d", "src", "high", "", ends)


def test_a_quantity_is_split_over_the_tiers_of_its_price() -> None:
    price = _price((100, "0"), (1000, "0.09"), (None, "0.05"))
    assert list(tiers(price, Decimal(50))) == [(50, 0)]
    assert list(tiers(price, Decimal(100))) == [(100, 0)]
    assert list(tiers(price, Decimal(1500))) == [
        (100, 0),
        (900, Decimal("0.09")),
        (500, Decimal("0.05")),
    ]


def test_unknown_answers_widen_the_estimate(decided: Decided) -> None:
    def width(volume: str) -> Decimal:
        estimate = cost(
            decided(
                "cloud: aws\ngrowth: 20 %\nconcurrent_users: 8\npeak_events: 0\nsources:\n"
                f"- {{name: it, kind: postgresql, daily_volume: 2 GB/day, volume: {volume}}}"
            )
        )
        return (estimate.high - estimate.low) / estimate.total

    assert width("500 GB") < width("{estimate: 500 GB}")


def test_every_line_names_a_dated_price_and_its_source() -> None:
    for line in blueprint(one_source("postgresql", volume="3 TB")).cost.lines:
        assert line.priced
        if line.sku:
            price = load_catalogue().prices[line.sku]
            assert price.effective in line.priced
            assert price.source in line.priced


def test_the_budget_is_checked() -> None:
    found = blueprint(one_source("postgresql", volume="3 TB") + "budget: $1")
    assert any("over the budget of $1" in note for note in found.cost.notes)
    assert any("over the budget" in one.question for one in found.open_questions)


# -- what is said ------------------------------------------------------------------


def test_a_deadline_that_cannot_hold_is_said() -> None:
    many = "".join(f"- {{name: s{n}, kind: mysql}}\n" for n in range(30))
    found = blueprint(f"deadline: 2 weeks\nbuilders: 1\nsources:\n{many}")
    assert any(
        "longer than the deadline" in work for step in found.build_plan for work in step.work
    )


def test_a_run_that_is_late_is_said() -> None:
    found = blueprint("batch_start: 0 5 * * *\nready_by: 5 5 * * *")
    assert any("NOT IN TIME" in flow.schedule for flow in found.flows)
    assert any("not ready when it is needed" in one.question for one in found.open_questions)


def test_a_rule_that_outlasts_the_retention_is_said() -> None:
    found = blueprint("compliance: [sox]\ncurated_retention: 1 year")
    assert any("SOX" in one.question for one in found.open_questions)


def test_a_user_name_is_never_a_phrase_or_a_path() -> None:
    found = blueprint("platform_name: '{lake}/../../etc'\nsources: [{name: '../../{source}'}]")
    assert ".." not in found.storage[0].location
    assert "quarantine/source/" in found.ingestion[0].errors


def test_sources_of_the_same_name_are_told_apart() -> None:
    found = blueprint("sources: [{name: a}, {name: A}, {name: a}]")
    assert [row.source for row in found.data_sources] == ["a", "A_2", "a_3"]


def test_hundreds_of_sources_are_one_platform() -> None:
    many = "".join(f"- {{name: s{n}, kind: mysql, volume: 1 GB}}\n" for n in range(300))
    found = blueprint("sources:\n" + many)
    assert len(found.ingestion) == 300
    assert len(found.flows) == 1
