"""What answers come to, and that what is spared changes nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_answers import answers

from data_platform.advisor import design
from data_platform.catalog import load_catalogue
from data_platform.inquiry.alternatives import all_paths, alternatives, changed
from data_platform.inquiry.outcomes import INGESTION, PATTERN, Trials, difference, outcome
from data_platform.interview.answers import Answers


def test_it_is_what_the_blueprint_says(shop, catalogue):
    found, blueprint = outcome(shop, catalogue), design(shop, catalogue)
    assert found.total == blueprint.cost.total
    chosen = {one.need: one.choice for one in blueprint.decisions}
    assert {need: found.components[need] for need in chosen} == chosen
    assert set(found.components) == {*chosen, INGESTION}


def test_it_keeps_to_the_budget_as_the_design_does(catalogue):
    tight = Answers.model_validate({"cloud": "aws", "budget": "20", "managed": "managed"})
    assert outcome(tight, catalogue).total == design(tight, catalogue).cost.total


def test_changes_name_the_needs(shop, catalogue):
    here = outcome(shop, catalogue)
    assert here.changes(here) == ()
    there = outcome(changed(shop, "cloud", "gcp"), catalogue)
    assert "object_storage" in here.changes(there)
    searched = outcome(changed(shop, "use_cases.0.workload", "rag"), catalogue)
    assert "vector_store" in here.changes(searched)


def test_what_no_decision_looks_at_is_spared(shop, catalogue):
    trials = Trials(shop, catalogue)
    assert trials.of(changed(shop, "cost_owner", "somebody")) is trials.first
    assert (trials.decided, trials.spared) == (1, 1)
    assert trials.of(changed(shop, "cloud", "gcp")) != trials.first
    assert trials.decided == 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers(), st.data())
def test_what_is_spared_would_be_the_same(given_answers: Answers, data: st.DataObject):
    catalogue = load_catalogue()
    trials = Trials(given_answers, catalogue)
    paths = all_paths(given_answers)
    for path in data.draw(st.lists(st.sampled_from(paths), max_size=4, unique=True)):
        for one in alternatives(path, given_answers, catalogue):
            other = changed(given_answers, path, one.value)
            assert trials.of(other) == outcome(other, catalogue)


def test_what_lies_between_two_blueprints(shop, catalogue):
    before = design(shop, catalogue)
    after = design(changed(shop, "cloud", "gcp"), catalogue)
    moved = difference(before, after)
    assert "object_storage" in [one.need for one in moved.decisions]
    assert PATTERN not in [one.need for one in moved.decisions]
    assert "TECHNOLOGY STACK" in moved.sections
    assert moved.money == after.cost.total - before.cost.total
    assert moved.parts >= len(moved.decisions) > 0
    same = difference(before, before)
    assert (same.decisions, same.sections, same.money) == ((), (), 0)
