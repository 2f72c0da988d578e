"""The outline: all forty sections with their progress; typing finds questions and answers, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Notebook
from data_platform.interview.progress import (
    fields_asked,
    is_answered,
    is_asked,
    of_section,
    problems_in,
    wrong_in,
)
from data_platform.interview.questions import Question, Section, load_screens
from data_platform.tui.dialogs import Item, Picker
from data_platform.tui.header import mark_of
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.telling import short

#: The sign of what is wrong.
WRONG = "!"
#: The sign of an option that was not picked.
NOT_PICKED = " "
#: What is typed may be found in these, the best first.
FIX, TITLE, ASK, NAME, ANSWER, OPTION, WHY = range(7)
#: What finds a wrong draft, besides its question.
TO_FIX = "to fix ! wrong"


@dataclass(frozen=True)
class Found:
    """A text that can be found, and where choosing it leads: a question's id or a key.

    rank: how much it says; ask, note: how it is shown.
    """

    rank: int
    text: str
    place: str
    ask: str
    note: str
    mark: str


def outline(notebook: Notebook, here: Section) -> Picker[str]:
    """The picker; it gives a question's id, or the notebook key of a record's field."""
    items = _all(notebook)
    # A section's row is not a heading; the cursor starts at the open one.
    start = next((i for i, item in enumerate(items) if item.words == here.id), 0)
    texts = list(_texts(notebook))

    def find(typed: str) -> Sequence[Item[str]]:
        return _matching(typed, texts, notebook) if typed.strip() else items

    return Picker(
        "Outline",
        find,
        "a word of a section, a question or an answer",
        start=start,
    )


def _all(notebook: Notebook) -> list[Item[str]]:
    """Every section under its screen."""
    rows: list[Item[str]] = []
    for screen in load_screens():
        title: Row = [(screen.title, "title"), (f"  {screen.purpose}", "dim")]
        rows.append(Item(title, "", heading=True))
        rows += (_section_item(section, notebook) for section in screen.sections)
    return rows


def _matching(typed: str, texts: Sequence[Found], notebook: Notebook) -> list[Item[str]]:
    """The sections with what was typed in their titles, then all the rest, the best first."""
    words = typed.casefold().split()
    rows = [
        _section_item(section, notebook)
        for screen in load_screens()
        for section in screen.sections
        if all(word in f"{screen.title} {section.title}".casefold() for word in words)
    ]
    best: dict[str, tuple[tuple[int, int], Found]] = {}
    for found in texts:
        how = _fits(words, found.text)
        if how is None:
            continue
        # A question that is just about the word comes before those that only have it.
        rank = (
            (ASK, -1) if found.rank == NAME and found.text == " ".join(words) else (found.rank, how)
        )
        if found.place not in best or rank < best[found.place][0]:
            best[found.place] = rank, found
    for _, found in sorted(best.values(), key=lambda one: one[0]):
        row: Row = [
            (f"  {found.mark} ", "error" if found.mark == WRONG else "accent"),
            (found.ask, ""),
            ("  " + found.note, "dim"),
        ]
        rows.append(Item(row, found.place))
    return rows


def _fits(words: Sequence[str], text: str) -> int | None:
    """0 where every word begins one of the text, 1 where it is within one, None where not."""
    if not all(word in text for word in words):
        return None
    return 0 if all(f" {word}" in f" {text}" for word in words) else 1


# -- what can be found -----------------------------------------------------------


def _texts(notebook: Notebook) -> Iterator[Found]:
    for screen in load_screens():
        for section in screen.sections:
            for question in section.questions:
                if question.fields:
                    yield from _of_records(question, section, notebook)
                else:
                    yield from _of_question(question, section, notebook)


def _of_question(question: Question, section: Section, notebook: Notebook) -> Iterator[Found]:
    where, mark = section.title, _mark(question, notebook)

    def found(rank: int, text: str, note: str = where) -> Found:
        return Found(rank, text.casefold(), question.id, question.ask, note, mark)

    yield found(ASK, question.ask)
    yield found(NAME, _name(question.fills))
    yield found(WHY, question.why)
    answer = _answer(notebook, question.fills, question.kind)
    if mark == WRONG:
        yield found(FIX, f"{TO_FIX} {question.ask}", f"to fix: {short(answer, 24)}")
    yield found(ANSWER, answer, short(answer, 24))
    for option in question.kind.options if question.kind else ():
        yield _of_option(found(OPTION, option.label), option.label)


def _of_records(question: Question, section: Section, notebook: Notebook) -> Iterator[Found]:
    """A list, the fields that are asked of its records, and what was said in them."""
    mark = _mark(question, notebook)

    def found(rank: int, text: str, note: str = section.title, ask: str = question.ask) -> Found:
        return Found(rank, text.casefold(), question.id, ask, note, mark)

    yield found(ASK, question.ask)
    yield found(NAME, _name(question.fills))
    yield found(WHY, question.why)
    for field in question.fields:
        yield found(NAME, f"{field.ask} {_name(field.name)}", ask=field.ask)
        for option in field.kind.options:
            yield _of_option(found(OPTION, option.label, ask=field.ask), option.label)
    for rid in notebook.records(question.fills):
        title = _title(question, notebook, rid)
        for field in fields_asked(question, notebook, rid):
            key = f"{question.fills}/{rid}/{field.name}"
            answer = _answer(notebook, key, field.kind)
            ask = field.ask if answer == title else f"{short(title, 24)}: {field.ask}"
            asked = f"{field.ask} {_name(field.name)}"
            note, sign = short(answer, 24) or section.title, "●" if answer else "○"
            if notebook.problem(key):
                note, sign = f"to fix: {note}", WRONG
                yield Found(FIX, f"{TO_FIX} {title} {asked}".casefold(), key, ask, note, sign)
            for rank, text in ((ANSWER, answer), (NAME, asked), (OPTION, f"{title} {asked}")):
                yield Found(rank, text.casefold(), key, ask, note, sign)


def _of_option(found: Found, label: str) -> Found:
    """An option, as what could be picked: no sign beside it may say that it was."""
    mark = found.mark if found.mark == WRONG else NOT_PICKED
    return replace(found, note=f"can be {short(label, 24)}", mark=mark)


def _title(question: Question, notebook: Notebook, rid: str) -> str:
    """A record's name."""
    model = fields()[question.fills]
    assert not isinstance(model, Kind)
    name, kind = next(iter(fields(model).items()))
    said = _answer(
        notebook, f"{question.fills}/{rid}/{name}", kind if isinstance(kind, Kind) else None
    )
    return said or "(no name yet)"


