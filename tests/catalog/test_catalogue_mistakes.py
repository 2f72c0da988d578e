"""Every mistake in the catalogue's YAML is named with file, key and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_platform.catalog import BadCatalogue
from data_platform.catalog.loader import read_catalogue

Spoil = Callable[..., str]
STORE = "ladders/analytical_store.yaml"


def test_the_untouched_copy_is_fine(folder: Path) -> None:
    assert read_catalogue(folder).technologies


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        # A mistyped key names the nearest one.
        ("metrics.yaml", "{label: ", "{lable: ", "did you mean label?"),
        ("technologies/stores.yaml", "licence: MIT", "license: MIT", "did you mean licence?"),
        (STORE, "move: one library", "mvoe: one library", "did you mean move?"),
        ("prices/aws.yaml", "vendor: AWS", "vender: AWS", "did you mean vendor?"),
        ("constants.yaml", "{value: 1 kB", "{values: 1 kB", "did you mean value?"),
        # A mistyped reference too.
        (STORE, "[duckdb, motherduck]", "[duckbd, motherduck]", "did you mean duckdb?"),
        (STORE, "metric: hot_bytes", "metric: hot_byte", "did you mean hot_bytes?"),
        (STORE, "gives: [sql,", "gives: [sqll,", "did you mean sql?"),
        ("technologies/live_stores.yaml", "sku: ch_storage", "sku: ch_storag", "ch_storage?"),
        ("technologies/stores.yaml", "node: small", "node: smal", "did you mean small?"),
        ("technologies/stores.yaml", "{of: database_ram_gb", "{of: databse_ram_gb", "database_ram"),
        ("technologies/stores.yaml", "skills: [sql, python]", "skills: [sq, python]", "sql?"),
        ("technologies/stores.yaml", "clouds: [aws]", "clouds: [awss]", "did you mean aws?"),
        ("technologies/stores.yaml", "  clouds: [aws]", "  clouds: []", "name at least one of aws"),
        ("technologies/transform.yaml", "dbt_lineage,", "dbt_linage,", "did you mean dbt_lineage?"),
        ("technologies/governance.yaml", "beside: [dbt_core", "beside: [dbt_cor", "dbt_core?"),
        ("workloads.yaml", "wants: [bi]", "wants: [bii]", "did you mean bi?"),
        ("nodes.yaml", "aws: ec2_t4g_medium", "aws: ec2_t4g_mdium", "ec2_t4g_medium?"),
        ("regulations.yaml", "    erasure: {", "    erasur: {", "did you mean erasure?"),
        ("personal.yaml", "contact:", "contacts:", "the interview offers behaviour"),
        (
            "personal.yaml",
            "columns: [first_name, last_name, email, phone, street, postcode]",
            "columns: []",
            "name at least one",
        ),
        # Values that cannot be read.
        ("regulations.yaml", "{within: 6 months, ", "{", "is said of retention and"),
        ("regulations.yaml", "audit: {source", "audit: {within: 1 day, source", "is said of"),
        ("regulations.yaml", "{within: 5 years", "{within: 5", "needs a unit"),
        ("regulations.yaml", "confidence: assumption", "confidence: high", "go together"),
        (STORE, "most: 100 GB", "most: 100", "needs a unit"),
        (STORE, "least: 15 min", "least: soon", "15 min"),
        (STORE, "confidence: medium", "confidence: sure", "is no confidence"),
        ("technologies/stores.yaml", "managed: no", "managed: maybe", "answer yes or no"),
        ("technologies/stores.yaml", "upkeep: 30 min", "upkeep: 2", "needs a unit"),
        ("prices/aws.yaml", "usd: 0.023, region", "usd: cheap, region", "is no number"),
        ("prices/aws.yaml", "usd: 0.023, region", "usd: -1, region", "at least 0"),
        ("prices/aws.yaml", "usd: 0.023, region", "usd: .inf, region", "is no number"),
        ("prices/aws.yaml", "usd: 0.023, region", "usd: NaN, region", "must be a number"),
        ("technologies/stores.yaml", "each: 8,", "each: 0,", "must be above 0"),
        # What must be there.
        ("prices/aws.yaml", 'region: "us-east-1", ', "", "s3_standard.region: is missing"),
        (STORE, "technologies: [duckdb, motherduck]", "technologies: []", "name at least one"),
        # Sources.
        ("technologies/stores.yaml", "duckdb.org, Guides > Performance > Environment", "", "empty"),
        (
            "technologies/stores.yaml",
            "duckdb.org, Guides > Performance > Environment",
            "public file 53675435641",
            "names a file by its number",
        ),
        ("constants.yaml", "source: own assumption", "source: a paper", "go together"),
        # The order of a ladder: a tighter limit must say why.
        ("ladders/serving_store.yaml", "tighter: ", "reason: ", "unknown key"),
        (
            "ladders/serving_store.yaml",
            'tighter: "it keeps rows, the analytical store packed columns"',
            'tighter: ""',
            "at least that of analytical_store",
        ),
        (STORE, "most: 1 TB, source", "most: 10 GB, source", "at least that of embedded_olap"),
        (STORE, "least: 5 s, source", "least: 1 hour, source", "at most that of embedded_olap"),
        (STORE, "id: relational_db", "id: embedded_olap", "stands there twice"),
        (
            STORE,
            "metric: dashboard_latency_seconds",
            "metric: dashboard_freshness_seconds",
            "a metric twice",
        ),
        # What a technology replaces and holds by itself, and how changes get on.
        ("technologies/stores.yaml", "replaces: [duckdb]", "replaces: [duckbd]", "duckdb?"),
        ("technologies/stores.yaml", "  replaces: [duckdb]\n", "", "name at least one"),
        ("technologies/stores.yaml", "replaces: [duckdb]", "replaces: [motherduck]", "no other"),
        (
            "technologies/orchestration.yaml",
            "most: 4k",
            "most: 40k",
            "must be tighter than that of orchestration.workflow_platform",
        ),
        (
            "technologies/warehouses.yaml",
            "needs: [analytical_store], source",
            "needs: [bi], source",
            "it stands on no rung of bi",
        ),
        (
            "technologies/ingestion.yaml",
            "  carries: it writes them to the",
            "  carry: it",
            "carries?",
        ),
        ("technologies/ingestion.yaml", "  carries: it hands", "  format: it hands", "say how the"),
        ("ladders/transform.yaml", "because: ", "tighter: ", "says in `because`"),
        # Bands, tiers, doubles.
        ("constants.yaml", "{value: 4, low: 3", "{value: 2, low: 3", "between low and high"),
        ("prices/aws.yaml", "up_to: 512000", "up_to: 100", "above the tier before it"),
        ("prices/aws.yaml", "s3_put:", "s3_standard:", "stands there twice"),
        ("prices/azure.yaml", "azvm_b2s:", "s3_put:", "stands in prices/aws.yaml too"),
        # What belongs together with the interview.
        ("workloads.yaml", "rag:\n", "chat:\n", "is missing; the interview offers it"),
        ("source_kinds.yaml", "shape: stream", "shape: river", "is no shape"),
    ],
)
def test_a_mistake_is_named(spoil: Spoil, file: str, old: str, new: str, said: str) -> None:
    message = spoil(file, old, new)
    assert said in message
    assert file.split("/")[0].removesuffix(".yaml") in message


def test_a_technology_on_no_rung(spoil: Spoil) -> None:
    message = spoil(STORE, "[duckdb, motherduck]", "[duckdb]")
    assert "motherduck: is on no rung" in message


def test_a_cost_needs_a_price_in_money(spoil: Spoil) -> None:
    cost = "sku: ch_storage, quantity: [store_gb]"
    message = spoil("technologies/live_stores.yaml", cost, cost.replace("ch_storage", "collibra"))
    assert "“collibra” has no public price" in message


def test_credits_are_no_money(spoil: Spoil) -> None:
    cost = "sku: ch_storage, quantity: [store_gb]"
    other = cost.replace("ch_storage", "snowflake_credits_xs")
    message = spoil("technologies/live_stores.yaml", cost, other)
    assert "“snowflake_credits_xs” counts credits and no money" in message


def test_a_limit_above_a_rung_without_one(spoil: Spoil) -> None:
    message = spoil(
        "ladders/query_engine.yaml",
        "    limits: []\n    gives: [sql, nested_data, open_format",
        "    limits:\n      - {metric: jobs, most: 5, source: a paper, confidence: low}\n"
        "    gives: [sql, nested_data, open_format",
    )
    assert "the lowest rung has no such limit" in message


def test_sku_and_node_exclude_each_other(spoil: Spoil) -> None:
    old = "node: small, quantity: [3]}"
    new = "node: small, sku: ch_storage, quantity: [3]}"
    message = spoil("technologies/event_logs.yaml", old, new)
    assert "either a sku or a node" in message


def test_a_ladder_for_an_unknown_need(folder: Path) -> None:
    (folder / "ladders" / "orchestraton.yaml").write_text("title: x", "utf-8")
    with pytest.raises(BadCatalogue, match="did you mean orchestration"):
        read_catalogue(folder)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "just text", "a: [1", "? [x]\n: y", "\x00", "!!python/object/apply:os.system [x]"],
)
@pytest.mark.parametrize("file", ["metrics.yaml", "ladders/bi.yaml", "prices/aws.yaml"])
def test_hostile_files(folder: Path, file: str, content: str) -> None:
    (folder / file).write_text(content, "utf-8")
    with pytest.raises(BadCatalogue):
        read_catalogue(folder)


@pytest.mark.parametrize("file", ["constants.yaml", "ladders/bi.yaml"])
def test_a_missing_or_unreadable_file(folder: Path, file: str) -> None:
    (folder / file).write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(BadCatalogue, match="UTF-8"):
        read_catalogue(folder)
    (folder / file).unlink()
    with pytest.raises(BadCatalogue, match="is missing"):
        read_catalogue(folder)


def test_words_that_yaml_would_guess_at_stay_words(folder: Path) -> None:
    path = folder / "capabilities.yaml"
    path.write_text(path.read_text("utf-8").replace("sql: queries in SQL", "sql: no"), "utf-8")
    assert read_catalogue(folder).capabilities["sql"] == "no"
