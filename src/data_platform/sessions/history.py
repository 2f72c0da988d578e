"""The history of changes, written in the transaction of what it tells of.

A step is added and stays as it is, but for one thing: typing that goes on extends the last
step, or takes it away where the text is again what it was before. What can be undone follows
from it, see `interview.history`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from data_platform.sessions.rows import from_json, to_json
from data_platform.sessions.who import who

if TYPE_CHECKING:
    from sqlite_utils import Database

    from data_platform.interview.history import Recorded
    from data_platform.interview.notebook import Step

READ = "SELECT step, at, kind, key, old, new FROM changes WHERE session = ? ORDER BY id"
LAST_STEP = "SELECT coalesce(max(step), 0) FROM changes WHERE session = ?"
_OF_VERSION = "SELECT 1 FROM versions WHERE session = ? AND step >= ? LIMIT 1"
_LAST = (
    "SELECT id, step, kind, key, old, new FROM changes WHERE session = ? ORDER BY id DESC LIMIT 2"
)


def write(db: Database, session_id: int, step: Step, at: str) -> None:
    """Add a step; one that goes on typing extends the last change, if that is still the last."""
    last = db.execute(_LAST, (session_id,)).fetchall()
    if step.goes_on and last and _is_one(last) and not _in_version(db, session_id, last[0][1]):
        row, _, kind, key, old, new = last[0]
        change = step.changes[0]
        if kind == "do" and key == change.key and new == to_json(change.old):
            if old == to_json(change.new):  # typed and erased again is no step
                db.table("changes").delete(row)
            else:
                db.table("changes").update(row, {"new": to_json(change.new), "at": at})
            return
    append(db, session_id, last[0][1] + 1 if last else 1, step, at, who())


def _in_version(db: Database, session_id: int, number: int) -> bool:
    """Whether a named version ends with a step, which is then no longer changed."""
    return bool(db.execute(_OF_VERSION, (session_id, number)).fetchone())


def append(
    db: Database, session_id: int, number: int, step: Step | Recorded, at: str, by: str = ""
) -> None:
    """Add a step with its number. by: who made it; empty where that is not known."""
    db.table("changes").insert_all(
        {
            "session": session_id,
            "step": number,
            "at": at,
            "kind": step.kind,
            "who": by,
            "key": change.key,
            "old": to_json(change.old),
            "new": to_json(change.new),
        }
        for change in step.changes
    )


def _is_one(last: Sequence[Sequence[Any]]) -> bool:
    """Whether the last step is a single change. last: the last two, the newest first."""
    return len(last) == 1 or last[1][1] != last[0][1]


def recorded(rows: Iterable[Sequence[Any]]) -> list[Recorded]:
    """The steps of stored rows; a change that cannot be read is left out, it stays stored."""
    from data_platform.interview.history import Recorded
    from data_platform.interview.notebook import Change, StepKind, kind_for

    found = []
    kinds = get_args(StepKind)
    read = cache(from_json)  # what a change ends with, the next one begins with
    for number, of_step in groupby(rows, key=lambda row: row[0]):
        of_one = list(of_step)
        _, at, kind, *_ = of_one[0]
        changes = []
        for _, _, _, key, old, new in of_one:
            try:
                kind_for(key)
                changes.append(Change(key, read(old), read(new)))
            except (AttributeError, KeyError, TypeError, ValueError):
                continue
        if changes and kind in kinds:
            found.append(Recorded(number, tuple(changes), kind, when(at)))
    return found


def when(stored: object) -> datetime:
    """A stored time; the beginning of time where it is damaged."""
    try:
        time = datetime.fromisoformat(str(stored))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
