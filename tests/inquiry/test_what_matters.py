"""The ranking of open questions: what counts, in which order, and how it is told."""

from __future__ import annotations

import json

from data_platform.inquiry.alternatives import all_paths, certainty_at, changed
from data_platform.inquiry.what_matters import OPEN, STATES, label, matters, ranking
from data_platform.inquiry.what_matters_text import what_matters_json, what_matters_text
from data_platform.interview.answers import Answers


def test_only_open_questions_that_move_something_the_furthest_first(shop, catalogue):
    found = ranking(shop, catalogue)
    assert found
    assert all(certainty_at(shop, one.path) in OPEN and one.moves for one in found)
    ranks = [(one.essential, one.score) for one in found]
    assert ranks == sorted(ranks, reverse=True)
    assert {one.essential for one in found} == {True, False}
    assert all(0 < one.score <= 1 for one in found)
    assert "cloud" not in [one.path for one in found]  # it is known
    assert "growth" in [one.path for one in found]  # an estimate
    assert "cost_owner" not in [one.path for one in found]


def test_an_answer_that_is_given_is_not_asked_again(shop, catalogue):
    first = ranking(shop, catalogue)[0]
    assert "." not in first.path or first.path.split(".")[0] in ("sources", "use_cases")
    answered = changed(shop, "team_size", 4)
    assert "team_size" in [one.path for one in matters(shop, catalogue)]
    assert "team_size" not in [one.path for one in matters(answered, catalogue)]


def test_records_that_say_the_same_are_one_question(shop, catalogue):
    found = {one.path: one for one in matters(shop, catalogue)}
    assert found["sources.1.volume"].also == ("sources.2.volume",)
    assert "sources.2.volume" not in found
    other = changed(shop, "sources.2.quality", "poor")
    assert "sources.2.volume" in {one.path for one in matters(other, catalogue)}


def test_what_it_moves_is_what_the_trials_gave(shop, catalogue):
    found = {one.path: one for one in matters(Answers(), catalogue)}
    cloud = found["cloud"]
    assert "object_storage" in cloud.parts or "infrastructure" in cloud.parts
    assert cloud.of >= len(cloud.parts)
    assert cloud.money > 0
    assert cloud.essential
    assert len(cloud.tried) == 4
    assert f"decides {len(cloud.parts)} of {cloud.of} components" in cloud.reason
    assert found["current_pain" if "current_pain" in found else "cost_owner"].reason == (
        "moves nothing"
    )


def test_only_what_is_asked_for_is_worked_out(shop, catalogue):
    found = [one.path for one in matters(shop, catalogue, ["growth", "cloud"])]
    assert found == ["growth"]
    whole = [one.path for one in matters(shop, catalogue)]
    assert [path for path in all_paths(shop) if path in whole] == whole


def test_labels_are_words(shop):
    assert label("growth", shop) == "Growth"
    assert label("sources.0.volume", shop) == "shop_db › Volume"
    assert label("sources.7.volume", shop) == "Source 8 › Volume"


def test_how_it_is_told(shop, catalogue):
    found = ranking(shop, catalogue)
    text = "\n".join(what_matters_text(found, 2))
    assert text.startswith("WHAT MATTERS\n")
    assert "Essential questions\n1. " in text
    assert "\nOthers\n" in "\n".join(what_matters_text(found, len(found)))
    assert f"1. {found[0].label}: " in text
    assert "3. " not in text
    assert f"{len(found) - 2} more open questions move something; --top {len(found)}" in text
    assert "No open question moves anything" in "\n".join(what_matters_text([], 5))
    rows = json.loads(what_matters_json(found, 3))
    assert [row["key"] for row in rows] == [one.path for one in found[:3]]
    assert rows[0]["state"] in STATES.values()
    assert all(len(line) <= 40 for line in what_matters_text(found, 9, width=40, ascii_only=True))
    assert "\n".join(what_matters_text(found, 9, ascii_only=True)).isascii()
