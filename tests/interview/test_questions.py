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
        ("fills: sources, ask: a?, why: w, fields: [{name: volum, ask: v}]", "mean volume"),
        ("fills: sources, ask: a?, why: w, fields: [{ask: v}]", "A, question 1 .*name missing"),
        ("fills: sources, ask: a?, why: w, fields: [volume]", "mapping is expected"),
        ("fills: sources, ask: a?, why: w, fields: []", "fields must be a list"),
        ("fills: cloud, ask: [a], why: w", "ask must be text"),
        ("ask: a?, why: w", "question 1: fills missing"),
        ("fills: cloud, ask: a?, why: w, essential: maybe", "true or false"),
        ("fills: growth, ask: a?, why: w, when: {kind: aws}", "mean sources.kind"),
        ("fills: growth, ask: a?, why: w, when: {cloud: awz}", "mean aws"),
        ("fills: growth, ask: a?, why: w, when: {cloud.x: aws}", "cloud.x"),
        ("fills: growth, ask: a?, why: w, when: {sources.kin: files}", "mean sources.kind"),
        ("fills: growth, ask: a?, why: w, when: {sources: files}", "list of records.*any"),
        ("fills: growth, ask: a?, why: w, when: {cloud: []}", "name the values"),
        ("fills: growth, ask: a?, why: w, when: {cloud: null}", "is none of"),
        ("fills: growth, ask: a?, why: w, when: {unsure: any}", "unsure"),
        ("fills: growth, ask: a?, why: w, when: [cloud]", "like {cloud: aws}"),
        ("fills: growth, ask: a?, why: w, when: {peak_events: many}", "peak_events: .*events"),
        (
            "fills: sources, ask: a?, why: w,"
            " fields: [{name: volume, ask: v, when: {kind: postgres}}]",
            "mean postgresql",
        ),
    ],
)
def test_a_mistake_in_a_screen_file_is_named(
    monkeypatch: pytest.MonkeyPatch, question: str, says: str
) -> None:
    section = f"{{title: A, questions: [{{{question}}}]}}"
    said = refused(monkeypatch, f"title: T\nrole: r\npurpose: p\nsections: [{section}]")
    assert re.search(says, said), said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "mapping is expected.*title"),
        ("title: T\nrole: r\npurpose: p", "sections missing"),
        ("role: r\npurpose: p\nsections: []", "title missing"),
        ("title: T\nrole: r\npurpose: p\nsections: {}", "sections must be a list"),
        ("title: T\nrole: r\npurpose: p\nsections: [{questions: []}]", "section 1: title"),
        ("title: T\nrole: r\npurpose: p\nsections: [{title: A}]", "questions missing"),
        ("title: [", "not YAML"),
    ],
)
def test_a_screen_file_without_its_shape_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    said = refused(monkeypatch, text)
    assert re.search(says, said), said


def refused(monkeypatch: pytest.MonkeyPatch, text: str) -> str:
    """What is said of a screen file; it names the file."""
    monkeypatch.setattr(questions, "read_all", lambda: [("01_x.yaml", text)])
    with pytest.raises(questions.BadScreen) as caught:
        questions.load_screens.__wrapped__()
    assert str(caught.value).startswith("01_x.yaml")
    return str(caught.value)


def test_conditions_are_typed_as_the_answers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "fills: cloud, ask: a?, why: w, when: {growth: 60 %, reviews: yes, region: EU}"
    region = kind_of("region").options[0]
    text = asked.replace("EU", region.label)
    text = f"title: T\nrole: r\npurpose: p\nsections: [{{title: A, questions: [{{{text}}}]}}]"
    monkeypatch.setattr(questions, "read_all", lambda: [("01_x.yaml", text)])
    [screen] = questions.load_screens.__wrapped__()
    when = screen.sections[0].questions[0].when
    said = {"growth": "60 %", "reviews": "yes", "region": region.id}
    assert when.holds(Answers.model_validate(said))
    assert not when.holds(Answers.model_validate(said | {"reviews": "no"}))


def test_conditions_look_into_records_and_hide_without_forgetting() -> None:
    rag = questions.question_of("documents")
    assert not rag.when.holds(Answers())
    assert rag.when.holds(Answers.model_validate({"use_cases": [{"workload": "rag"}]}))
