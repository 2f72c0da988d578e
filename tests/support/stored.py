"""Steps to store, what a history says, and a clock that a test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data_platform.interview.notebook import Change, Entry, Step
from data_platform.sessions.store import Store


def said(key: str, old: Entry | None, new: Entry | None) -> Step:
    """A step of one change."""
    return Step((Change(key, old, new),))


def changes_of(store: Store, session: int) -> list[tuple[int, str, Entry | None, Entry | None]]:
    """The changes of a session: step, key, entry before and after."""
    return [(s.number, c.key, c.old, c.new) for s in store.history(session) for c in s.changes]


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
