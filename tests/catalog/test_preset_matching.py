"""Presets are found from what people type: slips, other words, nonsense, very long text."""

from __future__ import annotations

import time

import pytest

from data_platform.catalog.matching import best_preset, find_presets, nearest_presets
from data_platform.catalog.preset_words import load_preset_words
from data_platform.catalog.presets import load_presets

PRESETS = {preset.id: preset for preset in load_presets()}
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
    assert all(load_preset_words().numbers.least_score <= score <= 100 for score in scores)
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
    assert load_preset_words().numbers.most_words < 50


@pytest.mark.parametrize("text", ["governanc3", "qqqq zzzz", "[/]"])
def test_where_nothing_fits_some_are_nearest(text: str) -> None:
    assert find_presets(text) == []
    numbers = load_preset_words().numbers
    near = nearest_presets(text)
    assert numbers.nearest_least <= len(near) <= numbers.nearest_most
    assert nearest_presets(text, tuple(near[:1])) == near[:1]


def test_the_nearest_one_is_the_most_alike() -> None:
    assert nearest_presets("clinicall")[0].id == "clinical_analytics"
