"""What is looked at is noted, also in copies; what is told alone makes no other design."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_platform.advisor import design
from data_platform.advisor.compose import BILL, sections, sections_of, tells
from data_platform.advisor.needs import resolve
from data_platform.blueprint.model import SECTIONS
from data_platform.inquiry.watching import Watch


def test_fields_are_noted_where_they_are_looked_at(shop, catalogue):
    watch, needs = Watch(), resolve(shop, catalogue)
    watched = watch.watched(needs)
    assert (watch.needs, watch.sources, watch.answers) == (set(), set(), set())
    assert watched.growth == needs.growth
    assert [one.volume for one in watched.sources] == [one.volume for one in needs.sources]
    assert watched.answers.cloud == "aws"
    assert watched.unsure.get("growth") == "estimate"
    assert watch.needs == {"growth", "sources", "answers", "unsure"}
    assert (watch.sources, watch.answers, watch.sure) == ({"volume"}, {"cloud"}, {"growth"})


def test_a_copy_notes_too_and_a_signature_tells_them_apart(shop, catalogue):
    watch, needs = Watch(), resolve(shop, catalogue)
    copy = replace(watch.watched(needs).sources[0], sure="known")
    assert "tables" in watch.sources  # it was copied
    assert "sure" not in watch.sources
    assert copy.sure == "known"
    assert "sure" in watch.sources
    watch = Watch()
    assert watch.watched(needs).growth
    assert watch.signature(replace(needs, slug="other")) == watch.signature(needs)
    assert watch.signature(replace(needs, growth=1.0)) != watch.signature(needs)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_made_alone_or_watched_is_the_same(shop, catalogue, name):
    whole = getattr(design(shop, catalogue), name)
    assert sections(shop, catalogue, (name,))[name] == whole
    needs = resolve(shop, catalogue, tell=tells((name,)))
    assert sections_of(Watch().watched(needs), catalogue, (name,))[name] == whole


def test_the_bill_is_what_the_cost_section_says(shop, catalogue):
    bill = sections(shop, catalogue, (BILL,))[BILL]
    cost = design(shop, catalogue).cost
    assert (bill.lines, bill.total, bill.compute) == (cost.lines, cost.total, cost.compute)
