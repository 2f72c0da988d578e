"""Why a line says what it says: found by number, key or words, down to what it moves with."""

from __future__ import annotations

import json
from importlib import import_module, util

import pytest
from hypothesis import HealthCheck, given, settings
from random_answers import answers

from data_platform.advisor import design
from data_platform.advisor.needs import Needs
from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.places import places, values
from data_platform.catalog import Catalogue, load_catalogue
from data_platform.inquiry.alternatives import Plausible, all_paths, changed
from data_platform.inquiry.explain import (
    Explainer,
    NoSuchLine,
    Subject,
    explain,
    explained,
    find,
    with_inputs,
)
from data_platform.inquiry.explanation import Explanation
from data_platform.inquiry.rules import rule_of, rules
from data_platform.inquiry.trials import Inputs, Stopped, Trials, most_moved, with_constant
from data_platform.inquiry.written import write_explanation, write_keys
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers
from data_platform.interview.names import words_of

CATALOGUE = load_catalogue()
SHOP = """
platform_name: shop
growth: 60 %
cloud: aws
sources:
  - {name: shop_db, kind: postgresql, volume: 120 GB, daily_volume: 1 GB/day}
  - {name: clicks, kind: app_events}
use_cases:
  - {name: reports, workload: bi, freshness: 1 day}
"""


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    given_ = read_answers(SHOP).answers()
    return Explainer(given_, CATALOGUE, design(given_, CATALOGUE))


def at_once(explainer: Explainer, asked: str) -> Explanation:
    """The explanation of what is asked, but for what it moves with."""
    return explainer.at_once(find(explainer.blueprint, asked))


# -- finding ---------------------------------------------------------------------


def test_a_line_is_found_by_its_number(explainer: Explainer) -> None:
    lines = places(explainer.blueprint, 60)
    at = next(i for i, place in enumerate(lines, 1) if "cost.total" in place.keys)
    found = find(explainer.blueprint, f" {at} ", 60)
    assert found.keys == lines[at - 1].keys
    assert lines[at - 1].text in found.lines


def test_a_line_is_found_by_its_key_a_prefix_or_words(explainer: Explainer) -> None:
    bp = explainer.blueprint
    assert find(bp, "ingestion.shop_db.method").keys == ("ingestion.shop_db.method",)
    record = find(bp, "ingestion.shop_db")
    assert {"ingestion.shop_db.method", "ingestion.shop_db.errors"} <= set(record.keys)
    assert all(key.startswith("ingestion.shop_db.") for key in record.keys)
    assert find(bp, "cost").keys == ("cost",)
    assert "cost.total" in find(bp, " Low / LIKELY ").keys
    line = find(bp, "cost.lines")
    assert all(key.startswith("cost.lines.") for key in line.keys)
    assert len(line.lines) >= len(line.keys) == len(bp.cost.lines)
    assert find(bp, line.keys[0]).lines


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("ingestion.shop_db.methd", "did you mean ingestion.shop_db.method?"),
        ("100000", "there is no line 100000; the blueprint has"),
        ("0", "there is no line 0"),
        ("", "no line is called or says “”"),
        ("[/] no such thing", "no line is called or says “[/] no such thing”"),
    ],
)
def test_what_is_not_there_names_the_nearest(explainer: Explainer, asked: str, said: str) -> None:
    with pytest.raises(NoSuchLine) as caught:
        find(explainer.blueprint, asked)
    assert said in str(caught.value)


def test_a_blank_line_says_nothing(explainer: Explainer) -> None:
    lines = places(explainer.blueprint)
    at = next(i for i, place in enumerate(lines, 1) if not place.keys)
    with pytest.raises(NoSuchLine, match=f"line {at} is blank"):
        find(explainer.blueprint, str(at))


# -- rules -----------------------------------------------------------------------


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers())
def test_every_value_and_every_line_has_a_rule_of_its_own(given_: Answers) -> None:
    explainer = Explainer(given_, CATALOGUE, design(given_, CATALOGUE))
    shown = {key for place in places(explainer.blueprint) for key in place.keys}
    for key in shown | set(explainer.known):
        if key in SECTIONS:
            found = explainer.at_once(Subject((key,), ())).rules
            assert found
            assert all(one.rule != rules()[-1].text for one in found), key
        else:
            assert rule_of(key) is not rules()[-1], key


