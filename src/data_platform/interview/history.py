"""The history of an interview: steps, and what of them can be undone and redone.

A history only grows: to undo is a step of its own. So what can be undone follows from the
steps alone, today or after a restart. Where steps are stored is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from data_platform.interview.notebook import Change, Entry, Stacks, StepKind

#: The time of what has none.
NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Recorded:
    """Changes that were made together, in UTC. number: counts from 1 in its history.

    kind: whether it was said, or took the last thing back, or did that again; what a
    session began with is not undone.
    """

    number: int
    changes: tuple[Change, ...]
    kind: StepKind = "do"
    at: datetime = NEVER


def stacks(steps: Iterable[Recorded]) -> Stacks:
    """What can be undone and what can be redone, the next one last: as the steps were made."""
    undo: list[list[Change]] = []
    redo: list[list[Change]] = []
    for step in steps:
        changes = list(step.changes)
        if step.kind == "undo":
            if undo:
                undo.pop()
                redo.append(changes)
        elif step.kind == "redo":
            if redo:
                redo.pop()
            undo.append(changes)
        elif step.kind == "do":
            undo.append(changes)
            redo.clear()
    return undo, redo


def pairing(steps: Iterable[Recorded]) -> tuple[dict[int, int], set[int]]:
    """What each undo and redo is about, and what was said and does not count any more.

    Both by the places of the steps, from 0.
    """
    done: list[int] = []
    taken_back: list[int] = []
    about: dict[int, int] = {}
    said: set[int] = set()
    for at, step in enumerate(steps):
        if step.kind == "do":
            done.append(at)
            said.add(at)
            taken_back.clear()
            continue
        source, target = (done, taken_back) if step.kind == "undo" else (taken_back, done)
        if step.kind != "begin" and source:
            target.append(source.pop())
            about[at] = target[-1]
    return about, said.difference(done)


def replayed(steps: Sequence[Recorded], until: int | None = None) -> dict[str, Entry]:
    """The entries after a step, its number included; after all of them without one."""
    entries: dict[str, Entry] = {}
    for step in steps:
        if until is not None and step.number > until:
            break
        for change in step.changes:
            if change.new is None:
                entries.pop(change.key, None)
            else:
                entries[change.key] = change.new
    return entries
