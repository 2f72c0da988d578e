"""What is decided: over a budget, against the advisor, for nothing, twice, and why."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from designed import blueprint, questions

from data_platform.advisor.cost import cost
from data_platform.advisor.stack import Design
from data_platform.catalog import load_catalogue

Decided = Callable[[str], Design]


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
        ("cloud: on_prem\nbi_tool: looker", "not run in a data centre of your own"),
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
        "cloud: on_prem\npeak_events: 500 million/s\nsources: [{name: it, kind: logs}]\n"
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
    found = blueprint("compliance: [psd2]\ncurated_retention: 60 months\nraw_retention: 1 year")
    assert "PSD2 asks for" not in questions(found)
    short = blueprint("compliance: [psd2]\ncurated_retention: 59 months\nraw_retention: 1 year")
    assert "PSD2 asks for" in questions(short)


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
        ("sources: [{name: shop, kind: mysql}]", "day and customer", ["day", "customer_id"]),
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
