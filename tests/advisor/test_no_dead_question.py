"""Each answer changes the blueprint, beyond the list of what was assumed."""

from __future__ import annotations

from typing import Any

import pytest

from data_platform.advisor import design
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers, kind_of
from data_platform.interview.questions import all_questions

#: A platform on which every question is asked: records of each kind, and streams.
RICH = """
platform_name: base
sources:
- {name: shop_db, kind: postgresql, volume: 800 GB, daily_volume: 4 GB/day, pii: "yes",
  change_column: updated_at}
- {name: events, kind: app_events, volume: 400 GB, daily_volume: 3 GB/day}
use_cases:
- {name: reports, workload: bi, freshness: 1 day, users: 30}
- {name: lookup, workload: operational_api, freshness: 1 hour, users: 3}
- {name: ask, workload: rag, users: 20}
cloud: aws
compliance: [gdpr]
peak_events: 100/s
team_size: 12
skills: [{name: sql, people: 2}]
existing_tools: [{name: Airflow, keep: "yes"}]
budget: $2,000
domains: 6
central_bottleneck: "no"
success_metrics: [{name: speed, today: slow, target: fast}]
overrides: [{need: orchestration, technology: Dagster, reason: known here}]
pipelines: [{name: scores, inputs: [shop_db], logic: score, schedule: 0 4 * * *}]
data_models: [{name: dim_customer, type: dimension, grain: one row per customer,
  key_fields: [customer_id], history: versions}]
external_users: "yes"
deadline: 3 months
"""
#: Values to try where the kind alone does not suggest good ones.
TRY: dict[str, list[Any]] = {
    "sources.volume": ["1 GB", "900 TB"],
    "sources.name": ["one", "two"],
    "sources.change_column": ["updated_at", "modified"],
    "existing_tools.name": ["Metabase", "Dagster", "Snowflake"],
    "overrides.technology": ["Dagster", "Airflow", "cron"],
    "overrides.need": ["orchestration", "transform"],
    "pipelines.inputs": ["shop_db", "events"],
    "first_source": ["shop_db", "events"],
    "deadline": ["1 day", "2 years"],
    "domains": ["1", "20"],
    "api_latency": ["20 ms", "5 s"],
    "upkeep_hours": ["0", "900"],
    "builders": ["1", "40"],
    "ready_by": ["0 3 * * *", "0 9 * * *"],
    "region": ["us", "eu"],
}
BY_KIND = {
    "text": ["one", "two"],
    "longtext": ["first rule", "second rule"],
    "names": ["a_id", "b_id"],
    "number": ["1", "20"],
    "percent": ["1 %", "90 %"],
    "size": ["1 GB", "50 TB"],
    "rate": ["1 GB/day", "5 TB/day"],
    "events": ["0", "50k/s"],
    "money": ["$10", "$90,000"],
    "duration": ["1 min", "3 days", "5 years"],
    "schedule": ["0 1 * * *", "*/10 * * * *"],
}


def _bearing(answers: Answers) -> str:
    blueprint = design(answers, load_catalogue())
    return blueprint.model_dump_json(exclude={"assumptions"})


def _with(path: str, raw: Any) -> Answers:
    book = read_answers(RICH)
    first, _, rest = path.partition(".")
    key = f"{first}/{book.records(first)[0]}/{rest}" if rest else first
    book.set(key, raw)
    assert book.problem(key) == "", (path, raw)
    return book.answers()


@pytest.mark.parametrize("path", [path for q in all_questions() for path in q.paths])
def test_a_different_answer_gives_a_different_blueprint(path: str) -> None:
    kind = kind_of(path)
    if kind.name == "several":
        values: list[Any] = [[option.id] for option in kind.options]
    else:
        values = TRY.get(path) or [option.id for option in kind.options] or BY_KIND[kind.name]
    found = {_bearing(_with(path, value)) for value in values}
    assert len(found) > 1, f"{path} changes nothing between {values}"


def test_what_only_documents_says_why() -> None:
    only = {q.fills: q.documents_only for q in all_questions() if q.documents_only}
    assert set(only) == {"current_pain"}
    assert all(len(reason) > 20 for reason in only.values())
    base = design(_with("current_pain", "it breaks"), load_catalogue())
    other = design(_with("current_pain", "it is slow"), load_catalogue())
    assert base.model_dump(exclude={"open_questions"}) == other.model_dump(
        exclude={"open_questions"}
    )
