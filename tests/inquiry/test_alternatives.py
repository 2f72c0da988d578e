"""Plausible other values, and answers changed."""

from __future__ import annotations

from decimal import Decimal

from data_platform.inquiry.alternatives import (
    Alternative,
    all_paths,
    alternatives,
    certainty_at,
    changed,
    kind_at,
    value_at,
)
from data_platform.interview.answers import Answers, Source
from data_platform.interview.questions import all_questions


def values(path, answers, catalogue):
    return [one.value for one in alternatives(path, answers, catalogue)]


def test_a_choice_has_its_other_options_and_yes_or_no_the_other(shop, catalogue):
    assert values("cloud", shop, catalogue) == ["azure", "gcp", "on_prem", "vm"]
    assert values("open_source_only", shop, catalogue) == [True]
    assert values("open_source_only", changed(shop, "open_source_only", True), catalogue) == [False]


def test_of_several_each_one_alone(shop, catalogue):
    found = values("compliance", changed(shop, "compliance", ["gdpr"]), catalogue)
    assert ["none"] in found
    assert ["hipaa"] in found
    assert ["gdpr"] not in found


def test_kinds_of_source_that_are_treated_alike_are_one_alternative(shop, catalogue):
    found = values("sources.0.kind", shop, catalogue)
    known = [catalogue.source_kinds[one] for one in found]
    assert len({(one.shape, one.change_log) for one in known}) == len(found)
    assert "postgresql" not in found


def test_a_number_has_its_band(shop, catalogue):
    band = catalogue.constants["default_growth"]
    assert values("growth", Answers(), catalogue) == [band.low, band.high]
    assert values("growth", shop, catalogue) == [30.0, 120.0]  # an estimate: half and twice
    unknown = changed(shop, "sources.0.volume", None)
    assumed = values("sources.0.volume", unknown, catalogue)
    assert assumed[1] == 100 * assumed[0]
    assert values("budget", shop, catalogue) == [Decimal("1000.00"), Decimal("4000.00")]


def test_of_the_least_there_is_the_example_else_ten_times_one(catalogue):
    assert values("peak_events", Answers(), catalogue) == [200.0]
    assert values("tenants", Answers(), catalogue) == [10]
    assert values("budget", Answers(), catalogue) == [Decimal("1200.00")]


def test_ages_go_in_steps_and_what_is_kept_in_factors(shop, catalogue):
    assert values("use_cases.0.freshness", shop, catalogue) == [10.0, 300.0, 3600.0]
    kept = changed(shop, "raw_retention", 86_400.0 * 100)
    assert values("raw_retention", kept, catalogue) == [86_400.0 * 50, 86_400.0 * 200]


def test_an_empty_list_has_records_of_each_kind(catalogue):
    found = values("sources", Answers(), catalogue)
    assert [one.kind for one in found]
    assert len({one.kind for one in found}) == len(found)
    tools = alternatives("existing_tools", Answers(), catalogue)
    assert all(catalogue.find(one.value.name) for one in tools)
    assert alternatives("use_cases", Answers(), catalogue)[0].shown == "BI dashboards and reports"


def test_free_text_has_its_example_only_where_nothing_is_said(shop, catalogue):
    assert values("sources.0.change_column", shop, catalogue) == ["updated_at"]
    assert values("platform_name", shop, catalogue) == []


def test_every_alternative_of_every_path_can_be_shown_and_is_another_one(shop, catalogue):
    for answers in (Answers(), shop):
        for path in all_paths(answers):
            for one in alternatives(path, answers, catalogue):
                assert one.shown
                assert value_at(changed(answers, path, one.value), path) != value_at(answers, path)


def test_the_same_each_time(shop, catalogue):
    once = [alternatives(path, shop, catalogue) for path in all_paths(shop)]
    assert once == [alternatives(path, shop, catalogue) for path in all_paths(shop)]


# -- paths -----------------------------------------------------------------------


def test_paths_are_what_an_interview_asks_now(shop):
    found = all_paths(shop)
    assert found[:2] == ("platform_name", "sources.0.name")
    assert "sources.2.freshness" in found
    assert "documents" not in found  # nothing is searched by an AI
    assert "documents" in all_paths(changed(shop, "use_cases.0.workload", "rag"))
    described = {q.fills for q in all_questions() if q.documents_only}
    assert described
    assert not described & set(found)
    assert "sources" in all_paths(Answers())
    assert "sources" not in found


def test_a_change_leaves_the_answers_and_takes_what_was_unsure(shop):
    other = changed(shop, "growth", 10.0)
    assert (shop.growth, shop.certainty("growth")) == (60.0, "estimate")
    assert (other.growth, other.certainty("growth")) == (10.0, "known")
    other = changed(shop, "sources.1.volume", 5, "estimate")
    assert shop.sources[1].volume is None
    assert certainty_at(other, "sources.1.volume") == "estimate"
    assert other.sources[0] == shop.sources[0]


def test_a_list_without_records_gets_one():
    assert changed(Answers(), "sources.0.volume", 7).sources == [Source(volume=7)]
    assert changed(Answers(), "sources", Source(name="x")).sources == [Source(name="x")]


def test_kinds_values_and_certainties_of_paths(shop):
    assert kind_at("sources") is None
    assert kind_at("sources.7.volume").name == "size"
    assert value_at(shop, "sources.9.volume") is None
    assert certainty_at(shop, "sources.9.volume") is None
    assert certainty_at(shop, "sources") == "known"
    assert certainty_at(shop, "team_size") == "unknown"
    assert Alternative("compliance", []).shown == "none"
