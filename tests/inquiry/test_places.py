"""The lines of a blueprint with the keys of what is on them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_answers import answers

from data_platform.advisor import design
from data_platform.blueprint.model import SECTIONS, Blueprint
from data_platform.blueprint.places import Place, places, places_in, values
from data_platform.blueprint.render import render, render_sections
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers

CATALOGUE = load_catalogue()
#: Of what the marks are made that stand for keys while a section is rendered.
MARKS = "\U0001e000\U0001e001\U0001e008\U0001e01b\U0001e023"
SEVERAL = """
platform_name: harbor
growth: 60 %
cloud: aws
sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB, daily_volume: 1.2 GB/day}
  - {name: billing, kind: saas_api, volume: 3 GB}
use_cases:
  - {name: revenue dashboard, workload: bi}
"""


def blueprint(text: str) -> Blueprint:
    return design(read_answers(text).answers(), CATALOGUE)


def checked(found: Blueprint, width: int) -> list[Place]:
    """The lines, once they hold what all lines hold."""
    lines = places(found, width)
    assert "\n".join(place.text for place in lines) + "\n" == render(found, width=width)
    known = values(found)
    records = {".".join(key.split(".")[:3]) for key in known if key.startswith("cost.lines.")}
    prices = {f"cost.prices.{number}" for number in range(1, len(found.cost.lines) + 1)}
    for place in lines:
        assert bool(place.keys) == bool(place.text), place
        assert len(set(place.keys)) == len(place.keys)
        for key in place.keys:
            assert key in known or key in records or key in prices or key == place.section, key
            assert key.partition(".")[0] == place.section
    return lines


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers(), st.integers(40, 160))
def test_lines_are_those_of_the_blueprint_and_each_has_a_key(given_: Answers, width: int) -> None:
    checked(design(given_, CATALOGUE), width)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(MARKS + "ab \u0301[]", min_size=1, max_size=30), st.integers(40, 120))
def test_letters_of_which_marks_are_made_break_nothing(text: str, width: int) -> None:
    text = text.strip() or MARKS
    source = read_answers(SEVERAL).answers().sources[0].model_copy(update={"name": text})
    given_ = Answers.model_construct(unsure={}, platform_name=text, sources=[source])
    lines = checked(design(given_, CATALOGUE), width)
    assert any(key.startswith("ingestion.") for place in lines for key in place.keys)


@pytest.mark.parametrize("width", [40, 57, 80, 160])
def test_values_stand_where_they_are_written(width: int) -> None:
    found = blueprint(SEVERAL)
    lines, known = checked(found, width), values(found)
    for key in (
        "title.name",
        "ingestion.shop_db.method",
        "ingestion.billing.tool",
        "storage.raw.format",
        "scaling.current",
    ):
        text = " ".join(place.text.strip() for place in lines if key in place.keys)
        assert known[key].split()[0] in text, key
    total = next(place for place in lines if "cost.total" in place.keys)
    assert f"{found.cost.total:,.2f}" in total.text


def test_every_source_is_found_by_its_name_and_no_other() -> None:
    lines = checked(blueprint(SEVERAL), 80)
    of_shop = [place for place in lines if "ingestion.shop_db.schedule" in place.keys]
    of_billing = [place for place in lines if "ingestion.billing.schedule" in place.keys]
    assert of_shop
    assert of_billing
    assert not {place.text for place in of_shop} & {"Source: billing"}
    assert lines.index(of_shop[-1]) < lines.index(of_billing[0])


def test_headings_have_the_name_of_their_section() -> None:
    lines = places(blueprint(SEVERAL), 80)
    for name, heading in SECTIONS.items():
        first = next(place for place in lines if place.section == name and place.text)
        assert first.text == heading
        assert first.keys == (name,)


def test_a_margin_is_left_free_and_parts_of_it_can_be_had() -> None:
    found = blueprint(SEVERAL)
    with_margin = places(found, 80, margin=10)
    assert [place.text for place in with_margin] == [place.text for place in places(found, 70)]
    some = {name: lines for name, lines in render_sections(found, 70).items() if name == "cost"}
    part = places_in(found, some, 70)
    assert [place.text for place in part] == list(some["cost"])
    assert [place for place in part if place.text] == [
        place for place in with_margin if place.section == "cost" and place.text
    ]


@pytest.mark.parametrize("width", [39, 0, -1, 100_000])
def test_a_width_that_does_not_exist(width: int) -> None:
    with pytest.raises(ValueError, match="width"):
        places(blueprint(SEVERAL), width)
