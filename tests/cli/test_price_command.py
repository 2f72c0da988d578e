"""`data-platform price`: lines that add up, SKUs that are found, and what is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from data_platform.catalog import load_catalogue
from data_platform.catalog.facts import options
from data_platform.cli.pricing import REGIONS

Run = Callable[..., Result]


def test_tiers_and_a_total(run: Run) -> None:
    result = run("price", "s3_standard=65TB", "snowflake_credit_enterprise=1200")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[1].split() == [
        "51,200",
        "GB-months",
        "x",
        "0.023",
        "USD",
        "(first",
        "51,200)",
        "1,177.60",
    ]
    assert lines[2].endswith(" 337.92")
    assert "GB is GiB" in result.stdout
    assert "us-east-1, 2024-07" in result.stdout
    assert "months old)" in result.stdout
    assert lines[-1].split() == ["TOTAL", "5,115.52", "USD"]


def test_json_has_the_same_lines(run: Run) -> None:
    amounts = ("s3_standard=65TB", "snowflake_credit_enterprise=1200")
    found = json.loads(run("price", *amounts, "--json").stdout)
    assert found["total"] == 5115.52
    assert found["currency"] == "USD"
    assert [line["amount"] for line in found["lines"]] == [1177.60, 337.92, 3600]
    first = found["lines"][0]
    assert (first["sku"], first["quantity"], first["rate"]) == ("s3_standard", 51200, 0.023)
    assert (first["unit"], first["gb_is"], first["tier"]) == ("GB-month", "GiB", "first 51,200")
    assert (first["region"], first["confidence"]) == ("us-east-1", "high")
    assert first["effective"].startswith("2024-07")
    assert first["age"] >= 28
    assert "infracost" in first["source"]


def test_a_sku_named_twice_is_one_quantity(run: Run) -> None:
    found = json.loads(run("price", "s3_standard=40TB", "s3_standard=25TB", "--json").stdout)
    assert found["total"] == 1515.52


def test_credits_are_no_dollars(run: Run) -> None:
    result = run("price", "snowflake_credits_m=10h")
    assert result.stdout.splitlines()[-1].split() == ["TOTAL", "40.00", "credits"]
    both = run("price", "snowflake_credits_m=10h", "lambda_req=5M").stdout.splitlines()
    assert [line.split() for line in both[-2:]] == [
        ["TOTAL", "1.00", "USD"],
        ["TOTAL", "40.00", "credits"],
    ]
    assert json.loads(run("price", "snowflake_credits_m=1h", "--json").stdout)["total"] == 0


def test_a_region(run: Run) -> None:
    factor = load_catalogue().region_factor("aws", "eu")
    result = run("price", "s3_standard=1TB", "r2_storage=1TB", "--region", "eu", "--json")
    aws, cloudflare = json.loads(result.stdout)["lines"]
    assert aws["rate"] == pytest.approx(0.023 * float(factor.value))
    assert aws["region_factor"]["source"] == factor.source
    assert (cloudflare["rate"], cloudflare["region_factor"]) == (0.015, None)
    text = run("price", "s3_standard=1TB", "--region", "eu").stdout
    assert f"in European Union x {factor.value} of the US list price" in " ".join(text.split())


def test_the_regions_are_those_of_the_interview() -> None:
    assert options("region") == REGIONS


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (
            ["s3_standart=1TB"],
            "“s3_standart” is no SKU of the price book; did you mean s3_standard?",
        ),
        (["collibra=1"], "collibra has no public price"),
        (["s3_standard"], "“s3_standard” is no SKU=QUANTITY"),
        (["=5"], "is no SKU=QUANTITY"),
        (["s3_standard="], "s3_standard: no number"),
        (["s3_standard=-1"], "must not be below 0"),
        (["s3_standard=5 days"], "s3_standard: this is counted in GB-month"),
        (["s3_standard=1TB", "nothing_like_it_at_all=1"], "`data-platform price --list` shows all"),
        (["s3_standard=1TB", "--list"], "not both"),
        (["--list", "zzzz"], "“zzzz” finds no SKU"),
        (["s3_standard=1TB", "--region", "mars"], "is not one of"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_what_is_wrong_is_told_and_nothing_printed(
    amounts: list[str], said: str, as_json: bool, run: Run
) -> None:
    result = run("price", *amounts, *(["--json"] if as_json else []))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_all_mistakes_at_once(run: Run) -> None:
    result = run("price", "s3_standart=1", "lambda_rek=2")
    assert "s3_standard?" in result.stderr
    assert "lambda_req?" in result.stderr


# -- list ---------------------------------------------------------------------------------


def test_without_arguments_all_are_listed(run: Run) -> None:
    result = run("price")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    catalogue = load_catalogue()
    assert len(lines) == 1 + len(catalogue.prices) + len(catalogue.unpriced)
    assert all(len(line) <= 80 for line in lines)
    assert run("price", "--list").stdout == result.stdout


def test_a_word_finds_skus(run: Run) -> None:
    lines = run("price", "--list", "pub/sub").stdout.splitlines()
    assert len(lines) > 2
    assert all("pubsub" in line for line in lines[1:])
    assert "collibra  none" in run("price", "--list", "collibra").stdout


def test_the_list_in_json(run: Run) -> None:
    found = json.loads(run("price", "--list", "aws_egress", "--json").stdout)
    (egress,) = found
    assert egress["tiers"][0] == {"up_to": 100, "rate": 0}
    assert egress["tiers"][-1]["up_to"] is None
    (collibra,) = json.loads(run("price", "--list", "collibra", "--json").stdout)
    assert collibra["rate"] is None


# -- own prices -----------------------------------------------------------------------------


def test_own_prices_of_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("date: 2026-11-01\ns3_standard: {usd: 0.019}\n")
    found = json.loads(run("price", "s3_standard=65TB", "--prices", "ours.yaml", "--json").stdout)
    (line,) = found["lines"]
    assert (line["amount"], line["own"], line["list_rate"]) == (1264.64, True, 0.023)
    assert (line["source"], line["effective"]) == ("own price, ours.yaml", "2026-11-01")
    text = run("price", "s3_standard=65TB", "--prices", "ours.yaml").stdout
    assert "own price, ours.yaml" in text
    assert "list price 0.023 USD" in text


@pytest.fixture
def settings_file(tmp_path: Path, path: Path) -> Path:
    """Where own prices are looked for."""
    folder = tmp_path / "config" / "data-platform"
    folder.mkdir(parents=True)
    return folder / "prices.yaml"


def test_own_prices_of_the_settings_folder(run: Run, settings_file: Path) -> None:
    settings_file.write_text("discount: {AWS: 50 %}\n")
    os.utime(settings_file, (1_760_000_000, 1_760_000_000))
    (line,) = json.loads(run("price", "s3_put=1M", "--json").stdout)["lines"]
    assert (line["amount"], line["effective"]) == (2.5, "2025-10-09")
    assert str(settings_file) in run("where").stdout


def test_a_blueprint_is_made_with_own_prices(run: Run, settings_file: Path) -> None:
    answers = "platform_name: x\nsources: [{name: shop_db, volume: 900 GB}]\ncloud: aws\n"
    Path("x.yaml").write_text(answers)
    listed = json.loads(run("show", "--answers", "x.yaml", "--format", "json").stdout)
    sku = next(line["sku"] for line in listed["cost"]["lines"] if line["sku"])
    settings_file.write_text(f"date: 2026-11-01\n{sku}: {{usd: 123.456}}\n")
    own = json.loads(run("show", "--answers", "x.yaml", "--format", "json").stdout)
    line = next(line for line in own["cost"]["lines"] if line["sku"] == sku)
    assert float(line["rate"]) == 123.456
    assert "own price, prices.yaml" in line["priced"]
    assert "2026-11-01" in line["priced"]


@pytest.mark.parametrize("command", [["price", "s3_put=1"], ["show"]])
def test_a_file_that_cannot_be_read_is_told(
    command: list[str], run: Run, settings_file: Path
) -> None:
    settings_file.write_text("s3_putt: 1\n")
    result = run(*command)
    assert result.exit_code == 1
    assert (
        "prices.yaml: s3_putt: is no SKU of the price book; did you mean s3_put?" in result.stderr
    )
    assert result.stdout == ""
    assert "s3_putt" in run("where").stdout
    checkup = run("doctor")
    assert checkup.exit_code == 1
    assert "BROKEN  Own prices" in checkup.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "is no UTF-8 text"),
        (b"a" * 1_000_001, "is too long"),
        (b"s3_put: [", "is not YAML"),
        (None, "is missing"),
    ],
)
def test_files_that_are_no_prices(
    content: bytes | None, said: str, run: Run, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "ours.yaml").write_bytes(content)
    result = run("price", "s3_put=1", "--prices", "ours.yaml")
    assert result.exit_code == 1
    assert said in result.stderr


def test_skus_are_completed() -> None:
    import click

    from data_platform.cli.completing import SKU

    found = SKU.shell_complete(click.Context(click.Command("x")), click.Argument(["x"]), "s3_st")
    assert [item.value for item in found] == ["s3_standard="]
