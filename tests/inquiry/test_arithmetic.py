"""The formulas of loads name the constants that move them, and no others."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_answers import answers

from data_platform.advisor.needs import resolve
from data_platform.advisor.placement import placed
from data_platform.advisor.sizing import load
from data_platform.advisor.stack import Design, decide
from data_platform.catalog import Catalogue, load_catalogue
from data_platform.inquiry.arithmetic import constants_in, derivations, label, loads_in
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers

CATALOGUE = load_catalogue()

#: Platforms that between them have every load.
PLATFORMS = (
    """
cloud: aws
heavy_queries: many
cost_priority: fastest
growth: 60 %
raw_format: as_delivered
cold_after: 30 days
private_network: yes
concurrent_users: 40
api_rate: 50/s
region: several
rpo: 1 hour
peak_events: 30k/s
sources:
  - name: shop
    kind: postgresql
    volume: 900 GB
    daily_volume: 3 GB/day
    tables: 12
    location: on_premises
  - {name: clicks, kind: app_events, volume: 2 TB, daily_volume: 90 GB/day}
  - {name: letters, kind: documents, volume: 40 GB, daily_volume: 1 GB/day, payload: text}
use_cases:
  - {name: board, workload: realtime_dashboard, freshness: 10 s, users: 50}
  - {name: reports, workload: bi, freshness: 1 hour, users: 200}
  - {name: answers, workload: rag, users: 300}
  - {name: partners, workload: data_sharing}
  - {name: api, workload: operational_api, freshness: 1 min}
documents: 200000
""",
    """
cloud: vm
open_source_only: yes
heavy_queries: some
cost_priority: balanced
rpo: 1 hour
region: several
sources:
  - {name: erp, kind: mysql, volume: 60 GB, daily_volume: 200 MB/day, update_pattern: mutable}
  - {name: files, kind: files, volume: 20 GB, payload: nested}
use_cases: [{name: reports, workload: bi, users: 5}]
""",
    """
cloud: aws
heavy_queries: rare
cost_priority: cheapest
concurrent_users: 1
transform_style: python
sources:
  - {name: sensors, kind: iot, daily_volume: 2 TB/day}
  - {name: crm, kind: saas_api, volume: 5 GB, update_pattern: snapshot}
use_cases:
  - {name: models, workload: ml, freshness: 1 day}
  - {name: alarms, workload: realtime_dashboard, freshness: 5 s}
shared_engines: yes
peak_events: 90k/s
""",
    """
cloud: gcp
peak_events: 40k/s
sources: [{name: tap, kind: event_stream, daily_volume: 0}]
use_cases: [{name: alarms, workload: realtime_dashboard, freshness: 5 s}]
""",
    """
cloud: gcp
region: several
raw_format: columnar
raw_retention: 1 year
curated_retention: 5 years
sources:
  - {name: shop, kind: postgresql, volume: 2 TB, daily_volume: 5 GB/day, freshness: 1 s}
  - {name: prices, kind: postgresql, volume: 10 MB, daily_volume: 9 GB/day, freshness: 1 s}
  - {name: scans, kind: documents, volume: 1 TB, daily_volume: 1 GB/day, payload: text}
use_cases: [{name: reports, workload: bi, freshness: 10 s, users: 20}]
""",
    """
cloud: on_prem
open_source_only: yes
raw_format: columnar
raw_retention: 30 days
curated_retention: 5 years
rpo: 1 hour
sources:
  - {name: erp, kind: postgresql, volume: 60 GB, daily_volume: 2 GB/day, freshness: 5 min}
  - {name: scans, kind: documents, volume: 90 GB, daily_volume: 1 GB/day, payload: text}
use_cases: [{name: reports, workload: bi, users: 5}]
""",
)


def reckoned(design: Design, catalogue: Catalogue) -> dict[str, float]:
    """The loads of a design with other constants, all that was decided left as it is."""
    later = load(design.needs, catalogue, design.methods)
    return placed(later, design.needs, catalogue, design.pattern, design.choices)


@cache
def moving() -> dict[str, set[str]]:
    """The constants that move each load, on any of the platforms."""
    found: dict[str, set[str]] = {}
    for text in PLATFORMS:
        design = decide(resolve(read_answers(text).answers(), CATALOGUE), CATALOGUE)
        before = reckoned(design, CATALOGUE)
        for constant in CATALOGUE.constants.values():
            for factor in (0.001, 0.4, 1.9, 100):
                moved = replace(constant, value=constant.value * factor)
                other = {**CATALOGUE.constants, constant.id: moved}
                after = reckoned(design, replace(CATALOGUE, constants=other))
                for name, was in before.items():
                    if after[name] != was:
                        found.setdefault(name, set()).add(constant.id)
    return found


def named(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """The constants that a formula names, with those of the loads that it names."""
    formula = derivations().get(name, "")
    found = constants_in(formula)
    for inner in loads_in(formula):
        if inner not in seen:
            found |= named(inner, seen | {name})
    return found


@pytest.mark.parametrize("name", sorted(derivations()))
def test_a_formula_names_what_moves_its_load_and_nothing_else(name: str) -> None:
    assert moving().get(name, set()) <= named(name)
    assert constants_in(derivations()[name]) <= moving().get(name, set())


def test_every_load_that_a_constant_moves_has_its_formula() -> None:
    costs = list(CATALOGUE.platform_costs)
    costs += [rule for one in CATALOGUE.technologies.values() for rule in one.costs]
    shown = {factor.driver for rule in costs for factor in rule.quantity if factor.driver}
    shown |= {
        limit.metric
        for ladder in CATALOGUE.ladders.values()
        for rung in ladder.rungs
        for limit in rung.limits
    }
    assert {name for name in shown if moving().get(name)} <= set(derivations())


@settings(max_examples=20, deadline=None)
@given(answers(), st.sampled_from(sorted(derivations())))
def test_every_formula_is_of_a_load(given_answers: Answers, name: str) -> None:
    design = decide(resolve(given_answers, CATALOGUE), CATALOGUE)
    assert name in design.later
    assert label(name, CATALOGUE)
