"""What holds of the pattern and of the ways in, whatever the answers are."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from data_platform.advisor.ingestion_methods import method_of
from data_platform.advisor.needs import Needs, resolve
from data_platform.advisor.pattern import LIVE, Pattern, pattern_of
from data_platform.advisor.sizing import trajectory
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.kinds import choices

RANK = {"data_lake": 1, "data_warehouse": 1, "lakehouse": 2, "streaming": 3, "data_mesh": 3}


def ids(of: str) -> list[str]:
    return [option.id for option in choices()[of]]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


SOURCE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(ids("source_kind")),
        "volume": maybe(st.sampled_from(["1 GB", "90 GB", "2 TB", "40 TB", "300 TB", "60 PB"])),
        "update_pattern": maybe(st.sampled_from(ids("update_pattern"))),
        "freshness": maybe(st.sampled_from(["5 s", "5 min", "1 hour", "1 day"])),
    }
)
USE = st.fixed_dictionaries(
    {
        "workload": st.sampled_from(ids("workload")),
        "freshness": maybe(st.sampled_from(["5 s", "5 min", "1 hour", "1 day"])),
    }
)
ANSWERS = st.fixed_dictionaries(
    {
        "cloud": maybe(st.sampled_from(ids("cloud"))),
        "sources": st.lists(SOURCE, min_size=1, max_size=3),
        "use_cases": st.lists(USE, min_size=1, max_size=3),
        "domains": maybe(st.sampled_from([1, 4, 5, 20])),
        "team_size": maybe(st.sampled_from([1, 9, 60])),
        "central_bottleneck": maybe(st.sampled_from(["yes", "no"])),
        "governance_model": maybe(st.sampled_from(ids("governance_model"))),
        "open_source_only": maybe(st.just("yes")),
        "row_deletes": maybe(st.just("yes")),
        "peak_events": maybe(st.sampled_from(["10/s", "50k/s"])),
    }
)


def said(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers without what was not said, each record named."""
    told = {name: value for name, value in answers.items() if value is not None}
    for table in ("sources", "use_cases"):
        told[table] = [
            {"name": f"r{at}", **{k: v for k, v in record.items() if v is not None}}
            for at, record in enumerate(told[table])
        ]
    return told


def decided(told: dict[str, Any]) -> tuple[Needs, dict[str, str], Pattern]:
    catalogue = load_catalogue()
    needs = resolve(read_answers(yaml.safe_dump(told)).answers(), catalogue)
    methods = {source.name: method_of(source, needs, catalogue) for source in needs.sources}
    path = trajectory(needs, catalogue, methods)
    pattern = pattern_of(needs, catalogue, path[12], methods)
    return needs, {name: method.name for name, method in methods.items()}, pattern


@settings(max_examples=80, deadline=None)
@given(ANSWERS)
def test_each_pattern_is_there_for_what_asks_for_it(answers: dict[str, Any]) -> None:
    needs, methods, pattern = decided(said(answers))
    if "streaming" in pattern.ids:
        assert {"streaming", "CDC"} & set(methods.values())
        assert any(use.freshness <= 60 or use.workload in LIVE for use in needs.use_cases)
    if "data_mesh" in pattern.ids:
        assert pattern.ids[0] == "data_mesh"
        assert len(pattern.ids) > 1  # an organisation, on top of a place for its tables
        assert needs.domains >= 5
        assert answers["central_bottleneck"] != "no"
    assert len(set(pattern.ids)) == len(pattern.ids)


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_what_nobody_said_proves_no_complexity(answers: dict[str, Any]) -> None:
    """Without a volume, a wish or a skill there is neither a lakehouse nor a mesh.

    Models and SQL on the same files or changing rows are a reason of their own.
    """
    told = said(answers)
    for name in ("peak_events", "domains", "central_bottleneck", "governance_model"):
        told.pop(name, None)
    for source in told["sources"]:
        source.pop("volume", None)
    for use in told["use_cases"]:
        if use.get("workload") == "ml":
            use["workload"] = "bi"
    _, _, pattern = decided(told)
    assert not {"lakehouse", "data_mesh"} & set(pattern.ids)


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_more_of_the_same_never_makes_the_storage_simpler(answers: dict[str, Any]) -> None:
    told = said(answers)
    ranks = []
    for size in ("10 GB", "900 GB", "20 TB", "400 TB", "90 PB"):
        for source in told["sources"]:
            source["volume"] = size
        _, _, pattern = decided(told)
        storage = [one for one in pattern.ids if one not in ("streaming", "data_mesh")]
        ranks.append(max((RANK[one] for one in storage), default=1))
    assert ranks == sorted(ranks)


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_engines_that_share_tables_get_a_lakehouse(answers: dict[str, Any]) -> None:
    _, _, pattern = decided({**said(answers), "shared_engines": "yes"})
    assert {"lakehouse", "streaming"} & set(pattern.ids)


@settings(max_examples=60, deadline=None)
@given(SOURCE)
def test_a_looser_age_never_asks_for_more_than_a_stricter_one(source: dict[str, Any]) -> None:
    """Batch is the least; nothing that is batch at an hour is a stream at a day."""
    found = []
    for age in ("5 s", "5 min", "1 hour", "1 day"):
        row = {"name": "it", **{k: v for k, v in source.items() if v is not None}}
        told = {
            "sources": [{**row, "freshness": age}],
            "use_cases": [{"workload": "bi", "freshness": age}],
        }
        _, methods, _ = decided(told)
        found.append(methods["it"] != "batch")
    assert found == sorted(found, reverse=True)
