"""Own prices: a text that overrules the book, and what is wrong with it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data_platform.catalog import BadCatalogue, Catalogue
from data_platform.catalog.billing import bill
from data_platform.catalog.own_prices import with_own_prices


def test_a_rate_overrules_the_list(catalogue: Catalogue) -> None:
    own = with_own_prices(catalogue, "s3_standard: {usd: 0.019, note: agreed}", dated="2026-11-01")
    price = own.prices["s3_standard"]
    assert (price.usd, price.tiers, price.note) == (Decimal("0.019"), (), "agreed")
    assert (price.effective, price.source) == ("2026-11-01", "own price, prices.yaml")
    assert price.list_usd == catalogue.prices["s3_standard"].usd
    assert (price.unit, price.gb_is) == ("GB-month", "GiB")
    assert own.price_factor("s3_standard", "latam") is None  # it is what is paid, wherever
    untouched = set(own.prices) - {"s3_standard"}
    assert all(own.prices[sku] == catalogue.prices[sku] for sku in untouched)


def test_a_rate_alone_and_tiers(catalogue: Catalogue) -> None:
    text = "lambda_req: 0.15\ns3_standard: {tiers: [{up_to: 100, usd: 0.02}, {usd: 0.01}]}"
    own = with_own_prices(catalogue, text)
    assert own.prices["lambda_req"].usd == Decimal("0.15")
    assert bill(own, {"s3_standard": Decimal(300)}).total == Decimal("4.00")


def test_a_discount_of_a_vendor_or_a_sku(catalogue: Catalogue) -> None:
    text = "s3_put: 0.001\ndiscount: {aws: 10 %, s3_standard: 20%, pbi_pro: 50}"
    own = with_own_prices(catalogue, text, dated="2026-11-01")
    listed = catalogue.prices
    assert own.prices["s3_get"].usd == listed["s3_get"].usd * Decimal("0.9")
    assert own.prices["s3_standard"].usd == listed["s3_standard"].usd * Decimal("0.8")
    assert own.prices["s3_standard"].tiers[2][1] == Decimal("0.0168")
    assert own.prices["s3_put"].usd == Decimal("0.001")
    assert own.prices["pbi_pro"].usd == 7
    assert own.prices["gcs_standard"] == listed["gcs_standard"]
    assert "list price less 10 %" in own.prices["s3_get"].source
    assert own.price_factor("s3_get", "eu") == catalogue.price_factor("s3_get", "eu")


def test_credits_get_no_discount(catalogue: Catalogue) -> None:
    own = with_own_prices(catalogue, "discount: {Snowflake: 15 %}")
    assert own.prices["snowflake_credits_m"].usd == 4
    assert own.prices["snowflake_credit_standard"].usd == Decimal("1.70")


def test_what_has_no_public_price_can_have_an_own_one(catalogue: Catalogue) -> None:
    own = with_own_prices(catalogue, "collibra: {usd: 90000}")
    assert own.prices["collibra"].usd == 90000
    assert own.prices["collibra"].list_usd is None
    assert "collibra" not in own.unpriced
    assert "collibra" in catalogue.unpriced


def test_an_empty_file_changes_nothing(catalogue: Catalogue) -> None:
    for text in ("", "# nothing\n", "date: 2026-11-01\n"):
        assert with_own_prices(catalogue, text).prices == catalogue.prices


def test_the_date_that_the_file_states_counts(catalogue: Catalogue) -> None:
    own = with_own_prices(catalogue, "date: 2026-02\nlambda_req: 0.1", dated="2026-11-01")
    assert own.prices["lambda_req"].effective == "2026-02"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "s3_standart: 0.02",
            "s3_standart: is no SKU of the price book; did you mean s3_standard?",
        ),
        ("discount: {AWZ: 5 %}", "discount.AWZ: is no vendor and no SKU"),
        ("discount: 5 %", "must map vendors or SKUs to percentages"),
        ("discount: {AWS: 120 %}", "discount.AWS: must be at most 100 %"),
        ("discount: {AWS: lots}", "discount.AWS: no number"),
        ("discount: {collibra: 5 %}", "has no public price"),
        ("s3_put: 1\ndiscount: {s3_put: 5 %}", "discount.s3_put: has a rate of its own"),
        ("s3_standard: {usd: cheap}", "s3_standard.usd: “cheap” is no number"),
        ("s3_standard: {usd: -1}", "s3_standard.usd: must be a number of at least 0"),
        ("s3_standard: {usd: 1e30}", "must be at most"),
        ("s3_standard: {price: 1}", "s3_standard.price: unknown key"),
        ("s3_standard: {}", "s3_standard.usd: is missing"),
        ("s3_standard: [1]", "must be a mapping"),
        ("s3_standard: {tiers: [{up_to: 5, usd: 1}]}", "the last tier must have no up_to"),
        ("s3_put: 1\ns3_put: 2", "stands there twice (again in line 2)"),
        ("- s3_put", "must map SKUs to rates"),
        ("s3_put: [", "is not YAML"),
        ("s3_put: &a 1\ns3_get: *a", "repeats a part of itself"),
        ("date: soon", "date: “soon” is no date"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str, catalogue: Catalogue) -> None:
    with pytest.raises(BadCatalogue) as caught:
        with_own_prices(catalogue, text, "mine.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.yaml: ")
