"""How the history of a session and its versions are told, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data_platform.interview.changes import began, told
from data_platform.interview.history import pairing
from data_platform.interview.notebook import Change, kind_for

if TYPE_CHECKING:
    from data_platform.interview.history import Recorded
    from data_platform.interview.notebook import Entry
    from data_platform.sessions.versions import Version

_KINDS = {"undo": "Took back: ", "redo": "Did again: "}


@dataclass(frozen=True)
class Line:
    """A step of a history, told. of: the step that an undo or redo is about, else 0.

    undone: whether it was said and does not count any more. short: in one line, where all of
    it would be too long.
    """

    number: int
    kind: str
    at: datetime
    told: tuple[str, ...]
    of: int = 0
    undone: bool = False
    short: str = ""


def history_lines(steps: Sequence[Recorded]) -> list[Line]:
    """Every step in words; an undo says what it took back, as that was done."""
    about, undone = pairing(steps)
    entries: dict[str, Entry] = {}
    found = []
    for at, step in enumerate(steps):
        before = dict(entries)
        _take(entries, step.changes)
        changes: Sequence[Change] = step.changes
        if step.kind == "undo":
            changes = [Change(one.key, one.new, one.old) for one in reversed(changes)]
            before = entries
        of = steps[about[at]].number if at in about else 0
        words = tuple(told(changes, before))
        short = began(changes) if step.kind == "begin" else ""
        found.append(Line(step.number, step.kind, step.at, words, of, at in undone, short))
    return found


def history_text(lines: Iterable[Line]) -> str:
    """A line for each change, under the days; in the time of this computer."""
    text: list[str] = []
    day = ""
    for line in lines:
        at = line.at.astimezone()
        if (today := _day(at)) != day:
            text += ([""] if day else []) + [today]
            day = today
        words: Sequence[str] = [line.short] if line.short else line.told
        before, after = _KINDS.get(line.kind, ""), " (undone)" if line.undone else ""
        for n, word in enumerate(words):
            text.append(
                f"  {at:%H:%M}  {before}{word}{after}"
                if not n
                else f"         {before}{word}{after}"
            )
    return "".join(one + "\n" for one in text)


def history_json(lines: Iterable[Line]) -> str:
    """The steps as a JSON list; `of` is the step that was undone or redone."""
    return _json(
        {
            "step": line.number,
            "at": line.at.isoformat(),
            "kind": line.kind,
            "changes": list(line.told),
            "undone": line.undone,
            "of": line.of or None,
        }
        for line in lines
    )


def versions_text(versions: Iterable[Version]) -> str:
    """A table of versions, the oldest first."""
    from rich.cells import cell_len, set_cell_size

    head = ("NAME", "KEPT", "ANSWERS")
    rows = [(v.name, f"{v.at.astimezone():%Y-%m-%d %H:%M}", str(_count(v))) for v in versions]
    widths = [max(cell_len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return "".join(
        "  ".join(
            set_cell_size(text, width) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        + "\n"
        for row in (head, *rows)
    )


def versions_json(versions: Iterable[Version]) -> str:
    """The versions as a JSON list."""
    return _json(
        {"name": v.name, "at": v.at.isoformat(), "step": v.step, "answers": _count(v)}
        for v in versions
    )


def _count(version: Version) -> int:
    """Its answers, without the order of lists."""
    return sum(kind_for(key) is not None for key in version.entries)


def _take(entries: dict[str, Entry], changes: Iterable[Change]) -> None:
    for change in changes:
        if change.new is None:
            entries.pop(change.key, None)
        else:
            entries[change.key] = change.new


def _day(at: datetime) -> str:
    return f"{at:%A}, {at.day} {at:%B %Y}"


def _json(rows: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(rows), indent=2, ensure_ascii=False) + "\n"