def test_the_modules_of_the_rules_are_there_and_their_needs_are_ladders() -> None:
    for rule in rules():
        assert util.find_spec(f"data_platform.{rule.module}"), rule.module
        import_module(f"data_platform.{rule.module}")
        for need in rule.needs:
            assert need in ("{method}", "{row}") or need in CATALOGUE.ladders, need


# -- what stands behind a line ---------------------------------------------------


def test_a_tool_is_followed_to_its_decision_its_limits_and_its_loads(explainer: Explainer) -> None:
    found = at_once(explainer, "ingestion.shop_db.tool")
    assert [one.module for one in found.rules] == ["advisor.climb"]
    [decision] = found.decisions
    assert decision.choice == found.values["ingestion.shop_db.tool"]
    assert decision.why
    assert found.limits
    assert all(one.source and one.confidence for one in found.limits)
    assert found.arithmetic


def test_a_cost_line_is_followed_to_its_price(explainer: Explainer) -> None:
    bp = explainer.blueprint
    for line, key in zip(bp.cost.lines, find(bp, "cost.lines").keys, strict=True):
        found = at_once(explainer, key)
        assert found.arithmetic[0].name == f"{line.technology}, {line.item}"
        assert f"= {line.amount:,.2f}" in found.arithmetic[0].formula
        if line.sku:
            [price] = found.prices
            assert price.sku == line.sku
            assert price.effective
            assert price.source
            assert price.rate.startswith(f"{CATALOGUE.prices[line.sku].usd:f} USD")


def test_sums_add_up_their_lines_and_name_their_prices(explainer: Explainer) -> None:
    cost = explainer.blueprint.cost
    total = at_once(explainer, "cost.total")
    assert f"{cost.total:,.2f} USD" in {one.value for one in total.arithmetic}
    assert {one.sku for one in total.prices} == {line.sku for line in cost.lines if line.sku}
    storage = at_once(explainer, "cost.storage")
    lines = [line for line in cost.lines if line.component == "Storage"]
    assert {one.sku for one in storage.prices} == {line.sku for line in lines if line.sku}
    assert sum(line.amount for line in lines) == cost.storage


def test_a_price_of_the_numbered_list_is_that_of_its_lines(explainer: Explainer) -> None:
    first = explainer.blueprint.cost.lines[0]
    found = at_once(explainer, "cost.prices.1")
    assert first.sku in {one.sku for one in found.prices}


def test_a_section_has_the_rules_and_decisions_of_all_that_it_holds(explainer: Explainer) -> None:
    whole = at_once(explainer, "ingestion")
    assert whole.key == "ingestion"
    assert whole.values == {}
    for key in ("ingestion.shop_db.method", "ingestion.clicks.errors"):
        one = at_once(explainer, key)
        assert {rule.rule for rule in one.rules} <= {rule.rule for rule in whole.rules}
        assert {reason.title for reason in one.decisions} <= {
            reason.title for reason in whole.decisions
        }


# -- what it moves with ----------------------------------------------------------


@pytest.mark.parametrize("key", ["ingestion.shop_db.schedule", "scaling.projected"])
def test_listed_answers_move_the_line_and_others_do_not(explainer: Explainer, key: str) -> None:
    one = explainer
    found = explained(one.answers, CATALOGUE, one.blueprint, find(one.blueprint, key))
    listed = {each.key for each in (*found.answers, *found.assumptions)}
    assert listed
    plausible = Plausible(one.answers, CATALOGUE)
    for path in all_paths(one.answers)[::3]:
        moved = any(
            values(design(changed(one.answers, path, other.value), CATALOGUE)).get(key)
            != one.known[key]
            for other in plausible.of(path)
        )
        assert moved == (path in listed), path
    assert all(each.sure in ("known", "estimate") for each in found.answers)
    assert all(each.sure not in ("known", "estimate") for each in found.assumptions)


def test_listed_constants_move_the_line_and_others_do_not(explainer: Explainer) -> None:
    one, key = explainer, "title.scale"
    found = Trials(one.answers, CATALOGUE, one.blueprint).moved_by((key,))
    names = {each.name for each in found.constants}
    assert names
    for constant in list(CATALOGUE.constants.values())[::4]:
        moved = any(
            values(design(one.answers, with_constant(CATALOGUE, constant, value))).get(key)
            != one.known[key]
            for value in {constant.low, constant.high} - {constant.value}
        )
        assert moved == (words_of(constant.id) in names), constant.id


