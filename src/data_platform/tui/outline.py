"""The outline: all forty sections with their progress; typing finds questions, too."""

from __future__ import annotations

from collections.abc import Sequence

from data_platform.interview.notebook import Notebook
from data_platform.interview.progress import is_answered, is_asked, of_section
from data_platform.interview.questions import Section, load_screens
from data_platform.tui.dialogs import Item, Picker
from data_platform.tui.header import mark_of
from data_platform.tui.lines import Row, fit


def outline(notebook: Notebook, here: Section) -> Picker[str]:
    """The picker; it gives the id of a question: of the one chosen, or a section's first."""
    items = _items(notebook, "")
    # A section's row is not a heading; the cursor starts at the open one.
    start = next((i for i, item in enumerate(items) if item.words == here.id), 0)
    return Picker(
        "Outline",
        lambda typed: _items(notebook, typed),
        "type a word of a section or a question; Enter goes there",
        start=start,
    )


def _items(notebook: Notebook, typed: str) -> Sequence[Item[str]]:
    words = typed.casefold().split()
    found: list[Item[str]] = []
    for screen in load_screens():
        rows: list[Item[str]] = []
        for section in screen.sections:
            inside = f"{screen.title} {section.title}".casefold()
            matches = [
                question
                for question in section.questions
                if words and all(word in f"{inside} {question.ask.casefold()}" for word in words)
            ]
            named = all(word in inside for word in words)
            if not named and not matches:
                continue
            first = (matches or section.questions)[0].id
            rows.append(
                Item(
                    _row(section, notebook),
                    first if not named else _first(section, notebook),
                    section.id,
                )
            )
            for question in [] if named else matches:
                sign = "●" if is_answered(question, notebook) else "○"
                rows.append(
                    Item([("      ", ""), (f"{sign} ", "accent"), (question.ask, "")], question.id)
                )
        if rows:
            found.append(
                Item([(screen.title, "title"), (f"  {screen.purpose}", "dim")], "", heading=True)
            )
            found += rows
    return found


def _first(section: Section, notebook: Notebook) -> str:
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