def _name(name: str) -> str:
    return name.replace("_", " ")


def _mark(question: Question, notebook: Notebook) -> str:
    if not is_asked(question, notebook):
        return "·"
    if problems_in(question, notebook):
        return WRONG
    return "●" if is_answered(question, notebook) else "○"


def _answer(notebook: Notebook, key: str, kind: Kind | None) -> str:
    """What was said, as it is read where it can be, else as it was typed."""
    entry = notebook.get(key)
    if entry is None or not entry.value:
        return ""
    value = notebook.value(key)
    if value is not None and kind is not None:
        return plain(kind.show(value))
    return plain(", ".join(entry.value) if isinstance(entry.value, list) else entry.value)


# -- sections --------------------------------------------------------------------


def _section_item(section: Section, notebook: Notebook) -> Item[str]:
    return Item(_row(section, notebook), _first(section, notebook), section.id)


def _first(section: Section, notebook: Notebook) -> str:
    """What a section's row leads to: what is wrong in it, else what is open, else its start."""
    if wrong := wrong_in(section, notebook):
        return wrong[0]
    asked = [q for q in section.questions if is_asked(q, notebook)]
    open_ones = [q for q in asked if not is_answered(q, notebook)]
    return (open_ones or asked or list(section.questions))[0].id


def _row(section: Section, notebook: Notebook) -> Row:
    progress = of_section(section, notebook)
    essential = sum(
        1
        for q in section.questions
        if q.essential and is_asked(q, notebook) and not is_answered(q, notebook)
    )
    said = f"{progress.answered} of {progress.asked}" if progress.asked else "nothing to ask"
    return [
        ("  ", ""),
        mark_of(progress),
        (" " + fit(section.title, 26), ""),
        (fit(said, 15), "dim"),
        (f"  {progress.wrong} to fix" if progress.wrong else "", "error"),
        (f"  ◆ {essential} essential" if essential else "", "accent"),
    ]
