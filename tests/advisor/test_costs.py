"""Cost lines: units are converted once, loads are what a line says, prices are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from data_platform.advisor import design
from data_platform.advisor.cost import COMPONENTS, cost
from data_platform.advisor.pricing import conversion, counted, priced, quantity_of
from data_platform.advisor.stack import Design
from data_platform.blueprint.model import Cost, CostLine
from data_platform.blueprint.render import render
from data_platform.catalog import Catalogue, CostRule, Factor, Price, load_catalogue
from data_platform.interview.answer_file import read_answers

Decided = Callable[[str], Design]

BYTES = {"GB": 10**9, "TB": 10**12, "GiB": 2**30, "TiB": 2**40}
#: Prices by size whose size is a number of the rule: memory for each vCPU, logs of a machine.
SIZED_BY_NUMBER = {
    "dataflow_mem",
    "fargate_gb",
    "cloudrun_mem",
    "emr_serverless_gb",
    "lambda_gbs",
    "datadog_logs",
}
LAKE = """
cloud: gcp
concurrent_users: 30
sources:
- {name: shop, kind: postgresql, volume: 20 TB, daily_volume: 40 GB/day, change_column: updated_at}
use_cases: [{name: sales, workload: bi, freshness: 1 day}]
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def all_rules() -> list[tuple[str, CostRule]]:
    known = load_catalogue()
    found = [(one.id, rule) for one in known.technologies.values() for rule in one.costs]
    return [*found, *(("platform", rule) for rule in known.platform_costs)]


def size_of(unit: str) -> int:
    """The bytes in a price's unit, 0 where it is no size."""
    return BYTES.get(unit.partition("-")[0], 0)


def size_drivers(rule: CostRule) -> list[str]:
    """The drivers of a rule that count bytes, by their names."""
    drivers = [factor.driver for factor in rule.quantity if factor.driver]
    return [name for name in drivers if {"gb", "tb"} & set(name.split("_"))]


def one_line(rule: CostRule, catalogue: Catalogue, **drivers: float) -> CostLine:
    (line,) = priced(rule, "it", drivers, catalogue)
    return line


def rules_of(technology: str, cloud: str, need: str = "") -> dict[str, CostRule]:
    """The rules of a technology on a cloud, by SKU."""
    rules = load_catalogue().technologies[technology].costs
    return {
        rule.sku: rule
        for rule in rules
        if cloud in rule.clouds and (not need or not rule.needs or need in rule.needs)
    }


# -- units -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "unit", "thousand"),
    [
        ("stored_gb", "GB-month", "1000"),
        ("stored_gb", "GiB-month", "931.3226"),
        ("stored_gb", "TB-month", "1"),
        ("stream_gb_month", "TiB", "0.9095"),
        ("scan_tb_month", "TB", "1000"),
        ("scan_tb_month", "TiB", "909.4947"),
        ("database_ram_gb", "GiB-hour", "931.3226"),
        # What counts something else, on either side, is left alone.
        ("database_ram_gb", "hour", "1000"),
        ("month_tb", "credit", "1000"),
        ("hours_month", "GiB-hour", "1000"),
        ("bi_users", "user-month", "1000"),
    ],
)
def test_a_load_is_converted_to_the_size_of_its_price(
    driver: str, unit: str, thousand: str
) -> None:
    assert round(1000 * conversion(driver, unit), 4) == Decimal(thousand)


@pytest.mark.parametrize(("technology", "rule"), all_rules())
def test_every_quantity_in_bytes_is_converted_exactly_once(
    technology: str, rule: CostRule, catalogue: Catalogue
) -> None:
    unit = catalogue.prices[rule.sku].billed_unit
    drivers = {factor.driver: 10.0**6 for factor in rule.quantity if factor.driver}
    expected = Decimal(1)
    for factor in rule.quantity:
        load = Decimal(10**6) if factor.driver else factor.number
        if factor.driver in size_drivers(rule) and size_of(unit):
            load *= Decimal(BYTES["TB" if "tb" in factor.driver.split("_") else "GB"])
            load /= size_of(unit)
        if factor.each is not None:
            load = (load / factor.each).to_integral_value("ROUND_CEILING")
        expected *= max(load, factor.least or Decimal(0))
    quantity, _ = quantity_of(rule, drivers, catalogue)
    assert abs(quantity - expected) <= Decimal("0.01"), technology
    if size_of(unit):
        assert len(size_drivers(rule)) == (0 if rule.sku in SIZED_BY_NUMBER else 1), technology


