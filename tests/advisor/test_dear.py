"""Simplicity that is bought too dearly, and what more than was asked would save."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.advisor.cost import cost, total
from data_platform.advisor.dear import Bill, is_dear
from data_platform.advisor.needs import resolve
from data_platform.advisor.otherwise import otherwise
from data_platform.advisor.stack import Design, decide
from data_platform.catalog import Catalogue, load_catalogue
from data_platform.interview.answer_file import read_answers

CATALOGUE = load_catalogue()
LARGE = """
cloud: aws
sources:
- {name: shop, kind: postgresql, volume: 40 TB, daily_volume: 900 GB/day, change_column: at}
- {name: crm, kind: saas_api, volume: 1 TB, daily_volume: 100 GB/day}
use_cases: [{name: sales, workload: bi, freshness: 1 day}]
"""
MANY = """
cloud: azure
concurrent_users: 20
sources: [{name: shop, kind: files, volume: 400 TB, daily_volume: 300 GB/day}]
use_cases: [{name: sales, workload: bi, users: 500}]
"""


def decided(text: str, catalogue: Catalogue = CATALOGUE) -> Design:
    return decide(resolve(read_answers(text).answers(), catalogue), catalogue)


def without_limits_of_loads() -> Catalogue:
    """The catalogue as if nobody had said how much each way to load in batches holds."""
    technologies = {
        name: replace(one, limits=tuple(x for x in one.limits if x.metric != "batch_daily_bytes"))
        for name, one in CATALOGUE.technologies.items()
    }
    return replace(CATALOGUE, technologies=technologies)


AMOUNTS = st.floats(0, 1e7)


@given(AMOUNTS, AMOUNTS, st.floats(0, 100), AMOUNTS)
def test_a_dearer_rung_never_becomes_worth_it(
    price: float, other: float, hours: float, more: float
) -> None:
    instead = Bill(other, hours)
    if is_dear(Bill(price, 1), instead, CATALOGUE):
        assert is_dear(Bill(price + more, 1), instead, CATALOGUE)
        assert price > other + hours * CATALOGUE.constant("upkeep_hour_worth")
    else:
        assert not is_dear(Bill(price, 1), Bill(other + more, hours), CATALOGUE)


def test_a_dear_service_makes_way_for_the_next_rung_with_both_figures() -> None:
    choice = decided(LARGE, without_limits_of_loads()).choices["batch_ingestion"]
    (said,) = choice.dear
    found = re.fullmatch(
        r"(.+) would cost \$([\d,]+) a month here; (.+) \$([\d,]+) and ([\d.]+) h of upkeep", said
    )
    assert found
    dear, less = (int(found[at].replace(",", "")) for at in (2, 4))
    whole = less + float(found[5]) * CATALOGUE.constant("upkeep_hour_worth")
    assert dear > CATALOGUE.constant("dear_times") * whole
    assert found[3] == choice.technology.name
    assert said in choice.why
    assert any(f"would do, but {said}" in rejected for rejected in choice.rejected)


def test_what_runs_already_and_what_a_person_wants_is_kept_at_any_price() -> None:
    catalogue = without_limits_of_loads()
    dear = "Airbyte Cloud"
    assert dear in decided(LARGE, catalogue).choices["batch_ingestion"].dear[0]
    running = LARGE + f"existing_tools: [{{name: {dear}}}]\n"
    wanted = LARGE + f"overrides: [{{need: batch_ingestion, technology: {dear}}}]\n"
    for text in (running, wanted):
        choice = decided(text, catalogue).choices["batch_ingestion"]
        assert (choice.technology.name, choice.dear) == (dear, ())


def test_an_engine_on_open_tables_for_its_price_makes_a_lakehouse() -> None:
    never = replace(CATALOGUE.constants["dear_least"], value=1e9)
    simple = replace(CATALOGUE, constants={**CATALOGUE.constants, "dear_least": never})
    found = decided(MANY)
    assert decided(MANY, simple).pattern.ids == ("data_warehouse",)
    assert total(decided(MANY, simple)) > 2 * total(found)
    assert found.pattern.ids == ("lakehouse",)
    assert "table_format" in found.choices
    assert "would cost" in found.pattern.why
    assert "open tables and an engine on them instead of one store" in found.pattern.why


def test_the_saving_of_another_way_is_that_of_its_whole_design() -> None:
    design = decided(LARGE)
    notes = otherwise(design, total)
    note = next(one for one in notes if one.startswith("shop followed by CDC"))
    saved = re.search(r"\$([\d,]+) less a month", note)
    assert saved
    fresher = decided(LARGE.replace("change_column: at", "change_column: at, freshness: 5 min"))
    assert fresher.methods["shop"].name == "CDC"
    assert int(saved[1].replace(",", "")) == round(total(design) - total(fresher))
    assert note in cost(design).notes


@pytest.mark.parametrize(("cloud", "named"), [("gcp", True), ("aws", False)])
def test_what_has_no_public_price_is_named(cloud: str, named: bool) -> None:
    tool = "Google Datastream" if named else "AWS Database Migration Service"
    text = (
        f"cloud: {cloud}\n"
        "sources: [{name: shop, kind: postgresql, volume: 1 TB, freshness: 5 min}]\n"
        f"overrides: [{{need: change_capture, technology: {tool}}}]\n"
    )
    notes = cost(decided(text)).notes
    assert any("no public price is known here" in n and tool in n for n in notes) == named
