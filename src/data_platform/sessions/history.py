"""The history of changes: append-only, in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from data_platform.sessions.rows import from_json, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from data_platform.interview.notebook import Change

#: Typing in one answer is one change in the history while its pauses are shorter than this.
ONE_CHANGE = timedelta(seconds=2)


def write(db: Database, session_id: int, changes: Sequence[Change], at: str) -> None:
    """Add changes that were made together; going on in one answer extends its last change."""
    last = db.execute(
        "SELECT id, step, at, key, old, new FROM changes"
        " WHERE session = ? ORDER BY id DESC LIMIT 2",
        (session_id,),
    ).fetchall()
    if len(changes) == 1 and last and _extends(last, changes[0], at):
        db.table("changes").update(last[0][0], {"new": to_json(changes[0].new), "at": at})
        return
    step = last[0][1] + 1 if last else 1
    db.table("changes").insert_all(
        {
            "session": session_id,
            "step": step,
            "at": at,
            "key": change.key,
            "old": to_json(change.old),
            "new": to_json(change.new),
        }
        for change in changes
    )


def _extends(last: Sequence[Sequence[Any]], change: Change, at: str) -> bool:
    """Whether a change goes on where the last one left, a moment later. last: newest first."""
    from data_platform.interview.notebook import Change, goes_on

    alone = len(last) == 1 or last[1][1] != last[0][1]
    _, _, then, key, old, new = last[0]
    try:
        age = datetime.fromisoformat(at) - datetime.fromisoformat(then)
        before = Change(key, from_json(old), from_json(new))
        return alone and timedelta(0) <= age < ONE_CHANGE and goes_on(before, change)
    except (KeyError, TypeError, ValueError):  # a row that cannot be read is left as it is
        return False
