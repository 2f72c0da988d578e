from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from random_sessions import documents

from data_platform.interview.answer_file import BadAnswers, read_answers, write_answers
from data_platform.interview.file_text import Form
from data_platform.interview.history import Recorded, replayed
from data_platform.interview.notebook import Change, Entry, Notebook
from data_platform.interview.session_file import (
    SessionDocument,
    Version,
    as_read,
    read_session,
    write_session,
)

AT = datetime(2026, 3, 31, 14, 5, tzinfo=UTC)


def told(document: SessionDocument) -> tuple[object, ...]:
    """All that a document says, comparable."""
    entries = document.notebook.entries
    return document.name, document.author, entries, document.history, document.versions


def session() -> SessionDocument:
    """A shop whose second source came and went."""
    steps: list[Recorded] = []
    ids = iter(["ab12cd", "ef34ab"])
    book = Notebook(new_id=lambda: next(ids))
    book.listener = lambda step: steps.append(Recorded(len(steps) + 1, step.changes, step.kind, AT))
    gone = book.add("sources", values={"name": "crm"})
    book.add("sources", values={"name": "shop_db"})
    book.set("growth", "60 %", "estimate")
    early = dict(book.entries)
    book.remove("sources", gone)
    book.set("growth", "sixty")
    book.undo()
    versions = (Version("first", AT, 3, early), Version("from a file", AT, 0, early))
    return SessionDocument("acme", "Ana", book, tuple(steps), versions)


def test_a_session_is_one_readable_file() -> None:
    assert write_session(session()) == (
        """\
session: acme
author: Ana
sources:
- name: shop_db
growth:
  estimate: 60 %
versions:
- name: first
  at: 2026-03-31 14:05:00Z
  step: 3
- name: from a file
  at: 2026-03-31 14:05:00Z
  step: 0
  answers:
    sources:
    - name: crm
    - name: shop_db
    growth:
      estimate: 60 %
  records: {sources: [x1, r1]}
history:
- at: 2026-03-31 14:05:00Z
  kind: do
  changes:
  - {key: sources, new: [x1]}
  - {key: sources/x1/name, new: crm}
- at: 2026-03-31 14:05:00Z
  kind: do
  changes:
  - {key: sources, old: [x1], new: [x1, r1]}
  - {key: sources/r1/name, new: shop_db}
- at: 2026-03-31 14:05:00Z
  kind: do
  changes:
  - {key: growth, new: {estimate: 60 %}}
- at: 2026-03-31 14:05:00Z
  kind: do
  changes:
  - {key: sources, old: [x1, r1], new: [r1]}
  - {key: sources/x1/name, old: crm}
- at: 2026-03-31 14:05:00Z
  kind: do
  changes:
  - {key: growth, old: {estimate: 60 %}, new: sixty}
- at: 2026-03-31 14:05:00Z
  kind: undo
  changes:
  - {key: growth, old: sixty, new: {estimate: 60 %}}
""".replace("at: 2026-03-31 14:05:00Z", "at: '2026-03-31 14:05:00Z'")
    )


def test_what_is_read_tells_of_the_same_records_everywhere() -> None:
    read = read_session(write_session(session()))
    assert replayed(read.history) == read.notebook.entries
    assert read.versions[0].entries == replayed(read.history, 3)
    assert read.versions[1].entries == read.versions[0].entries
    read.notebook.undo()
    read.notebook.undo()
    assert [source.name for source in read.notebook.answers().sources] == ["crm", "shop_db"]


@given(documents())
def test_a_session_survives_its_file(document: SessionDocument) -> None:
    wanted = as_read(document)
    forms: tuple[Form, ...] = ("yaml", "json")
    for form in forms:
        text = write_session(document, form=form)
        again = read_session(text)
        assert told(again) == told(wanted)
        assert write_session(again, form=form) == text
        if again.history:
            assert replayed(again.history) == again.notebook.entries


@given(documents())
def test_the_ids_of_a_session_do_not_show(document: SessionDocument) -> None:
    def other(entry: Entry | None, key: str) -> Entry | None:
        is_order = entry and key in ("sources", "use_cases", "overrides", "pipelines")
        if entry is None or not is_order or isinstance(entry.value, str):
            return entry
        return Entry([f"z{rid}" for rid in entry.value], entry.certainty)

    def renamed(entries: dict[str, Entry]) -> dict[str, Entry]:
        found = ((key_of(k), other(entry, k)) for k, entry in entries.items())
        return {key: entry for key, entry in found if entry}

    def key_of(key: str) -> str:
        name, _, rest = key.partition("/")
        return f"{name}/z{rest}" if rest else key

    def change_of(c: Change) -> Change:
        return Change(key_of(c.key), other(c.old, c.key), other(c.new, c.key))

    twin = replace(
        document,
        notebook=Notebook(renamed(document.notebook.entries)),
        history=tuple(
            replace(step, changes=tuple(change_of(c) for c in step.changes))
            for step in document.history
        ),
        versions=tuple(replace(v, entries=renamed(v.entries)) for v in document.versions),
    )
    assert write_session(twin) == write_session(document)


def test_an_answers_file_is_a_session_and_a_session_is_an_answers_file() -> None:
    text = "growth: {assumed: 60 %}\ncloud: aws\n"
    read = read_session(text)
    assert (read.name, read.author, read.history, read.versions) == ("", "", (), ())
    assert read.notebook.answers().certainty("growth") == "assumed"
    assert write_session(read) == write_answers(read_answers(text))
    assert read_answers(write_session(session())).answers().sources[0].name == "shop_db"