@pytest.mark.parametrize(("technology", "rule"), all_rules())
def test_no_factor_hides_a_unit(technology: str, rule: CostRule, catalogue: Catalogue) -> None:
    """A thousandth beside a load in bytes would be its unit, which the price's unit says."""
    if size_of(catalogue.prices[rule.sku].billed_unit):
        numbers = [factor.number for factor in rule.quantity if not factor.driver]
        assert all(number >= Decimal("0.05") for number in numbers), technology


def test_a_line_says_what_was_converted(catalogue: Catalogue) -> None:
    rule = rules_of("gcs", "gcp")["gcs_standard"]
    line = one_line(rule, catalogue, stored_gb=4733.4628)
    assert (line.quantity, line.unit) == (Decimal("4408.38"), "GiB-months")
    assert line.formula == "4,733.46 GB stored"
    assert line.amount == Decimal("88.17")


def test_gib_and_tib_are_in_a_whole_estimate(decided: Decided) -> None:
    lines = cost(decided(LAKE)).lines
    binary = [line for line in lines if line.unit.startswith(("GiB", "TiB"))]
    assert len(binary) >= 2
    for line in binary:
        load, unit, *_ = line.formula.replace(",", "").split()
        share = Decimal(BYTES[unit]) / size_of(line.unit)
        times = Decimal(line.formula.partition(" x ")[2] or 1)
        assert line.quantity == pytest.approx(Decimal(load) * share * times, rel=Decimal("0.001"))


@pytest.mark.parametrize(
    ("words", "number", "said"),
    [
        ("hour(s)", "730", "hours"),
        ("hour(s)", "1", "hour"),
        ("hour(s)", "0.5", "hours"),
        ("hour(s)", "0", "hours"),
        ("machine(s) to watch", "1.0000", "machine to watch"),
        ("GB stored", "1", "GB stored"),
    ],
)
def test_words_follow_their_number(words: str, number: str, said: str) -> None:
    assert counted(words, Decimal(number)) == said


@pytest.mark.parametrize(
    ("unit", "one", "more"),
    [
        ("hour", "hour", "hours"),
        ("month", "month", "months"),
        ("GB-month", "GB-month", "GB-months"),
        ("RPU-hour", "RPU-hour", "RPU-hours"),
        ("TB", "TB", "TB"),
        ("DBU", "DBU", "DBU"),
        ("million tokens", "million tokens", "million tokens"),
    ],
)
def test_units_of_prices_have_a_plural(
    unit: str, one: str, more: str, catalogue: Catalogue
) -> None:
    price = Price("sku", "V", "s", unit, Decimal(10), "us", "2026", "a page", "high")
    known = replace(catalogue, prices={**catalogue.prices, "sku": price})
    for count, said in ((1, one), (2, more)):
        factor = Factor(number=Decimal(count))
        rule = CostRule("Tools", "it", "sku", (factor,), frozenset(["aws"]))
        assert one_line(rule, known).unit == said


def test_units_are_words_that_follow_a_number(catalogue: Catalogue) -> None:
    """“0.9 1000 requests” is no quantity, nor is “1 size units”."""
    for price in catalogue.prices.values():
        assert not re.match(r"\d", price.unit), price.sku
    plural = re.compile(r"\w{3,}s\b(?!\))")
    always = {"queries", "words"}
    for driver, label in catalogue.drivers.items():
        if not label.startswith(("GB", "TB", "MB", "million", "thousand")):
            assert not set(plural.findall(label)) - always or "(s)" in label, driver


# -- steps and tiers ---------------------------------------------------------------


def test_steps_say_the_load_they_hold(catalogue: Catalogue) -> None:
    machine = rules_of("metabase", "aws")["ec2_t4g_medium"]
    many = one_line(machine, catalogue, bi_users=3400, hours_month=730)
    assert many.quantity == 17 * 730
    assert many.formula == "17 (3,400 BI users, 200 each) x 730 hours"
    few = one_line(machine, catalogue, bi_users=0, hours_month=730)
    assert few.formula == "1 (the least; 0 BI users, 200 each) x 730 hours"
    authors = rules_of("quicksight", "aws")["quicksight_author"]
    assert one_line(authors, catalogue, bi_users=95).formula == "95 BI users, 10 each"


def test_a_tier_says_what_it_is_a_part_of(catalogue: Catalogue) -> None:
    (rule,) = (
        rule
        for rule in catalogue.platform_costs
        if rule.sku == "aws_egress"
        and rule.component == "Egress"
        and "to the internet" in rule.item
        and rule.quantity[0].driver == "egress_gb_month"
    )
    low, high = priced(rule, "it", {"egress_gb_month": 11_811.160064}, catalogue)
    assert (low.quantity, high.quantity) == (10_140, 760)
    assert low.formula == high.formula == "a tier of 11,811.16 GB to the internet"


