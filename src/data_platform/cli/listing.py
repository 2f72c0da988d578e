"""How sessions and questions are listed, for people and as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data_platform.interview.questions import Question, Screen
    from data_platform.sessions.store import SessionInfo


def sessions_text(sessions: list[SessionInfo], now: datetime) -> str:
    """A table of sessions in the order given; of those put away it says since when.

    Where an answer has what was searched for, a last column shows it.
    """
    from rich.cells import cell_len, set_cell_size

    from data_platform.sessions.info import age

    last = "CHANGED"
    if any(info.deleted for info in sessions):
        last = "DELETED"
    elif any(info.archived for info in sessions):
        last = "ARCHIVED"
    head: tuple[str, ...] = ("NAME", "PLATFORM", "PHASE", "ANSWERED", last, "FOUND")
    rows: list[tuple[str, ...]] = [
        (
            info.name,
            info.title,
            info.phase,
            f"{info.answered} of {info.asked}",
            age(info.deleted or info.archived or info.modified, now),
            _printable(info.hit),
        )
        for info in sessions
    ]
    if not any(info.hit for info in sessions):
        head, rows = head[:-1], [row[:-1] for row in rows]
    widest = [max(cell_len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    # A name is what other commands take, so that only the platform's is cut, and what was found.
    most = {1: 30, 5: 60}
    widths = [min(width, most.get(i, width)) for i, width in enumerate(widest)]

    def line(row: tuple[str, ...]) -> str:
        cells = zip(row, widths, strict=True)
        return "  ".join(set_cell_size(text, width) for text, width in cells).rstrip()

    return "".join(line(row) + "\n" for row in (head, *rows))


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def sessions_json(sessions: list[SessionInfo]) -> str:
    """The sessions as a JSON list."""
    return _json(
        [
            {
                "id": info.id,
                "name": info.name,
                "title": info.title,
                "phase": info.phase,
                "place": info.place,
                "answered": info.answered,
                "asked": info.asked,
                "created": info.created.isoformat(),
                "modified": info.modified.isoformat(),
                "archived": info.archived.isoformat() if info.archived else None,
                "deleted": info.deleted.isoformat() if info.deleted else None,
                "hit": info.hit,
            }
            for info in sessions
        ]
    )


def questions_text(screens: tuple[Screen, ...], width: int) -> str:
    """Every question by screen and section, wrapped; an asterisk marks the essential ones."""
    lines = ["* marks what is essential. Each line begins with the key of an answers file.", ""]
    for screen in screens:
        lines += [screen.title, f"  {screen.purpose}"]
        for section in screen.sections:
            lines += ["", f"  {section.title}"]
            for question in section.questions:
                lines += _question_lines(question)
        lines.append("")
    return "\n".join(part for line in lines for part in _wrapped(line, width))


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip(" *")))
    return wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _question_lines(question: Question) -> list[str]:
    mark = "*" if question.essential else " "
    lines = [f"  {mark} {question.fills}: {question.ask}"]
    if question.kind:
        lines += _about(question.kind, question.example, 6)
    for field in question.fields:
        lines.append(f"      {field.name}: {field.ask}")
        lines += _about(field.kind, field.example, 10)
    return lines


def _about(kind: Any, example: str, indent: int) -> list[str]:
    text = kind.name
    if kind.is_choice and kind.name != "yesno":
        text += ": " + ", ".join(option.id for option in kind.options)
    if example:
        text += f"; for example {example}"
    return [" " * indent + text]


def questions_json(screens: tuple[Screen, ...]) -> str:
    """Every question as JSON, by screen and section."""
    return _json(
        [
            {
                "id": screen.id,
                "title": screen.title,
                "role": screen.role,
                "purpose": screen.purpose,
                "sections": [
                    {
                        "id": section.id,
                        "title": section.title,
                        "questions": [_question(question) for question in section.questions],
                    }
                    for section in screen.sections
                ],
            }
            for screen in screens
        ]
    )


def _question(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fills": question.fills,
        "ask": question.ask,
        "why": question.why,
        "essential": question.essential,
    }
    if question.kind:
        return found | _kind(question.kind, question.example)
    fields = [
        {"name": field.name, "ask": field.ask} | _kind(field.kind, field.example)
        for field in question.fields
    ]
    return found | {"kind": "records", "fields": fields}


def _kind(kind: Any, example: str) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": kind.name, "example": example}
    if kind.options:
        found["options"] = [
            {"id": option.id, "label": option.label, "hint": option.hint} for option in kind.options
        ]
    return found


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
