from __future__ import annotations

import re
from collections import Counter

import pytest

from data_platform.interview import questions
from data_platform.interview.answers import Answers, fields, kind_of
from data_platform.interview.kinds import Kind, choices

#: The forty titles that were asked for, in the order of the interview.
TITLES = {
    "DISCOVER": """Inventory data sources|Identify use cases|Map requirements|
        Assess current state|Define success metrics""",
    "SourceMapper.MOD": """Data source inventory|Schema analysis|Quality assessment|
        Update patterns|Integration methods""",
    "DESIGN": """Define architecture|Select technologies|Design pipelines|
        Plan storage layers|Model governance""",
    "PipelineArchitect.MOD": """Ingestion design|Transformation logic|Orchestration|
        Error handling|Monitoring""",
    "StorageDesigner.MOD": """Layer architecture|Format selection|Partitioning strategy|
        Retention policies|Cost optimization""",
    "AccessManager.MOD": """Query patterns|Access controls|API design|Performance tuning|
        Security model""",
    "BUILD": """Set up infrastructure|Build pipelines|Implement transforms|
        Create access layer|Deploy monitoring""",
    "OPERATE": """Monitor health|Optimize performance|Manage costs|Scale as needed|
        Evolve architecture""",
}


def test_eight_screens_of_five_sections_with_their_titles() -> None:
    found = {s.title: [x.title for x in s.sections] for s in questions.load_screens()}
    assert list(found.items()) == [
        (title, [part.strip() for part in parts.split("|")]) for title, parts in TITLES.items()
    ]


def test_sixty_to_ninety_questions_at_most_five_a_section_and_few_essential() -> None:
    every = questions.all_questions()
    assert 60 <= len(every) <= 90
    assert all(1 <= len(section.questions) <= 5 for section in questions.all_sections())
    assert 10 <= sum(question.essential for question in every) <= 14


def test_every_answerable_field_is_asked_exactly_once() -> None:
    asked = Counter(path for question in questions.all_questions() for path in question.paths)
    answerable = {
        path
        for name, kind in fields().items()
        for path in (
            [name] if isinstance(kind, Kind) else [f"{name}.{field}" for field in fields(kind)]
        )
    }
    assert set(asked) == answerable
    assert [path for path, times in asked.items() if times > 1] == []


def test_one_question_lets_each_list_grow() -> None:
    growing = Counter(q.fills for q in questions.all_questions() if q.grows)
    records = {name for name, kind in fields().items() if not isinstance(kind, Kind)}
    assert growing == Counter(records)


def test_each_example_is_a_right_answer_and_each_question_says_why() -> None:
    for question in questions.all_questions():
        assert question.ask.endswith(("?", ".")), question.id
        assert question.why.strip(), question.id
        asked = [(question.kind, question.example)] if question.kind else []
        asked += [(field.kind, field.example) for field in question.fields]
        for kind, example in asked:
            assert kind.parse(example) not in (None, ""), (question.id, example)


def test_every_list_of_options_is_used() -> None:
    used = {kind_of(path).of for q in questions.all_questions() for path in q.paths}
    assert set(choices()) - {"yes_no"} == used - {""}


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("fills: clowd, ask: a?, why: w", "cloud"),
        ("fills: cloud, ask: a?, wy: w", "why"),
        ("fills: cloud, ask: a?", "why missing"),
        ("fills: sources, ask: a?, why: w", "fields"),
        ("fills: cloud, ask: a?, why: w, when: {clod: x}", "clod"),
        ("fills: sources, ask: a?, why: w, fields: [{name: volum, ask: v}]", "volum"),
    ],
)
def test_a_mistake_in_a_screen_file_is_named(
    monkeypatch: pytest.MonkeyPatch, question: str, says: str
) -> None:
    section = f"{{title: A, questions: [{{{question}}}]}}"
    text = f"title: T\nrole: r\npurpose: p\nsections: [{section}]"
    monkeypatch.setattr(questions, "read_all", lambda: [("01_x.yaml", text)])
    with pytest.raises(questions.BadScreen) as caught:
        questions.load_screens.__wrapped__()
    assert re.search(says, str(caught.value))
    assert "01_x.yaml" in str(caught.value)


def test_conditions_look_into_records_and_hide_without_forgetting() -> None:
    rag = questions.question_of("documents")
    assert not rag.when.holds(Answers())
    assert rag.when.holds(Answers.model_validate({"use_cases": [{"workload": "rag"}]}))