# -- what a line is computed from --------------------------------------------------

EVERYTHING = {"month_gb", "month_tb", "daily_gb"}
STREAMS = {
    "stream_gb_month",
    "stream_mb_per_second",
    "events_million_month",
    "stream_replay_gb",
    "log_disk_gb",
    "log_shards",
    "log_brokers",
}
BATCH = {"batch_gb_month", "batch_tb_month", "batch_read_vcpu_hours", "batch_sources"}
CHANGES = {"cdc_gb_month", "cdc_sources"}
TRANSFORMS = {"transform_vcpu_hours"}
#: Loads that say nothing about what serves a need.
FOREIGN = {
    "batch_ingestion": EVERYTHING | STREAMS | CHANGES | TRANSFORMS,
    "change_capture": EVERYTHING | STREAMS | BATCH | TRANSFORMS,
    "event_log": EVERYTHING | BATCH | CHANGES | TRANSFORMS,
    "stream_processing": EVERYTHING | BATCH | CHANGES | TRANSFORMS,
    "transform": EVERYTHING | STREAMS | BATCH | CHANGES,
    "serving_store": EVERYTHING | STREAMS | BATCH | CHANGES | TRANSFORMS | {"hot_gb", "table_gb"},
    "bi": EVERYTHING | STREAMS | BATCH | CHANGES | TRANSFORMS,
}


def rules_by_need() -> Iterator[tuple[str, str, CostRule]]:
    """Each rule with each need that its technology serves by it: (need, technology, rule)."""
    known = load_catalogue()
    for need, ladder in known.ladders.items():
        ids = dict.fromkeys(one for rung in ladder.rungs for one in rung.technologies)
        for technology in ids:
            for rule in known.technologies[technology].costs:
                if not rule.needs or need in rule.needs:
                    yield need, technology, rule


def test_a_tool_is_billed_on_what_it_serves() -> None:
    # Its units carry events and changes alike.
    shared = {("change_capture", "confluent_standard_ecku")}
    for need, technology, rule in rules_by_need():
        drivers = {factor.driver for factor in rule.quantity}
        if (need, rule.sku) not in shared:
            assert not drivers & FOREIGN.get(need, set()), (need, technology, rule.item)


@pytest.mark.parametrize(
    ("technology", "cloud", "sku", "drivers", "quantity"),
    [
        ("datadog", "aws", "datadog_infra_pro", {"hosts": 1324}, 1324),
        ("datadog", "aws", "datadog_logs", {"hosts": 1324}, 2648),
        ("prometheus", "aws", "ec2_t4g_large", {"hosts": 1324, "hours_month": 1}, 7),
        ("superset", "aws", "ec2_t4g_large", {"bi_users": 3400, "hours_month": 1}, 17),
        ("power_bi", "aws", "pbi_pro", {"bi_users": 3400}, 3400),
        ("dynamodb", "aws", "ddb_storage", {"serving_gb": 40}, 40),
        ("valkey", "aws", "ec2_t4g_large", {"serving_gb": 40, "hours_month": 1}, 14),
        ("cassandra", "aws", "ec2_m7g_xlarge", {"serving_gb": 3330, "hours_month": 1}, 10),
        ("airbyte_cloud", "aws", "airbyte_credit", {"batch_gb_month": 25}, 100),
        ("python_loads", "aws", "ec2_m7g_2xlarge", {"batch_read_vcpu_hours": 80}, 10),
        ("dms", "aws", "dms_t3_micro", {"cdc_sources": 3}, 3),
        ("fivetran", "aws", "fivetran_mar", {"batch_sources": 4}, 2),
        ("polars", "aws", "ec2_m7g_2xlarge", {"transform_vcpu_hours": 80}, 10),
        ("msk", "aws", "msk_storage", {"log_disk_gb": 70}, 210),
        ("kafka", "on_prem", "hetzner_volume", {"log_disk_gb": 70}, Decimal("210")),
        ("kafka_single", "gcp", "gce_pd_balanced", {"log_disk_gb": 70}, 70),
        ("mwaa", "aws", "mwaa_small", {"jobs": 900, "hours_month": 1}, 5),
    ],
)
def test_a_line_follows_the_load_it_names(
    technology: str,
    cloud: str,
    sku: str,
    drivers: dict[str, float],
    quantity: Decimal,
    catalogue: Catalogue,
) -> None:
    needs = {
        "airbyte_cloud": "batch_ingestion",
        "fivetran": "batch_ingestion",
        "polars": "transform",
    }
    need = needs.get(technology, "")
    rule = rules_of(technology, cloud, need)[sku]
    price = catalogue.prices[rule.sku]
    # A vendor that says GB and means GiB bills fewer of them.
    times = Decimal(10**9) / 2**30 if price.billed_unit != price.unit else Decimal(1)
    found = quantity_of(rule, drivers, catalogue)[0]
    assert found == pytest.approx(quantity * times, rel=Decimal("0.001"))


