"""Presets: whole, designable, and different where they must be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from data_platform.advisor import design
from data_platform.blueprint.checks import check
from data_platform.blueprint.model import Blueprint
from data_platform.catalog import Catalogue
from data_platform.catalog import presets as module
from data_platform.catalog.presets import Preset, load_presets
from data_platform.interview.answer_file import read_answers
from data_platform.interview.kinds import choices
from data_platform.interview.notebook import Entry, Notebook

PRESETS = {preset.id: preset for preset in load_presets()}
CLOUDS = [option.id for option in choices()["cloud"]]
FOLDER = Path(module.__file__).parent / "presets"


def designed(name: str, catalogue: Catalogue, **said: str) -> Blueprint:
    entries = PRESETS[name].entries | {key: Entry(value) for key, value in said.items()}
    return design(Notebook(entries).answers(), catalogue)


def chosen(found: Blueprint) -> dict[str, str]:
    return {decision.need: decision.choice for decision in found.decisions}


# -- what they hold ------------------------------------------------------------------


def test_there_are_presets_for_the_usual_use_cases() -> None:
    assert len(PRESETS) >= 20
    assert {"fraud_detection", "customer_360", "document_rag", "iot_telemetry"} <= set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_whole(name: str) -> None:
    preset = PRESETS[name]
    notebook = Notebook(preset.entries)
    answers = notebook.answers()
    assert notebook.problems() == {}
    assert len(answers.sources) >= 2
    assert len(answers.use_cases) >= 1
    for source in answers.sources:
        said = (source.name, source.kind, source.volume, source.daily_volume, source.pii)
        assert None not in (*said, source.update_pattern, source.freshness), source.name
    for use in answers.use_cases:
        assert None not in (use.name, use.workload, use.freshness, use.users), use.name
    assert len(preset.aliases) >= 6
    assert len(preset.summary) <= 120


@pytest.mark.parametrize("name", PRESETS)
def test_everything_in_it_is_assumed_and_what_is_the_persons_is_left_open(name: str) -> None:
    entries = PRESETS[name].entries
    for key, entry in entries.items():
        order = key in ("sources", "use_cases", "skills", "data_models")
        assert entry.certainty == ("known" if order else "assumed"), key
    assert not {"cloud", "region", "budget", "platform_name"} & set(entries)
    answers = Notebook(entries).answers()
    assert answers.certainty("raw_retention") == "assumed"
    assert answers.sources[0].certainty("volume") == "assumed"


@pytest.mark.parametrize("name", PRESETS)
def test_its_answers_are_those_of_an_answers_file(name: str) -> None:
    raw = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    written = read_answers(yaml.safe_dump(raw["answers"])).entries
    assert {key: entry.value for key, entry in written.items()} == {
        key: entry.value for key, entry in PRESETS[name].entries.items()
    }


def test_its_entries_are_a_copy() -> None:
    PRESETS["fraud_detection"].entries.clear()
    assert PRESETS["fraud_detection"].entries


# -- what they lead to ---------------------------------------------------------------


@pytest.mark.parametrize("name", PRESETS)
def test_it_designs_on_every_cloud(name: str, catalogue: Catalogue) -> None:
    assert check(designed(name, catalogue)) == []
    for cloud in CLOUDS:
        assert check(designed(name, catalogue, cloud=cloud)) == [], cloud


@pytest.mark.parametrize("name", PRESETS)
def test_it_fits_the_team_that_it_assumes(name: str, catalogue: Catalogue) -> None:
    found = designed(name, catalogue)
    assert not any("of upkeep a month" in one.question for one in found.open_questions)


@pytest.mark.parametrize(
    ("name", "needs", "absent"),
    [
        ("fraud_detection", "event_log stream_processing feature_store serving_store", "llm"),
        ("realtime_personalisation", "event_log feature_store serving_store", "vector_store"),
        ("iot_telemetry", "event_log stream_processing", "feature_store pii llm"),
        ("log_analytics", "event_log stream_processing query_engine", "feature_store"),
        ("ad_tech", "event_log stream_processing serving_store", "vector_store"),
        ("predictive_maintenance", "event_log feature_store ml_tracking", "serving_store pii"),
        ("embedded_analytics", "change_capture event_log serving_store", "feature_store"),
        ("document_rag", "vector_store llm", "event_log feature_store change_capture"),
        ("support_search", "vector_store llm", "event_log feature_store"),
        ("regulatory_reporting", "change_capture lineage", "event_log feature_store"),
        ("financial_close", "lineage quality", "event_log change_capture feature_store"),
        ("clinical_analytics", "change_capture feature_store notebooks pii", "event_log"),
        ("churn_prediction", "feature_store reverse_etl notebooks", "event_log serving_store"),
        ("demand_forecasting", "feature_store ml_tracking reverse_etl", "event_log pii"),
        ("data_sharing", "data_sharing table_format", "event_log feature_store"),
        ("supply_chain", "change_capture data_sharing", "event_log feature_store"),
        ("reverse_etl", "reverse_etl", "event_log feature_store"),
        ("customer_360", "serving_store reverse_etl pii", "event_log feature_store"),
        ("marketing_attribution", "batch_ingestion reverse_etl", "event_log feature_store"),
        ("product_analytics", "query_engine bi", "event_log feature_store serving_store"),
        ("experimentation", "notebooks bi", "event_log feature_store"),
        ("executive_kpis", "bi", "event_log change_capture table_format feature_store"),
        ("warehouse_migration", "change_capture bi", "event_log feature_store"),
        ("smart_meters", "event_log feature_store serving_store", "vector_store"),
    ],
)
def test_its_use_case_decides_the_design(
    name: str, needs: str, absent: str, catalogue: Catalogue
) -> None:
    found = set(chosen(designed(name, catalogue)))
    assert set(needs.split()) <= found
    assert not set(absent.split()) & found


def test_the_case_table_names_every_preset() -> None:
    mark = test_its_use_case_decides_the_design.pytestmark[0]
    assert sorted(case[0] for case in mark.args[1]) == sorted(PRESETS)


def test_fraud_is_scored_from_streams_with_online_features(catalogue: Catalogue) -> None:
    found = designed("fraud_detection", catalogue)
    methods = {one.source: one.method for one in found.ingestion}
    assert methods["payment_events"] == "streaming"
    assert methods["core_accounts"] == "CDC"
    assert methods["watchlists"] == "batch"
    assert "Streaming" in chosen(found)["pattern"]
    # Churn scores are read a day later: no online side.
    churn = designed("churn_prediction", catalogue)
    assert chosen(found)["feature_store"] != chosen(churn)["feature_store"]
    assert {one.method for one in churn.ingestion} == {"batch"}


def test_readings_of_devices_are_partitioned_by_time(catalogue: Catalogue) -> None:
    layers = {layer.name: layer for layer in designed("iot_telemetry", catalogue).storage}
    assert "month" in layers["Processed"].partitioning
    assert "date" in layers["Raw"].partitioning


def test_regulatory_reports_keep_history_and_an_audit_trail(catalogue: Catalogue) -> None:
    found = designed("regulatory_reporting", catalogue)
    assert all("10 years" in layer.retention for layer in found.storage if layer.name != "Raw")
    assert {"reported_figures", "position_snapshots"} <= {model.name for model in found.models}
    audited = chosen(found)["lineage"]
    assert audited != chosen(designed("executive_kpis", catalogue))["lineage"]


def test_key_figures_stay_the_smallest_platform(catalogue: Catalogue) -> None:
    totals = {name: designed(name, catalogue).cost.total for name in PRESETS}
    assert min(totals, key=lambda name: totals[name]) == "executive_kpis"
    assert max(totals, key=lambda name: totals[name]) == "ad_tech"


# -- what they cost ------------------------------------------------------------------


def test_nothing_heavy_is_imported_before_a_preset_is_wanted() -> None:
    code = (
        "import sys\n"
        "import data_platform.catalog.presets, data_platform.catalog.matching\n"
        "print({'yaml', 'rapidfuzz', 'pydantic', 'jinja2'} & set(sys.modules))\n"
        "from data_platform.catalog import load_catalogue; load_catalogue()\n"
        "print('rapidfuzz' in sys.modules,"
        " data_platform.catalog.presets.load_presets.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["set()", "False 0"], done.stderr


def test_presets_are_read_once() -> None:
    assert load_presets() is load_presets()
    assert all(isinstance(preset, Preset) for preset in load_presets())
