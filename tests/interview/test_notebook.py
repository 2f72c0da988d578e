from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from open_questions import essentials_left

from data_platform.interview.answer_file import BadAnswers, read_answers, write_answers
from data_platform.interview.notebook import Change, Entry, Notebook, Step
from data_platform.interview.progress import (
    Next,
    is_answered,
    is_asked,
    next_place,
    of_all,
    question_at,
)
from data_platform.interview.questions import Question, all_questions, question_of


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


def test_only_typing_in_one_field_is_merged() -> None:
    book = Notebook()
    book.set("growth", "20 %")
    book.mark("growth", "unknown")
    book.undo()
    assert book.entries == {"growth": Entry("20 %")}
    book.mark("growth", "estimate")
    book.set("growth", "20", "estimate")
    book.undo()
    assert book.get("growth") == Entry("20 %", "estimate")
    book.undo()
    book.set("growth", "", typing=False)
    book.undo()
    assert book.get("growth") == Entry("20 %")
    book.set("cloud", "aws")
    book.set("cloud", "gcp")
    book.undo()
    assert book.text("cloud") == "aws"


def test_each_record_added_is_a_step_and_a_removed_blank_one_comes_back() -> None:
    book = Notebook()
    added = [book.add("sources") for _ in range(3)]
    book.undo()
    assert book.records("sources") == added[:2]
    book.remove("sources", added[1])
    book.undo()
    assert book.records("sources") == added[:2]
    book.move("sources", added[0], 1)
    book.move("sources", added[0], -1)
    book.undo()
    assert book.records("sources") == [added[1], added[0]]


def test_what_was_typed_and_erased_is_no_step() -> None:
    book = Notebook()
    book.set("cloud", "aws")
    book.set("platform_name", "a")
    book.set("platform_name", "")
    assert [change.key for change in book.undo()] == ["cloud"]
    assert book.undo() == []


def test_typing_after_undo_is_a_step_of_its_own() -> None:
    book = Notebook()
    book.set("platform_name", "a")
    book.set("cloud", "aws")
    book.undo()
    book.set("platform_name", "ac")
    book.undo()
    assert book.text("platform_name") == "a"


def test_each_change_is_told_to_the_listener_once() -> None:
    heard: list[Step] = []
    book = Notebook(listener=heard.append)
    book.set("cloud", "aws")
    book.set("cloud", "aws")
    assert heard == [Step((Change("cloud", None, Entry("aws")),))]


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
    first = next_place(book)
    assert first is not None
    assert first.place == "platform_name"
    seen = 0
    while (found := next_place(book)) is not None:
        question = question_at(found.place)
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


def test_a_wrong_draft_is_written_as_one_and_read_back_as_one() -> None:
    book = Notebook()
    book.set("growth", "sixty")
    book.set("cloud", "awss", "estimate")
    written = write_answers(book)
    assert written == "cloud:\n  estimate:\n    draft: awss\ngrowth:\n  draft: sixty\n"
    again = read_answers(written)
    assert again.entries == book.entries
    assert set(again.problems()) == {"growth", "cloud"}
    assert read_answers("growth: {draft: 60 %}").answers().growth == 60


def test_the_word_unknown_and_what_was_typed_before_it_was_unknown_survive() -> None:
    book = Notebook()
    book.set("platform_name", "unknown")
    book.set("cost_owner", "unknown", "estimate")
    book.set("growth", "60 %", "unknown")
    book.mark("budget", "unknown")
    book.mark("sources", "unknown")
    again = read_answers(write_answers(book))
    assert again.entries == book.entries
    assert again.answers().platform_name == "unknown"
    assert again.answers().certainty("growth") == "unknown"
    assert read_answers("growth: {estimate: unknown}").answers().certainty("growth") == "unknown"


PATHS = [question.id for question in all_questions() if question.kind]
RECORDS = [question for question in all_questions() if question.fields]
TEXTS = st.one_of(
    st.sampled_from(["unknown", "no", "null", "~", "60 %", "- a", "# b", "  x ", "a\nb \n", "'"]),
    st.text().map(lambda text: "".join(c for c in text if c == "\n" or c.isprintable())),
    st.lists(st.sampled_from(["gdpr", "none", "unknown", "", " x"]), min_size=1),
)
SAID = st.tuples(TEXTS, st.sampled_from(["known", "estimate", "unknown"]))


@given(
    st.dictionaries(st.sampled_from(PATHS), SAID),
    st.lists(st.tuples(st.sampled_from(RECORDS), st.lists(SAID, max_size=6)), max_size=4),
)
def test_a_notebook_survives_the_file_whatever_it_holds(
    said: dict[str, tuple[Any, Any]], records: list[tuple[Question, list[tuple[Any, Any]]]]
) -> None:
    numbers: Counter[str] = Counter()
    ids: dict[str, str] = {}

    def new_id() -> str:
        return ids["next"]

    book = Notebook(new_id=new_id)
    for path, (value, certainty) in said.items():
        book.set(path, value, certainty)
    for question, values in records:
        numbers[question.fills] += 1
        ids["next"] = f"r{numbers[question.fills]}"
        rid = book.add(question.fills)
        for field, (value, certainty) in zip(question.fields, values, strict=False):
            book.set(f"{question.fills}/{rid}/{field.name}", value, certainty)
    again = read_answers(write_answers(book))
    assert again.entries == book.entries
    assert again.problems() == book.problems()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("growth: {drft: sixty}", "did you mean draft"),
        ("growth: {estimate: {guess: 3}}", "draft"),
        ("growth: {estimate: 3, draft: 4}", "draft"),
        ("growth: {draft: {draft: 4}}", "draft"),
        ("growth: {text: sixty}", "60 %"),
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


def test_wrong_drafts_come_after_the_essential_ones_and_before_the_rest() -> None:
    book = Notebook()
    rids = [book.add("sources", values={"name": f"db{n}"}) for n in range(3)]
    wrong = [f"sources/{rids[n]}/volume" for n in (0, 2)]
    for key in wrong:
        book.set(key, "lots")
    assert essentials_left(book)
    for question in essentials_left(book):
        book.mark(question.fills, "unknown")
    assert next_place(book, "growth") == Next(wrong[0])
    assert next_place(book, f"sources/{rids[0]}/volume") == Next(wrong[1])
    assert next_place(book, f"sources/{rids[1]}/name") == Next(wrong[1])
    assert next_place(book, wrong[1]) == Next(wrong[0])
    book.set(wrong[0], "1 GB")
    only = next_place(book, wrong[1])
    assert only is not None
    assert only.only == "This is the only answer that is still to fix."
    book.mark(wrong[1], "unknown")
    rest = next_place(book, wrong[1])
    assert rest is not None
    assert "/" not in rest.place


def test_typing_over_what_was_assumed_is_one_step() -> None:
    book = Notebook({"growth": Entry("40 %", "assumed")})
    for text in ("6", "60", "60 %"):
        book.set("growth", text)
    book.undo()
    assert book.get("growth") == Entry("40 %", "assumed")


def test_a_list_that_a_preset_filled_is_open_until_all_of_it_is_confirmed() -> None:
    entries = {"sources": Entry(["a", "b"])}
    entries |= {f"sources/{rid}/name": Entry(rid, "assumed") for rid in ("a", "b")}
    book = Notebook(entries)
    sources = question_of("sources")
    assert not is_answered(sources, book)
    book.mark("sources/a/name", "known")
    assert not is_answered(sources, book)
    book.mark("sources/b/name", "known")
    assert is_answered(sources, book)
