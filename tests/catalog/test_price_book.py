"""The price book: complete, dated, in money or not, and what it is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from data_platform.catalog import Catalogue
from data_platform.catalog.facts import options
from data_platform.catalog.price import age_in_words, months_between, year_month

Spoil = Callable[..., str]


def test_the_book_holds_what_was_gathered(catalogue: Catalogue) -> None:
    assert len(catalogue.prices) >= 489
    assert len(catalogue.unpriced) >= 7
    assert not set(catalogue.prices) & set(catalogue.unpriced)


@pytest.mark.parametrize(
    ("sku", "usd", "unit"),
    [
        ("s3_standard", "0.023", "GB-month"),
        ("snowflake_credit_enterprise", "3", "credit"),
        ("lambda_gbs", "0.0000166667", "GB-second"),
        ("pubsub_tib", "40", "TiB"),
        ("bq_ondemand_tib", "6.25", "TiB"),
        ("fabric_cu", "0.18", "CU-hour"),
        ("hetzner_cx23", "6.49", "month"),
        ("metabase_oss", "0", "licence"),
    ],
)
def test_rates_are_as_published(sku: str, usd: str, unit: str, catalogue: Catalogue) -> None:
    price = catalogue.prices[sku]
    assert (price.usd, price.unit) == (Decimal(usd), unit)


def test_every_entry_says_where_when_and_how_sure(catalogue: Catalogue) -> None:
    for one in (*catalogue.prices.values(), *catalogue.unpriced.values()):
        assert one.region
        assert one.source
        assert year_month(one.effective) or "undated" in one.effective, one.sku
        assert not re.search(r"\bfiles? (id )?\d+|\d{9,}|own memory", one.source), one.sku


def test_no_source_speaks_of_a_number_of_a_file(catalogue: Catalogue) -> None:
    for one in catalogue.prices.values():
        assert not re.search(r"\d{8,}", f"{one.source} {one.note}"), one.sku


def test_what_counts_no_money_is_told_apart(catalogue: Catalogue) -> None:
    counted = {price.counts for price in catalogue.prices.values() if price.counts}
    assert counted == {"credits", "DBU", "CU-hours"}
    assert catalogue.prices["snowflake_credits_m"].usd == 4
    assert not catalogue.prices["snowflake_credit_standard"].counts


def test_a_unit_in_bytes_says_which(catalogue: Catalogue) -> None:
    """AWS and Snowflake mean 2^30 bytes by GB, Cloudflare 10^9."""
    for price in catalogue.prices.values():
        if price.vendor in ("AWS", "Snowflake") and re.search(r"\b[GT]B\b", price.unit):
            assert price.gb_is == "GiB", price.sku
    assert catalogue.prices["r2_storage"].gb_is == "GB"


def test_tiers_rise_and_begin_at_the_listed_rate(catalogue: Catalogue) -> None:
    tiered = [price for price in catalogue.prices.values() if price.tiers]
    assert len(tiered) >= 5
    for price in tiered:
        rates = [rate for _, rate in price.tiers]
        assert price.usd in rates
        paid = [rate for rate in rates if rate]
        assert paid == sorted(paid, reverse=True)


# -- dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-07 (unchanged in 2026-05 c3x check)", (2024, 7)),
        ("2024", (2024, 1)),
        ("2026-10-07", (2026, 10)),
        ("2025-2026", (2025, 1)),
        ("2026 (raised from 6.00 during 2026)", (2026, 1)),
        ("undated", None),
        ("-", None),
        ("", None),
    ],
)
def test_dates_are_read_leniently(text: str, found: tuple[int, int] | None) -> None:
    assert year_month(text) == found


def test_age() -> None:
    assert months_between("2024-07", "2026-11-25") == 28
    assert months_between("2027-01", "2026-11-25") == 0
    assert months_between("undated", "2026-11-25") is None
    assert [age_in_words(n) for n in (None, 0, 1, 13, 24, 28)] == [
        "undated",
        "new",
        "1 month old",
        "13 months old",
        "2 years old",
        "2 years 4 months old",
    ]


def test_the_book_has_a_date(catalogue: Catalogue, spoil: Spoil) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", catalogue.book.as_of)
    assert "must be a date" in spoil("price_book.yaml", f'"{catalogue.book.as_of}"', "soon")


# -- regions ----------------------------------------------------------------------------


def test_every_cloud_has_a_factor_in_every_region(catalogue: Catalogue) -> None:
    for cloud in options("cloud"):
        for region in options("region"):
            factor = catalogue.region_factor(cloud, region)
            assert Decimal("0.5") < factor.low <= factor.value <= factor.high < 3
            assert factor.source
        assert catalogue.region_factor(cloud, "us").value == 1


def test_factors_follow_the_public_lists(catalogue: Catalogue) -> None:
    """South America is the dearest region of each cloud."""
    for cloud in ("aws", "azure", "gcp"):
        values = {r: catalogue.region_factor(cloud, r).value for r in options("region")}
        assert max(values, key=lambda region: values[region]) == "latam"
        assert 1 < values["eu"] < values["latam"]


@pytest.mark.parametrize(
    ("sku", "seller"),
    [
        ("s3_standard", "aws"),
        ("adls_hot_lrs", "azure"),
        ("gcs_standard", "gcp"),
        ("snowflake_credit_enterprise", "Snowflake"),
        ("r2_storage", None),  # one price everywhere
        ("neon_storage", None),
        ("hetzner_cx23", None),  # a price of the EU already
        ("synapse_serverless_tb", None),
    ],
)
def test_a_factor_is_for_prices_of_the_us(
    sku: str, seller: str | None, catalogue: Catalogue
) -> None:
    factor = catalogue.price_factor(sku, "eu")
    assert (factor.seller if factor else None) == seller


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 1.7, low: 1.5", "value: 1.3, low: 1.5", "between low and high"),
        ("value: 1.7, low: 1.5", "value: 1.7, low: 0", "above 0"),
        ("  latam: {value: 1.7,", "  latin: {value: 1.7,", "did you mean latam?"),
        ("\naws:\n", "\nawz:\n", "did you mean aws?"),
        ("\nSnowflake:\n", "\nSnowflke:\n", "did you mean Snowflake?"),
        ("confidence: high}\n  several", "confidence: assumption}\n  several", "go together"),
    ],
)
def test_a_wrong_factor_is_named(old: str, new: str, said: str, spoil: Spoil) -> None:
    message = spoil("regions.yaml", old, new)
    assert said in message
    assert "regions.yaml" in message


# -- mistakes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("prices/aws.yaml", "gb_is: GiB", "gb_is: Gigs", "did you mean"),
        (
            "prices/snowflake.yaml",
            'unit: "credit",',
            'unit: "credit", gb_is: GiB,',
            "of which “credit” does not speak",
        ),
        (
            "prices/tools.yaml",
            "usd: null",
            "tiers: [{usd: 1}], usd: null",
            "none without a price",
        ),
    ],
)
def test_a_wrong_price_is_named(file: str, old: str, new: str, said: str, spoil: Spoil) -> None:
    assert said in spoil(file, old, new)
