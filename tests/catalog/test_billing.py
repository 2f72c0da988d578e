"""Money: quantities as people write them, tier by tier, and the sum."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.catalog import Catalogue, Price, load_catalogue
from data_platform.catalog.amounts import example, read_quantity
from data_platform.catalog.billing import bill, lines_of, rounded, steps, tiers
from data_platform.interview.numerals import BadValue

KNOWN = load_catalogue()
TIERED = sorted(sku for sku, price in KNOWN.prices.items() if price.tiers)
QUANTITIES = st.decimals(min_value=0, max_value=10**7, places=3)


@pytest.mark.parametrize(
    ("sku", "text", "quantity"),
    [
        ("s3_standard", "65TB", "66560"),  # AWS counts GB as GiB
        ("s3_standard", "65 TiB", "66560"),
        ("s3_standard", "1,024 GB", "1024"),
        ("s3_standard", "500 GB-months", "500"),
        ("s3_standard", "500", "500"),
        ("gcs_standard", "1 TiB", "1024"),
        ("gcs_standard", "1024 GB", "953.674316406"),
        ("r2_storage", "1TB", "1000"),
        ("athena_tb", "512 GB", "0.5"),
        ("snowflake_storage_od", "2TB", "2"),
        ("bq_streaming_insert", "1 GB", "5"),  # blocks of 200 MB
        ("lambda_req", "5M", "5"),
        ("lambda_req", "5", "5"),
        ("lambda_req", "5 million requests", "5"),
        ("lambda_req", "5000000 requests", "5"),
        ("s3_put", "20k", "20"),
        ("adls_write", "50k", "5"),
        ("snowflake_credit_enterprise", "1200", "1200"),
        ("snowflake_credit_enterprise", "1,200 credits", "1200"),
        ("ec2_m7g_large", "730h", "730"),
        ("ec2_m7g_large", "1 month", "730"),
        ("ec2_m7g_large", "2 days", "48"),
        ("hetzner_cx23", "1 year", "12"),
        ("kinesis_shard", "730h", "730"),
        ("kinesis_shard", "1460 shard-hours", "1460"),
        ("emr_serverless_gb", "100 GB-h", "100"),
        ("pbi_pro", "10 users", "10"),
        ("snowflake_credits_m", "90 min", "1.5"),
        ("gpt5_mini_in", "20M tokens", "20"),
    ],
)
def test_quantities_are_read_in_the_unit_of_the_price(
    sku: str, text: str, quantity: str, catalogue: Catalogue
) -> None:
    assert read_quantity(text, catalogue.prices[sku]) == Decimal(quantity)


@pytest.mark.parametrize(
    ("sku", "text", "said"),
    [
        ("s3_standard", "", "no number"),
        ("s3_standard", "-5", "must not be below 0"),
        ("s3_standard", "5T", "“T” is none"),
        ("s3_standard", "5b", "counted in GB-month"),
        ("s3_standard", "5 hours", "write it like 500GB"),
        ("lambda_gbs", "400GB", "write it like 500 GB-seconds"),
        ("lambda_req", "5 days", "write it like 5M"),
        ("ec2_m7g_large", "5m", "write it like 730h"),  # minutes or millions
        ("ec2_m7g_large", "5GB", "counted in hour"),
        ("pbi_pro", "2-3", "not a range"),
        ("pbi_pro", "9" * 40, "too large"),
        ("snowflake_credit_enterprise", "nan", "no number"),
    ],
)
def test_what_is_no_quantity_is_refused(
    sku: str, text: str, said: str, catalogue: Catalogue
) -> None:
    with pytest.raises(BadValue, match=said.replace("(", r"\(")):
        read_quantity(text, catalogue.prices[sku])


def test_what_is_offered_as_right_is_right(catalogue: Catalogue) -> None:
    for price in catalogue.prices.values():
        assert read_quantity(example(price), price) > 0, price.sku


def test_a_bill_by_tiers(catalogue: Catalogue) -> None:
    made = bill(
        catalogue, {"s3_standard": Decimal(66560), "snowflake_credit_enterprise": Decimal(1200)}
    )
    told = [(line.tier.quantity, line.rate, line.amount) for line in made.lines]
    assert told == [
        (51200, Decimal("0.023"), Decimal("1177.60")),
        (15360, Decimal("0.022"), Decimal("337.92")),
        (1200, 3, 3600),
    ]
    assert [line.tier.words for line in made.lines] == ["first 51,200", "51,200 to 512,000", ""]
    assert made.total == Decimal("5115.52")


def test_credits_are_summed_beside_money(catalogue: Catalogue) -> None:
    quantities = {"snowflake_credits_m": Decimal(10), "snowflake_credit_standard": Decimal(40)}
    made = bill(catalogue, quantities)
    assert made.total == 80
    assert made.counted == {"credits": 40}


def test_a_region_multiplies_what_is_listed_for_the_us(catalogue: Catalogue) -> None:
    quantities = {"s3_standard": Decimal(100), "r2_storage": Decimal(100)}
    here, there = bill(catalogue, quantities), bill(catalogue, quantities, "latam")
    factor = catalogue.region_factor("aws", "latam")
    assert there.lines[0].amount == rounded(Decimal("2.3") * factor.value)
    assert there.lines[0].factor == factor
    assert there.lines[1].amount == here.lines[1].amount
    assert bill(catalogue, quantities, "us") == here


def test_an_unknown_sku_is_no_line(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        bill(catalogue, {"s3_standart": Decimal(1)})


def test_amounts_below_one_keep_four_digits() -> None:
    written = ("12.345", "0.123456", "0.0000166667", "0", "-3.456", "0.99999")
    found = [rounded(Decimal(text)) for text in written]
    right = ("12.35", "0.1235", "0.00001667", "0", "-3.46", "1.0000")
    assert found == [Decimal(text) for text in right]


def test_a_free_first_tier_is_a_line_of_nothing(catalogue: Catalogue) -> None:
    lines = list(lines_of(catalogue, "aws_egress", Decimal(150)))
    assert [line.amount for line in lines] == [0, Decimal("4.50")]


# -- properties ---------------------------------------------------------------------------


@given(sku=st.sampled_from(sorted(KNOWN.prices)), quantity=QUANTITIES)
def test_lines_add_up(sku: str, quantity: Decimal) -> None:
    made = bill(KNOWN, {sku: quantity})
    assert sum(line.tier.quantity for line in made.lines) == quantity
    assert made.amount == sum(line.amount for line in made.lines)
    assert made.total + sum(made.counted.values()) == made.amount
    for line in made.lines:
        exact = line.tier.quantity * line.rate
        assert abs(line.amount - exact) <= Decimal("0.005")


@given(
    sku=st.sampled_from(sorted(KNOWN.prices)),
    one=QUANTITIES,
    other=QUANTITIES,
    region=st.sampled_from(["", "us", "eu", "latam"]),
)
def test_more_never_costs_less(sku: str, one: Decimal, other: Decimal, region: str) -> None:
    less, more = sorted((one, other))
    assert bill(KNOWN, {sku: less}, region).amount <= bill(KNOWN, {sku: more}, region).amount


@given(sku=st.sampled_from(TIERED), step=st.decimals("0.000001", "0.001", places=6))
def test_tiers_join_without_a_jump(sku: str, step: Decimal) -> None:
    price = KNOWN.prices[sku]
    dearest = max(rate for _, rate in price.tiers)
    for end, _ in price.tiers[:-1]:
        assert end is not None
        costs = [sum(q * rate for q, rate in tiers(price, end + d)) for d in (-step, 0, step)]
        assert 0 <= costs[1] - costs[0] <= step * dearest
        assert 0 <= costs[2] - costs[1] <= step * dearest


@given(quantity=QUANTITIES, cut=st.integers(1, 10**6))
def test_tiers_at_one_rate_are_no_tiers(quantity: Decimal, cut: int) -> None:
    flat: Price = KNOWN.prices["s3_put"]
    cut_up = replace(flat, tiers=((Decimal(cut), flat.usd), (None, flat.usd)))
    billed = sum(tier.quantity * tier.rate for tier in steps(cut_up, quantity))
    assert billed == quantity * flat.usd
