"""Presets: whole, designable, different where they must be, and found from what people type."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from data_platform.advisor import design
from data_platform.blueprint.checks import check
from data_platform.blueprint.model import Blueprint
from data_platform.catalog import BadCatalogue, Catalogue
from data_platform.catalog import presets as module
from data_platform.catalog.matching import LEAST_SCORE, MOST_WORDS, best_preset, find_presets
from data_platform.catalog.presets import Preset, load_presets, read_presets
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


# -- how they are found --------------------------------------------------------------

FOUND = {
    "fraud_detection": ["fraud", "fraud detction", "FRAUD-DETECTION", "detection of fraud",
                        "fruad", "detect fraud in card payments", "anti-money laundering",
                        "real-time fraud detection at a bank"],
    "customer_360": ["customer-360", "customer360", "custmer 360", "c360",
                     "Customer 360 for our bank", "single view of the customer"],
    "document_rag": ["RAG over contracts", "rag", "chatbot over our pdfs",
                     "search in our contracts", "chat with documents"],
    "iot_telemetry": ["IoT telemetry", "sensor data from factories", "telemetry from cars", "mqtt",
                      "iot telemtry from wind turbines"],
    "product_analytics": ["product analytics", "clickstreams", "funnel and cohort"],
    "regulatory_reporting": ["regulatory reporting", "regulatry report", "BCBS239"],
    "realtime_personalisation": ["personalization in real time", "product recommendation"],
    "marketing_attribution": ["marketing attributon", "attribution of campaigns"],
    "financial_close": ["FP&A", "month end close", "P&L"],
    "supply_chain": ["supply chain", "inventory and stock"],
    "predictive_maintenance": ["predictive maintainance", "machine failures",
                               "predict failures of machines"],
    "churn_prediction": ["customer churn prediction", "churn", "telco churn"],
    "log_analytics": ["observability", "log analytics"],
    "embedded_analytics": ["embedded analytics for our SaaS customers", "multi tenant dashboards"],
    "data_sharing": ["share data with partners"],
    "executive_kpis": ["executive KPIs", "kpi dashboard", "self service bi"],
    "demand_forecasting": ["demand forcasting", "forecast demand", "predict demand for bakery"],
    "clinical_analytics": ["clinical trial", "patient data", "electronic healthrecords"],
    "ad_tech": ["adtech", "ad-tech"],
    "experimentation": ["A/B tests", "ab testing"],
    "support_search": ["similar support tickets", "semantic search tickets",
                       "customer service chatbot"],
    "reverse_etl": ["reverse etl to crm", "sync to salesforce"],
    "warehouse_migration": ["migrate our on-prem warehouse", "move off Teradata"],
    "smart_meters": ["smart meter", "electricity meters"],
}  # fmt: skip
NOTHING = [
    "", " ", "asdf", "lst", "pipeline", "list", "shwo", "resume", "x", "a", "q", "7", "foo bar",
    "data", "data platform", "my-platform", "acme", "acme-analytics", "analytics", "dashboards",
    "reports", "real-time", "machine learning", "streaming", "hello", "[/]", "...", "🙂", "help",
]  # fmt: skip
#: What may be listed, but is never taken unasked.
UNDECIDED = [
    "customer", "customers", "sales", "data warehouse", "warehouse", "test", "payments", "bank",
    "web shop", "harbor-shop", "feature store", "market data", "CRM", "documents", "marketing",
    "order tracking", "carbon accounting", "master data", "stock trading", "prod", "control",
    "internet",
]  # fmt: skip
COMMANDS = [
    "list", "show", "new", "open", "resume", "export", "import", "delete", "rename", "copy",
    "diff", "explain", "undo", "check", "version", "prices", "demo", "edit", "history",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [(t, n) for n, texts in FOUND.items() for t in texts])
def test_a_phrase_finds_its_preset(text: str, name: str) -> None:
    found = best_preset(text)
    assert found is not None, find_presets(text)
    assert found.id == name


@pytest.mark.parametrize("text", NOTHING)
def test_nonsense_finds_nothing(text: str) -> None:
    assert find_presets(text) == []
    assert best_preset(text) is None


@pytest.mark.parametrize("text", UNDECIDED)
def test_a_word_of_several_use_cases_decides_nothing(text: str) -> None:
    assert best_preset(text) is None


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_command_is_no_use_case(command: str) -> None:
    dropped = [command[:at] + command[at + 1 :] for at in range(len(command))]
    swapped = [
        command[:at] + command[at + 1] + command[at] + command[at + 2 :]
        for at in range(len(command) - 1)
    ]
    doubled = [command[: at + 1] + command[at:] for at in range(len(command))]
    for text in (command, *dropped, *swapped, *doubled):
        assert best_preset(text) is None, text


@pytest.mark.parametrize("name", PRESETS)
def test_its_own_names_find_it(name: str) -> None:
    preset = PRESETS[name]
    for text in (preset.id, preset.title, *preset.aliases):
        found = best_preset(text)
        assert found is preset, (text, find_presets(text))


def test_aliases_stand_for_one_preset() -> None:
    names = [n.casefold() for p in PRESETS.values() for n in {p.title, *p.aliases}]
    assert len(set(names)) > 200
    for name in set(names):
        holders = {p.id for p in PRESETS.values() if name in map(str.casefold, p.aliases)}
        assert len(holders) <= 1, name


def test_matches_come_best_first_and_no_more_than_asked() -> None:
    found = find_presets("customer churn and customer 360 and fraud", most=3)
    assert len(found) == 3
    assert {match.preset.id for match in found} == {
        "churn_prediction",
        "customer_360",
        "fraud_detection",
    }
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(LEAST_SCORE <= score <= 100 for score in scores)
    assert len(find_presets("customer churn and customer 360 and fraud", most=1)) == 1


def test_several_close_ones_are_left_to_the_person() -> None:
    assert len(find_presets("fraud or churn")) == 2
    assert best_preset("fraud or churn") is None


def test_only_the_given_presets_are_looked_at() -> None:
    only = (PRESETS["churn_prediction"],)
    assert best_preset("fraud", only) is None
    assert best_preset("churn", only) is only[0]
    assert find_presets("churn", ()) == []


@pytest.mark.parametrize(
    "text",
    [
        "[/]", "[@click=app.quit]fraud", "fraud\x00\x1b[31m", "🙂 fraud 🙂", "\ud800 fraud",
        "fraud" + "!" * 10_000, "fraud ({[*+?\\", "f̷r̷a̷u̷d̷", "ﷺ" * 500, "欺诈 検知",
    ],
)  # fmt: skip
def test_hostile_text_does_no_harm(text: str) -> None:
    found = best_preset(text)
    assert found is (PRESETS["fraud_detection"] if "f" in text else None)


@pytest.mark.parametrize("text", ["fraud " * 100_000, "x" * 1_000_000, "ab cd " * 200_000])
def test_a_very_long_text_is_not_read_to_its_end(text: str) -> None:
    find_presets("fraud")
    start = time.perf_counter()
    find_presets(text)
    assert time.perf_counter() - start < 0.5
    assert MOST_WORDS < 50


# -- mistakes in the files -----------------------------------------------------------


@pytest.fixture
def broken(folder: Path) -> Callable[[str, str], str]:
    """Replace a text in the copy of one preset, read all, and give the error's message."""

    def change(old: str, new: str) -> str:
        path = folder / "presets" / "churn_prediction.yaml"
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not there"
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadCatalogue) as caught:
            read_presets(folder)
        return str(caught.value)

    return change