def test_a_stream_costs_the_batch_tools_nothing(decided: Decided) -> None:
    """The machine hours of batch loads are those of the batch sources alone."""
    batch = (
        "{name: shop, kind: postgresql, volume: 90 TB, daily_volume: 400 GB/day, change_column: at}"
    )
    text = "cloud: aws\nuse_cases: [{name: it, workload: bi, freshness: 1 day}]\nsources:\n- "
    stream = "\n- {name: clicks, kind: event_stream, volume: 9 TB, daily_volume: 50 GB/day}"

    def loads(answers: str) -> list[Decimal]:
        lines = cost(decided(answers)).lines
        return [line.quantity for line in lines if "loads" in line.item]

    assert loads(text + batch) == loads(text + batch + stream) != []


# -- how it is written -------------------------------------------------------------

EXAMPLE = """
cloud: aws
environments: two
region: eu
sources:
- {name: shop, kind: postgresql, volume: 900 GB, daily_volume: 2 GB/day, change_column: at}
- {name: crm, kind: saas_api}
use_cases: [{name: sales, workload: bi, freshness: 1 day, users: 60}]
"""


def estimate(text: str) -> Cost:
    return design(read_answers(text).answers(), load_catalogue()).cost


def test_lines_are_in_the_order_of_the_components(decided: Decided) -> None:
    lines = cost(decided(EXAMPLE)).lines
    order = [COMPONENTS.index(line.component) for line in lines]
    assert order == sorted(order)
    assert len(set(order)) >= 3


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("width", [80, 40])
def test_every_line_leads_to_its_price(form: str, width: int) -> None:
    blueprint = design(read_answers(EXAMPLE).answers(), load_catalogue())
    written = render(blueprint, form, "cost", width)
    head, _, tail = written.replace("**", "").partition("\nPrices\n")
    assert "| Component | Monthly Cost |" in head
    listed = re.split(r"^(?:- )?\[(\d+)\] ", tail, flags=re.MULTILINE)[1:]
    numbers, texts = listed[::2], [" ".join(one.split()) for one in listed[1::2]]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(set(texts)) == len(texts)
    prices = [plain(one) for one in texts]
    bullets = re.split(r"^- ", head, flags=re.MULTILINE)[1:]
    said = [" ".join(one.split()) for one in bullets]
    for line, found in zip(blueprint.cost.lines, said, strict=False):
        assert plain(found).startswith(f"{line.technology}, {line.item}: ")
        number = re.search(r"\[(\d+)\](?: (?:Compute|Egress|Tools|Notes))?$", found)
        assert number, found
        assert prices[int(number[1]) - 1] == " ".join(line.priced.split())


def plain(text: str) -> str:
    """Markdown's escapes undone."""
    return re.sub(r"\\(?=\W|_)", "", text)


def test_a_reference_names_region_date_confidence_and_source(catalogue: Catalogue) -> None:
    for line in estimate(EXAMPLE).lines:
        if not line.sku:
            assert "own assumption" in line.priced
            continue
        price = catalogue.prices[line.sku]
        assert line.priced.startswith(f"{price.vendor}, {price.region}, {price.effective}")
        assert price.source in line.priced
        if price.confidence != "assumption":
            assert f"{price.confidence} confidence" in line.priced


def test_weak_prices_are_named(catalogue: Catalogue) -> None:
    found = estimate(
        EXAMPLE.replace("aws", "azure") + "overrides: [{need: bi, technology: Looker}]"
    )
    weak = [line.technology for line in found.lines if line.sku and _is_weak(line.sku, catalogue)]
    (note,) = (one for one in found.notes if one.startswith("weakly sourced prices"))
    assert "Looker" in weak
    assert all(name in note for name in weak[:3])
    sure = {line.technology for line in found.lines} - set(weak)
    assert sure
    assert not any(name in note for name in sure)


def _is_weak(sku: str, catalogue: Catalogue) -> bool:
    return catalogue.prices[sku].confidence in ("low", "assumption")