def test_a_line_of_the_cost_and_a_price_move_too(explainer: Explainer) -> None:
    bp = explainer.blueprint
    trials = Trials(explainer.answers, CATALOGUE, bp)
    key = find(bp, "cost.lines").keys[0]
    for asked in (key, "cost.prices.1"):
        watched = explainer._watched(find(bp, asked))
        assert all(one in explainer.known for one in watched)
        assert "cloud" in {one.key for one in trials.moved_by(watched).answers}


def test_what_was_tried_is_kept_and_says_the_same(explainer: Explainer, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from data_platform.inquiry import trials as module

    made = []
    sections_of = module.sections_of

    def counted(needs: Needs, catalogue: Catalogue, names):  # type: ignore[no-untyped-def]
        made.append(names)
        return sections_of(needs, catalogue, names)

    monkeypatch.setattr(module, "sections_of", counted)
    keys = ("scaling.projected",)
    kept = Trials(explainer.answers, CATALOGUE, explainer.blueprint)
    first, count = kept.moved_by(keys), len(made)
    assert count > 50
    assert kept.moved_by(keys) == first
    assert len(made) == count
    other = ("scaling.current",)
    fresh = Trials(explainer.answers, CATALOGUE, explainer.blueprint).moved_by(other)
    assert kept.moved_by(other) == fresh


def test_it_stops_when_nobody_waits(explainer: Explainer) -> None:
    asked = iter([False, False, True])
    of = find(explainer.blueprint, "title.scale")
    with pytest.raises(Stopped):
        explainer.inputs(of, lambda: next(asked))


def test_the_section_that_an_answer_decides_most(explainer: Explainer) -> None:
    one = explainer
    assert most_moved(one.answers, CATALOGUE, one.blueprint, "platform_name") == "title"
    assert most_moved(one.answers, CATALOGUE, one.blueprint, "growth") == "scaling"
    assert most_moved(one.answers, CATALOGUE, one.blueprint, "sources.0.tables") is not None


# -- how it is written -----------------------------------------------------------


def test_as_text_and_as_json(explainer: Explainer) -> None:
    found = at_once(explainer, "cost.total")
    text = write_explanation(found, width=50, deep=False)
    assert text.startswith("WHY: COST ESTIMATE\n")
    assert max(map(len, text.splitlines())) <= 50
    assert "Answers it moves with" not in text
    assert "- none" in write_explanation(found)
    assert json.loads(write_explanation(found, "json")) == found.model_dump(mode="json")
    assert write_explanation(found, ascii_only=True).isascii()
    with pytest.raises(ValueError, match="width"):
        write_explanation(found, width=10)


def test_keys_as_text_and_as_json(explainer: Explainer) -> None:
    lines = places(explainer.blueprint)
    entries = json.loads(write_keys(lines, as_json=True))
    assert [one["line"] for one in entries] == [i for i, p in enumerate(lines, 1) if p.keys]
    assert all(one["text"] == lines[one["line"] - 1].text for one in entries)
    listed = write_keys(lines, as_json=False, ascii_only=True).splitlines()
    assert len(listed) == len(entries)
    assert listed[0].split() == ["1", "title"]


def test_hostile_names_are_texts() -> None:
    name = "[@click=app.quit]{{ 7*7 }}[/]"
    given_ = read_answers(f'sources:\n  - {{name: "{name}", kind: postgresql}}\n').answers()
    bp = design(given_, CATALOGUE)
    found = Explainer(given_, CATALOGUE, bp).at_once(find(bp, name))
    assert name in " ".join(found.lines)
    assert name in write_explanation(found, width=160)


def test_explain_does_it_all_at_once() -> None:
    given_ = read_answers(SHOP).answers()
    found = explain(given_, CATALOGUE, "title.team")
    assert found.key == "title.team"
    assert "team_size" in {one.key for one in found.assumptions}
    quick = explain(given_, CATALOGUE, "title.team", deep=False)
    assert quick == with_inputs(found, Inputs((), (), ()))
