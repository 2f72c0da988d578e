"""The comparison with published cases: honest, robust, and in the shape that is promised."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.agreement import (
    HERE,
    MEASURES,
    as_json,
    as_text,
    compare,
    evaluate,
    main,
)
from benchmarks.amounts import amounts, first_number, people
from benchmarks.case_files import read_case
from benchmarks.conversion import answers_of, rows_of, seconds_of
from benchmarks.families import FACETS, vocabulary
from benchmarks.wording import words
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers

CASES = sorted((HERE / "cases").glob("*.yaml"))
BARE: dict[str, Any] = {
    "summary": None,
    "use_cases": [],
    "workloads": ["bi"],
    "sources": [{"name": "db", "kind": "postgres", "volume": None, "update": "mutable",
                 "frequency": None}],
    "data_volume_total": None,
    "daily_volume": None,
    "peak_events_per_s": None,
    "freshness_needed": None,
    "query_concurrency": None,
    "team_size": None,
    "team_skills": [],
    "budget_usd_month": None,
    "cloud": None,
    "domains_or_teams": None,
    "compliance": [],
    "pii": None,
    "existing": [],
}  # fmt: skip


def rows(**situation: Any) -> dict[str, Any]:
    return rows_of({**BARE, **situation}, load_catalogue())


def source(**fields: Any) -> dict[str, Any]:
    told = rows(sources=[{"name": "it", "kind": "files", **fields}])
    found: dict[str, Any] = told["sources"][0]
    return found


# -- honest ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_was_chosen_is_never_looked_at(path: Path) -> None:
    """Another choice and other acceptable ones leave the answers and the design as they are."""
    catalogue = load_catalogue()
    case = read_case(path)
    told = copy.deepcopy(case.situation)
    answers = answers_of(case.situation, catalogue)
    turned = yaml.safe_load(path.read_text(encoding="utf-8"))
    turned["published_choice"] = {"pattern": "data_mesh"}
    turned["acceptable"] = {"pattern": ["data_mesh"]}
    turned["title"] = "a data mesh on Kafka"
    assert answers_of(turned["situation"], catalogue) == answers
    assert case.situation == told


def test_the_choice_is_only_compared_with(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    loaded = yaml.safe_load(CASES[0].read_text(encoding="utf-8"))
    catalogue = load_catalogue()
    before = compare(read_case(CASES[0]), catalogue)
    loaded["published_choice"] = {"pattern": "data_mesh"}
    path.write_text(yaml.safe_dump(loaded), encoding="utf-8")
    after = compare(read_case(path), catalogue)
    assert after.patterns == before.patterns
    assert after.methods == before.methods
    assert not after.strict


def test_null_stays_unknown() -> None:
    assert set(rows()) == {"sources", "use_cases"}
    assert rows()["sources"] == [{"name": "db", "kind": "postgresql", "update_pattern": "mutable"}]
    assert rows()["use_cases"] == [{"name": "bi", "workload": "bi"}]
    assert answers_of(BARE, load_catalogue()).team_size is None


@pytest.mark.parametrize("field", [name for name in BARE if name not in ("sources", "workloads")])
def test_words_that_nobody_knows_stay_unknown(field: str) -> None:
    strange = "xyzzy" if not isinstance(BARE[field], list) else ["xyzzy"]
    told = rows(**{field: strange})
    told.pop("existing_tools", None)  # a tool is named, whatever it is
    assert told == rows()


# -- what words become ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [
        ("2 PB", 2e15, None),
        ("< 100 GB", 1e11, None),
        ("10-20 TB", 15e12, None),
        ("several hundred GB per day", 4e11, 86_400),
        ("5 billion rows", 5e9, None),
        ("30 million events a day", 3e7, 86_400),
        ("up to 200,000 requests/s at peak", 200_000, 1),
        ("10M+ events/day, 1,700/s tested", 1e7, 86_400),
        ("15 trillion records, billions a day", 15e12, None),
        ("close to 1 billion rows", 1e9, None),
        ("hundreds of TB", 3e14, None),
        ("petabytes", 3e15, None),
        ("1TB+ of new data daily", 1e12, 86_400),
        ("2 million readings every 15 minutes", 2e6, 900),
        ("10 PB read/day, 100 TB written/day", 1e14, 86_400),
    ],
)
def test_amounts_are_read_from_free_text(text: str, value: float, per: int | None) -> None:
    found = amounts(text, words()["vague"])[0]
    assert found.value == pytest.approx(value)
    assert found.per == per


@pytest.mark.parametrize(
    "text", ["main, shard1 and cross-region shards", "480 connectors", "two events", "", "106"]
)
def test_what_is_no_amount_of_data_is_none(text: str) -> None:
    assert amounts(text, words()["vague"]) == []


def test_an_upper_bound_is_taken_at_its_middle_and_a_peak_as_a_peak() -> None:
    assert source(volume="under 0.5 TB")["volume"] == {"estimate": "250000000000 B"}
    told = rows(sources=[{"name": "a", "kind": "logs", "volume": "up to 9,000 logs/s"}])
    assert told["peak_events"] == "9000.00 events/s"
    mean = rows(sources=[{"name": "a", "kind": "logs", "volume": "3,000 logs/s"}])
    assert mean["peak_events"] == told["peak_events"]


def test_devices_send_a_reading_as_often_as_is_said() -> None:
    told = source(kind="iot", volume="500 sensors", frequency="every 10 minutes")
    assert told["daily_volume"] == {"estimate": "7200000 B/day"}  # 144 readings of 100 B each
    assert "daily_volume" not in source(kind="iot", volume="500 sensors", frequency="continuous")


def test_a_lower_bound_is_more_than_itself() -> None:
    assert source(volume="over 1 TB")["volume"] == {"estimate": "1250000000000 B"}


def test_a_change_log_is_open_where_it_is_said_of_the_source() -> None:
    asked = {"kind": "other", "update": "mutable"}
    own = source(**asked, frequency="continuous change logs")
    assert own["access"] == "change_log"
    told = rows(
        summary="Reports must run without slowing the production database.",
        sources=[{"name": "shop", "kind": "postgres"}, {"name": "logins", **asked}],
    )["sources"]
    assert [one.get("access") for one in told] == ["change_log", None]


def test_a_total_is_shared_by_the_sources_that_say_nothing() -> None:
    told = rows(
        data_volume_total="10 TB",
        sources=[
            {"name": "a", "kind": "mysql", "volume": "4 TB"},
            {"name": "b", "kind": "mysql"},
            {"name": "c", "kind": "files"},
        ],
    )
    sizes = [one["volume"]["estimate"] for one in told["sources"]]
    assert sizes == [f"{n * 10**12} B" for n in (4, 3, 3)]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("seconds", 5), ("sub-second", 1), ("minutes", 300), ("near real time", 300),
        ("hourly", 3600), ("daily", 86_400), ("T+1", 86_400), ("nightly", 86_400),
        ("30 minutes", 1800), ("every 2 hours; high-volume tables continuously", 7200),
        ("every 15 minutes (realtime reports) and daily", 900), ("weekly", 604_800),
        ("periodic", None), (None, None),
    ],
)  # fmt: skip
def test_ages_are_read_from_free_text(text: str | None, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("postgres", "db", "postgresql"),
        ("kafka topic", "x", "event_stream"),
        ("salesforce", "x", "saas_api"),
        ("other", "product database", "other_sql"),
        ("other", "old warehouse", "warehouse"),
        ("files", "lake tables", "object_store"),
        ("files", "clinical documents", "documents"),
        ("quux", "quux", "other"),
    ],
)
def test_kinds_are_found_by_words(kind: str, name: str, expected: str) -> None:
    told = rows(sources=[{"name": name, "kind": kind, "update": None}])
    assert told["sources"][0].get("kind", "other") == expected


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Several query engines must share the tables.", {"shared_engines": "yes"}),
        ("The central data team is the bottleneck.", {"central_bottleneck": "yes"}),
        ("Domains publish data products.", {"governance_model": "federated"}),
        ("An all-open-source stack.", {"open_source_only": "yes"}),
        ("Deletion requests come every day.", {"row_deletes": "yes"}),
        ("One engine is enough; federated queries over two sites.", {}),
        ("Locked in vendor dashboards.", {"open_format": "yes"}),
        ("Data science and BI on one platform.", {"shared_engines": "yes"}),
    ],
)
def test_facts_that_are_stated_plainly_become_answers(text: str, answers: dict[str, str]) -> None:
    told = rows(summary=text)
    for name in ("sources", "use_cases"):
        told.pop(name)
    assert told == answers


def test_people_teams_and_tools() -> None:
    assert rows(domains_or_teams="30+ teams")["domains"] == 30
    assert rows(domains_or_teams="4 divisions, dozens of teams")["domains"] == 30
    assert rows(summary="Run by a three-person team.")["team_size"] == 3
    assert "team_size" not in rows(summary="A region of 1.2 million people.")
    assert "domains" not in rows(summary="Analytics for 7 million customer domains.")
    assert rows(query_concurrency="up to 5 concurrent BI users")["concurrent_users"] == 5
    assert rows(query_concurrency="2,000 users")["use_cases"][0]["users"] == 2000
    kept = rows(existing=["PostgreSQL on RDS", "Snowflake (legacy)"])["existing_tools"]
    assert kept[-1] == {"name": "Snowflake", "keep": "no"}
    outgrown = rows(summary="Events sit in Postgres and charts time out.", existing=["PostgreSQL"])
    assert outgrown["existing_tools"] == [{"name": "PostgreSQL", "keep": "no"}]
    stays = rows(summary="Postgres is fine. Charts time out elsewhere.", existing=["PostgreSQL"])
    assert stays["existing_tools"] == [{"name": "PostgreSQL"}]
    lake = rows(existing=["S3 data lake"])["existing_tools"]
    assert {"name": "Plain Parquet files"} in lake
    moved = rows(cloud="gcp", existing=["Hadoop cluster"])["existing_tools"]
    assert {"name": "Plain Parquet files"} not in moved
    read = rows(summary="Serves 300 analysts and 9 million shoppers.")["use_cases"][0]
    assert read["users"] == 300
    assert rows(summary="Hundreds of autonomous micro-service teams.")["domains"] == 300
    assert people("team of five people", words()["vague"], "people") == 5
    assert first_number("dozens", words()["vague"]) == 30


@pytest.mark.parametrize(
    ("cloud", "expected"),
    [("none", "vm"), ("hetzner", "vm"), ("gcp+aws", "aws"), ("on_prem", "on_prem"),
     ("multi", None), (None, None)],
)  # fmt: skip
def test_clouds(cloud: str | None, expected: str | None) -> None:
    assert rows(cloud=cloud).get("cloud") == expected


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**9),
    st.floats(allow_nan=False),
    st.text(max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(
    values=st.fixed_dictionaries(
        {name: (st.lists(JUNK, max_size=3) if isinstance(BARE[name], list) else JUNK)
         for name in BARE if name != "sources"}
    ),
    sources=st.lists(
        st.fixed_dictionaries(
            dict.fromkeys(("name", "kind", "volume", "update", "frequency"), JUNK)
        ),
        max_size=3,
    ),
)  # fmt: skip
def test_no_situation_stops_the_conversion(
    values: dict[str, Any], sources: list[dict[str, Any]]
) -> None:
    """Whatever stands in a field, it becomes answers or nothing."""
    answers = answers_of({**values, "sources": sources}, load_catalogue())
    assert len(answers.sources) == len(sources)


# -- families and results ---------------------------------------------------------------


def test_every_technology_that_a_facet_may_choose_has_its_families() -> None:
    known, catalogue = vocabulary(), load_catalogue()
    missing, strange = [], []
    for facet, ladders in known["ladders"].items():
        for ladder in ladders:
            for rung in catalogue.ladders[ladder].rungs:
                for name in rung.technologies:
                    of = known["technologies"].get(name, {}).get(facet)
                    if of is None:
                        missing.append((facet, name))
                    elif of != "store_sql":
                        strange += [one for one in of if one not in known["vocabulary"][facet]]
    assert not missing
    assert not strange
    assert set(known["technologies"]) <= set(catalogue.technologies)
    stores = {rung.id for rung in catalogue.ladders["analytical_store"].rungs}
    assert set(known["store_sql"]) == stores


def test_every_answer_that_words_lead_to_exists() -> None:
    """Each fact of the vocabulary can be read as answers."""
    for fact in words()["facts"]:
        notebook = read_answers(yaml.safe_dump(fact["answers"])).answers()
        assert all(getattr(notebook, name) is not None for name in fact["answers"])
    for fact in words()["source_facts"]:
        told = read_answers(yaml.safe_dump({"sources": [fact["as"]]})).answers()
        assert all(getattr(told.sources[0], name) for name in fact["as"])


def test_the_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    for name in MEASURES:
        assert set(printed[name]) == {"agreed", "of"}
        assert 0 <= printed[name]["agreed"] <= printed[name]["of"]
    assert printed["pattern_strict"]["of"] == printed["pattern_acceptable"]["of"] == len(CASES)
    assert printed["pattern_strict"]["agreed"] <= printed["pattern_acceptable"]["agreed"]
    slugs = {case["slug"] for case in printed["cases"]}
    for name in ("over_engineered", "under_engineered"):
        assert isinstance(printed[name], list)
        assert set(printed[name]) <= slugs
    assert printed["malformed"] == {}


def test_groups_add_up_to_the_whole() -> None:
    result = evaluate(HERE / "cases", load_catalogue())
    groups = result.groups()
    assert set(groups) == {"first", "second", "third"}
    for name in MEASURES:
        assert sum(sums[name].of for sums in groups.values()) == result.sums[name].of
        assert sum(sums[name].agreed for sums in groups.values()) == result.sums[name].agreed


def test_the_goals_are_met_on_the_cases_that_are_here() -> None:
    """A floor under what docs/evidence.md tells, with room for one case of thirty."""
    result = evaluate(HERE / "cases", load_catalogue())
    floors = {"pattern_strict": 0.75, "pattern_acceptable": 0.92, "ingestion": 0.92}
    floors |= dict.fromkeys(FACETS, 0.88)
    for name, floor in floors.items():
        tally = result.sums[name]
        assert tally.agreed >= floor * tally.of, name


def test_a_malformed_case_is_named_and_does_not_stop_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.yaml").write_bytes(CASES[0].read_bytes())
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    (tmp_path / "nothing.yaml").write_text("situation: {}\nacceptable: {pattern: [x]}\n")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    listed = yaml.safe_load(CASES[0].read_text(encoding="utf-8"))
    listed["acceptable"]["tool_families"] = ["oltp_db"]
    (tmp_path / "listed.yaml").write_text(yaml.safe_dump(listed), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    for name in ("broken", "empty", "nothing", "binary", "listed"):
        assert f"malformed: {name}.yaml" in printed
    assert "pattern acceptable      1 of    1" in printed


def test_a_folder_that_holds_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "no case that can be read" in capsys.readouterr().err


def test_more_than_anybody_needed_is_reported_as_such(tmp_path: Path) -> None:
    """A case that got by with a plain store and files, told in words that ask for all."""
    loaded = yaml.safe_load(
        next(p for p in CASES if p.stem == "adtech-200m-clickhouse").read_text(encoding="utf-8")
    )
    loaded["published_choice"] = {"pattern": "data_warehouse"}
    loaded["acceptable"]["pattern"] = ["data_warehouse"]
    loaded["acceptable"]["ingestion_methods"] = {"ad events": ["batch"]}
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(loaded), encoding="utf-8")
    result = evaluate(tmp_path, load_catalogue())
    assert result.over() == [loaded["slug"]]
    assert any("streaming for ad events" in one for one in result.cases[0].over)
    assert "OVER-ENGINEERED pattern: streaming" in as_text(result)
    assert as_json(result)["over_engineered"] == [loaded["slug"]]


def test_less_than_would_do_is_reported_too(tmp_path: Path) -> None:
    loaded = yaml.safe_load(
        next(p for p in CASES if p.stem == "sentry-early-postgres").read_text(encoding="utf-8")
    )  # fmt: skip
    loaded["published_choice"] = {"pattern": "data_mesh"}
    loaded["acceptable"]["pattern"] = ["data_mesh", "streaming"]
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(loaded), encoding="utf-8")
    assert evaluate(tmp_path, load_catalogue()).under() == [loaded["slug"]]


def test_sources_of_cases_can_be_found_by_a_reader() -> None:
    for path in CASES:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))["source"]
        assert not said.replace("file", "").strip().isdigit()
        assert len(said) > 15