def test_the_untouched_copy_is_the_same(folder: Path) -> None:
    assert read_presets(folder) == load_presets()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Churn", "titel: Churn", "titel: unknown key; did you mean title?"),
        ("title: Churn and customer models", "", "title: is missing"),
        ("summary: ", "summary: ''\n# ", "summary: is empty"),
        ("confidence: assumption", "confidence: sure", "confidence: “sure” is no confidence"),
        ("source: own assumption", "source: A book", "“own assumption” and confidence"),
        ("growth: 30 %", "grwth: 30 %", "answers.grwth: unknown key; did you mean growth?"),
        ("growth: 30 %", "growth: much", "answers.growth: "),
        ("growth: 30 %", "growth: {estimate: 30 %}", "answers.growth: must be a text"),
        ("growth: 30 %", "growth: ''", "answers.growth: is empty"),
        ("growth: 30 %", "budget: $100", "answers.budget: only the person can say this"),
        ("growth: 30 %", "cloud: aws", "answers.cloud: only the person can say this"),
        ("growth: 30 %", "growth: 30 %\n  growth: 40 %", "growth: stands there twice"),
        ("kind: postgresql", "kind: postgress", "answers.sources[1].kind: "),
        ("volume: 150 GB", "volume: 150 GX", "answers.sources[1].volume: "),
        ("name: subscriptions_db", "nam: subscriptions_db", "answers.sources[1].nam: unknown key"),
        ("compliance: [gdpr]", "compliance: [gdrp]", "answers.compliance: “gdrp”"),
        ("  use_cases:", "  pipelines:", "answers.pipelines[1].workload: unknown key"),
        ("[churn, ", "[fraud, ", "aliases: “fraud” stands in "),
        ("[churn, ", "['', ", "aliases: name at least one phrase"),
        ("answers:", "answers: {", "is not YAML"),
    ],
)
def test_a_mistake_is_named(
    broken: Callable[[str, str], str], old: str, new: str, said: str
) -> None:
    message = broken(old, new)
    assert said in message
    assert message.startswith("presets/")
    assert ".yaml" in message


def test_missing_answers_are_named(folder: Path) -> None:
    path = folder / "presets" / "churn_prediction.yaml"
    head, _, _ = path.read_text("utf-8").partition("answers:")
    path.write_text(head, "utf-8")
    with pytest.raises(BadCatalogue, match=r"churn_prediction\.yaml: .*answers: is missing"):
        read_presets(folder)
    path.write_text(head + "answers: {growth: 30 %}\n", "utf-8")
    with pytest.raises(BadCatalogue, match=r"answers\.sources: is missing"):
        read_presets(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match="presets: this folder is missing"):
        read_presets(tmp_path)


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
