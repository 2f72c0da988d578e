from __future__ import annotations

import pytest

from data_platform.interview.answer_file import BadAnswers, read_answers, write_answers
from data_platform.interview.notebook import Change, Entry, Notebook
from data_platform.interview.progress import (
    essentials_left,
    is_answered,
    is_asked,
    next_question,
    of_all,
)
from data_platform.interview.questions import question_of


def test_a_wrong_draft_is_kept_flagged_and_left_out_of_the_answers() -> None:
    book = Notebook()
    book.set("growth", "sixty")
    assert book.text("growth") == "sixty"
    assert "60 %" in book.problem("growth")
    assert book.answers().growth is None
    book.set("growth", "60 %")
    assert book.problem("growth") == ""
    assert book.answers().growth == 60


def test_certainty_travels_with_the_answer() -> None:
    book = Notebook()
    book.set("growth", "60 %", "estimate")
    assert book.answers().certainty("growth") == "estimate"
    book.mark("growth", "unknown")
    assert book.answers().growth is None
    assert book.answers().certainty("growth") == "unknown"
    book.mark("growth", "known")
    assert book.answers().growth == 60
    assert book.answers().certainty("cloud") is None


def test_records_are_added_duplicated_moved_removed_and_brought_back() -> None:
    book = Notebook()
    first = book.add("sources", values={"name": "shop_db", "volume": "5 GB"})
    second = book.add("sources", values={"name": "crm"})
    copy = book.duplicate("sources", first)
    assert [s.name for s in book.answers().sources] == ["shop_db", "shop_db", "crm"]
    book.move("sources", second, -5)
    assert book.records("sources") == [second, first, copy]
    before = dict(book.entries)
    book.remove("sources", first)
    assert [s.name for s in book.answers().sources] == ["crm", "shop_db"]
    book.undo()
    assert book.entries == before
    assert book.answers().sources[1].volume == 5 * 10**9
    book.redo()
    assert book.records("sources") == [second, copy]


def test_typing_in_one_field_is_one_step_to_undo() -> None:
    book = Notebook()
    for text in ("a", "ac", "acm", "acme"):
        book.set("platform_name", text)
    book.set("cloud", "aws")
    book.undo()
    assert book.answers().platform_name == "acme"
    book.undo()
    assert book.get("platform_name") is None
    assert book.undo() == []


def test_each_change_is_told_to_the_listener_once() -> None:
    heard: list[list[Change]] = []
    book = Notebook(listener=heard.append)
    book.set("cloud", "aws")
    book.set("cloud", "aws")
    assert heard == [[Change("cloud", None, Entry("aws"))]]


@pytest.mark.parametrize("key", ["clowd", "cloud/r1/x", "sources/r1/volum"])
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(KeyError):
        Notebook().set(key, "x")


def test_a_hidden_question_keeps_its_answer() -> None:
    book = Notebook()
    use = book.add("use_cases", values={"name": "ask the contracts", "workload": "rag"})
    book.set("documents", "5k")
    assert is_asked(question_of("documents"), book)
    book.set(f"use_cases/{use}/workload", "bi")
    assert not is_asked(question_of("documents"), book)
    assert book.text("documents") == "5k"
    book.set(f"use_cases/{use}/workload", "rag")
    assert book.answers().documents == 5000


def test_next_is_essential_first_and_there_is_always_one_until_all_are_answered() -> None:
    book = Notebook()
    first = next_question(book)
    assert first is not None
    assert first.id == "platform_name"
    seen = 0
    while (question := next_question(book)) is not None:
        if essentials_left(book):
            assert question.essential
        if question.fields and not book.records(question.fills):
            book.mark(question.fills, "unknown")
        elif question.fields:
            for rid in book.records(question.fills):
                for field in question.fields:
                    book.mark(f"{question.fills}/{rid}/{field.name}", "unknown")
        else:
            book.mark(question.fills, "unknown")
        assert is_answered(question, book)
        seen += 1
        assert seen < 200
    done = of_all(book)
    assert done.answered == done.asked


def test_a_file_survives_the_round_trip() -> None:
    text = """
platform_name: acme
growth: {estimate: 60 %}
budget: unknown
compliance: [gdpr, pci]
batch_start: 0 5 * * *
sources:
- {name: "no", kind: postgresql, volume: {estimate: 5 GB}, pii: "yes"}
- {name: b}
"""
    book = read_answers(text)
    answers = book.answers()
    assert answers.certainty("growth") == "estimate"
    assert answers.certainty("budget") == "unknown"
    assert answers.compliance == ["gdpr", "pci"]
    assert answers.sources[0].name == "no"
    assert answers.sources[0].certainty("volume") == "estimate"
    again = write_answers(book)
    assert write_answers(read_answers(again)) == again


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("growht: 3 %", "did you mean growth"),
        ("sources: [{nam: x}]", "did you mean name"),
        ("sources: 3", "list of records"),
        ("cloud: awss", "did you mean aws"),
        ("growth: {guess: 3}", "estimate"),
        ("sources: [{name: a, volume: big}]", r"sources\[1\].volume"),
        ("- a", "mapping"),
        ("a: [", "not YAML"),
        ("cloud: aws\ncloud: gcp", "line 2.*stands twice"),
        ("sources: [{name: a, name: b}]", "stands twice"),
        ("? [a]\n: b", "not YAML|unknown key"),
        ("1: 2", "1: unknown key"),
        ("compliance: [none, gdpr]", "none"),
        ("cloud: [aws, gcp]", "one value"),
        ("growth: [[1]]", "plain values"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(BadAnswers, match=says):
        read_answers(text)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BadAnswers) as caught:
        read_answers("growht: 3 %\ncloud: awss\nbudget: €5")
    assert len(caught.value.problems) == 3