def test_assumed_is_written_as_it_is_read() -> None:
    text = "cloud:\n  assumed: aws\ngrowth:\n  assumed:\n    draft: sixty\n"
    assert write_answers(read_answers(text)) == text
    assert read_answers("growth: {assumed: unknown}").answers().certainty("growth") == "unknown"
    with pytest.raises(BadAnswers, match="did you mean assumed"):
        read_answers("growth: {asumed: 3}")


def test_json_is_read_with_tabs_and_as_the_words_that_stand_there() -> None:
    text = json.dumps({"growth": 60, "notebooks": True, "budget": None, "domains": 3}, indent="\t")
    read = read_session(text).notebook
    assert read.text("growth") == "60"
    assert read.answers().notebooks is True
    assert read.get("budget") is None
    assert (
        read_session('{"platform_name": "\\ud83d\\ude00"}').notebook.text("platform_name") == "😀"
    )


def test_the_answers_changed_by_hand_are_one_step_more() -> None:
    text = write_session(session()).replace(
        "  estimate: 60 %\nversions", "  estimate: 70 %\nversions"
    )
    read = read_session(text)
    assert len(read.history) == 7
    assert read.history[-1].changes == (
        Change("growth", Entry("60 %", "estimate"), Entry("70 %", "estimate")),
    )
    read.notebook.undo()
    assert read.notebook.text("growth") == "60 %"


def test_a_record_put_first_by_hand_is_not_taken_for_another() -> None:
    text = write_session(session()).replace("sources:\n- name", "sources:\n- name: hr\n- name", 1)
    read = read_session(text)
    assert read.notebook.records("sources") == ["r1", "r2"]
    assert read.history[1].changes[1] == Change("sources/r2/name", None, Entry("shop_db"))
    assert replayed(read.history) == read.notebook.entries
    assert read.history[-1].changes == (
        Change("sources", Entry(["r2"]), Entry(["r1", "r2"])),
        Change("sources/r1/name", None, Entry("hr")),
    )


def test_the_same_value_typed_otherwise_by_hand_is_no_step() -> None:
    text = write_session(session()).replace(
        "  estimate: 60 %\nversions", "  estimate: 60%\nversions"
    )
    assert told(read_session(text)) == told(as_read(session()))


def test_a_version_by_hand_needs_no_ids() -> None:
    read = read_session(
        "sources: [{name: a}, {name: b}]\n"
        "versions: [{name: v1, answers: {sources: [{name: B}, {name: new}]}}]"
    )
    assert read.versions[0].entries["sources"] == Entry(["r2", "x1"])


def test_a_history_without_its_beginning_gets_one() -> None:
    book = Notebook({"cloud": Entry("aws"), "growth": Entry("7 %")})
    step = Recorded(4, (Change("growth", Entry("6 %"), Entry("7 %")),), "do", AT)
    document = SessionDocument("a", "", book, (step,), (Version("v", AT, 4, book.entries),))
    read = read_session(write_session(document))
    assert [(step.number, step.kind) for step in read.history] == [(1, "begin"), (2, "do")]
    assert replayed(read.history, 1) == {"cloud": Entry("aws"), "growth": Entry("6 %")}
    assert read.versions[0].step == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("author: [a]", r"author: a text is expected \(line 1\)"),
        ("sesion: a", "did you mean session"),
        ("history: 3", "history: a list is expected"),
        ("history: [{kind: dod}]", r"history\[1\].kind: begin, do, undo, redo"),
        ("history:\n- changes:\n  - {key: grwth}", r"changes\[1\].key: the key .*\(line 3\)"),
        ("history: [{changes: [{key: growth, od: 3}]}]", "did you mean old"),
        ("history: [{changes: [{key: growth, old: {est: 3}}]}]", "did you mean estimate"),
        ("history: [{at: soon}]", "a time is expected, like 2026"),
        ("versions: [{name: a}]", r"versions\[1\].step: a step .* from 0 to 0"),
        ("versions: [{name: a, step: 3}]", "from 0 to 0"),
        ("versions: [{name: '', answers: {}}]", "a name without @"),
        ("versions: [{name: a, answers: {}}, {name: A, answers: {}}]", "stands twice"),
        ("versions: [{name: a, answers: {growth: big}}]", r"versions\[1\].answers.growth: "),
        ("versions: [{name: a, answers: 3}]", "mapping of answers"),
        ("versions: [{name: a, answers: {}, records: {sources: [r1]}}]", "a different id"),
        ('{\n\t"growth": 3\n\t"cloud": "aws"\n}', r"not JSON \(line 3\)"),
        ('{"cloud": "aws", "cloud": "gcp"}', "cloud stands twice"),
        ("- a", "mapping"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadAnswers, match=says):
        read_session(text)


def test_all_mistakes_are_told_at_once() -> None:
    text = "growth: big\nhistory: [{at: soon, kind: x}]\nversions: [{name: a, step: x}]\nclowd: a"
    with pytest.raises(BadAnswers) as caught:
        read_session(text)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_nothing_is_written_as_nothing(form: Form) -> None:
    text = write_session(SessionDocument(), form=form)
    assert text == ("" if form == "yaml" else "{}\n")
    assert told(read_session(text)) == told(SessionDocument())
