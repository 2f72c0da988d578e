"""Published examples are recomputed from the price book, and what cannot be is named."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from benchmarks.expressions import BadExpression, Reader, Sum
from benchmarks.prices import HERE, as_json, as_text, example, main, recompute
from data_platform.catalog import Catalogue, load_catalogue

OWN = HERE / "examples" / "prices.yaml"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def read(text: str, **values: str) -> Sum:
    known = {name: Decimal(value) for name, value in values.items()}
    return Reader(load_catalogue(), known).read(text)


# -- expressions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quantities", "stated"),
    [
        ("2*730*p('kinesis_shard') + 262.8*p('kinesis_put')", [1460, "262.8"], 0),
        ("730*(p('kinesis_shard') + 2*p('kinesis_put'))", [730, 1460], 0),
        ("396 + 122 + p('kinesis_shard')/4 - 10", ["0.25"], 508),
        ("-p('kinesis_shard') + 3*p('kinesis_shard')", [2], 0),
        ("sum([p('kinesis_shard'), 2*p('kinesis_put'), 7])", [1, 2], 7),
        ("ceil(10.2)*p('kinesis_shard')", [11], 0),
        ("round(2.5678, 2) + 2**3 + int(7.9) + abs(-1) + 7//2 + 7%4", [], "24.57"),
        ("max(100, p('pinecone_min_standard'))", [], 100),
        ("p('kinesis_shard', 12)", [12], 0),
        # A size of warehouse counts credits: a number that multiplies the price of one.
        ("10*p('snowflake_credits_m')*p('snowflake_credit_standard')", [40], 0),
        ("24*p('snowflake_credits_xs')", [], 24),
        ("round(p('kinesis_shard')*10, 2)", [10], 0),
    ],
)
def test_expressions_become_quantities(
    text: str, quantities: list[int | str], stated: int | str
) -> None:
    found = read(text)
    assert list(found.quantities.values()) == [Decimal(str(one)) for one in quantities]
    assert found.stated == Decimal(str(stated))


def test_an_expression_may_name_what_the_example_states() -> None:
    assert read("hours*p('kinesis_shard')", hours="730").quantities == {"kinesis_shard": 730}


def test_the_dearer_keeps_its_lines() -> None:
    assert read("max(1, 730*p('kinesis_shard'))").quantities == {"kinesis_shard": 730}


def test_a_product_of_prices_counts_at_list_rates(catalogue: Catalogue) -> None:
    found = read("p('s3_put')*p('s3_get')")
    assert not found.quantities
    assert found.stated == catalogue.prices["s3_put"].usd * catalogue.prices["s3_get"].usd


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "p('s3_put').real",
        "(lambda: 1)()",
        "[p('s3_put') for _ in range(3)]",
        "open('x')",
        "p(1)",
        "p('s3_put', sku=2)",
        "hours*2",
        "'text'",
        "True + 1",
        "1/0",
        "1/(p('s3_put')-p('s3_put'))",
        "9**9999",
        "2 +",
        "",
        "(" * 500 + "1" + ")" * 500,
        "1+" * 6000 + "1",
        "max()",
        "ceil(1, 2)",
        "1 if True else 2",
        "p('s3_put') @ 2",
    ],
)
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        read(text)


# -- examples ---------------------------------------------------------------------------------


def test_the_examples_of_the_repository_are_matched(catalogue: Catalogue) -> None:
    found = recompute(OWN, catalogue)
    written = yaml.safe_load(OWN.read_text("utf-8"))
    assert len(found) == len(written) >= 24
    for one, entry in zip(found, written, strict=True):
        reproducible = entry["check"] is not None and entry.get("verdict") != "off"
        assert one.matched == reproducible, one.id
        assert not one.unknown


def test_every_example_has_a_source_that_can_be_found() -> None:
    for entry in yaml.safe_load(OWN.read_text("utf-8")):
        assert entry["source"].strip()
        digits = "".join(c if c.isdigit() else " " for c in entry["source"]).split()
        assert all(len(number) < 8 for number in digits), entry["id"]


def test_lines_are_those_of_a_bill(catalogue: Catalogue) -> None:
    entry = {"id": "x", "published_usd": 1515.52, "check": "66560*p('s3_standard')"}
    one = example(entry, 1, catalogue)
    assert [line.amount for line in one.lines] == [Decimal("1177.60"), Decimal("337.92")]
    assert one.tiered == Decimal("1515.52")
    assert one.flat == Decimal("1530.88")
    assert one.by_tiers
    assert one.difference == 0


def test_a_free_first_tier_may_be_left_out_by_a_publisher(catalogue: Catalogue) -> None:
    entry = {"id": "x", "published_usd": 45, "check": "500*p('aws_egress')"}
    one = example(entry, 1, catalogue)
    assert (one.tiered, one.flat, one.recomputed) == (36, 45, 45)
    assert one.matched
    assert not one.by_tiers
    assert as_json([one])["matched_by_tiers"] == 0


@pytest.mark.parametrize(
    ("entry", "said", "complete"),
    [
        ("text", "is no mapping", False),
        ({}, "states no check", False),
        ({"id": "x", "published_usd": 5, "check": None}, "states no check", False),
        ({"id": "x", "check": "p('s3_put')"}, "states no published figure", False),
        ({"id": "x", "published_usd": "many", "check": "1"}, "no published figure", False),
        ({"id": "x", "published_usd": 5, "check": "p('s3_putt')"}, "did you mean s3_put?", True),
        ({"id": "x", "published_usd": 5, "check": "p('collibra')"}, "no public price", True),
        ({"id": "x", "published_usd": 5, "check": "5 +"}, "is no expression", True),
        ({"id": "x", "published_usd": 5, "check": ["a"]}, "is no", True),
        ({"id": "x", "published_usd": 5, "check": "days*2"}, "“days” is no number", True),
    ],
)
def test_what_cannot_be_computed_is_named(
    entry: object, said: str, complete: bool, catalogue: Catalogue
) -> None:
    one = example(entry, 3, catalogue)
    assert said in one.problem
    assert one.complete == complete
    assert not one.matched
    assert one.recomputed is None
    assert said in as_text([one])


def test_the_monthly_figure_stands_in_and_zero_is_no_match(catalogue: Catalogue) -> None:
    entry = {"id": "x", "monthly_usd": "2,150", "check": 2150}
    assert example(entry, 1, catalogue).matched
    nothing = example({"id": "x", "published_usd": 0, "check": "p('s3_put')"}, 1, catalogue)
    assert not nothing.matched
    assert nothing.difference is None


def test_json_names_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text(
        "- {id: a, published_usd: 0.015, check: p('kinesis_shard')}\n"
        "- {id: b, published_usd: 1, check: p('kinesis_shard'), verdict: off}\n"
        "- {id: c, published_usd: 1, check: p('unheard_of') + 1}\n"
        "- {id: d, published_usd: 1, check: null}\n"
        "- 5\n"
    )
    assert main([str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["matched"], found["of"]) == (1, 3)
    rest = {one["id"]: one for one in found["rest"]}
    assert rest["b"]["difference_percent"] == -98.5
    assert rest["c"]["unknown"] == ["unheard_of"]
    assert [one["id"] for one in found["incomplete"]] == ["d", "example 5"]
    assert found["examples"][0]["lines"][0]["sku"] == "kinesis_shard"


def test_the_table_holds_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lines"]) == 0
    text = capsys.readouterr().out
    table = text.partition("\nmatched within 2 %")[0]
    assert all(len(line) <= 80 for line in table.splitlines())
    assert "matched within 2 %:" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [("- {id: [", "is no YAML"), ("5", "must be a list"), ("", "must be a list"), (None, "read")],
)
def test_a_file_of_no_examples(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "examples.yaml"
    if content is not None:
        path.write_text(content)
    assert main([str(path)]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
