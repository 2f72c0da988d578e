"""The stored answers of a session: saved step by step, read back, with their rivals.

Each save is one short transaction. What a newer or older version stored and this one cannot
read is kept. Which sessions there are is in `store`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data_platform.sessions import history
from data_platform.sessions.errors import NoSuchSession, Stale
from data_platform.sessions.rows import readable, settlement, to_json
from data_platform.sessions.session_file import SessionFile
from data_platform.sessions.who import who

if TYPE_CHECKING:
    from sqlite_utils import Database

    from data_platform.interview.history import Recorded
    from data_platform.interview.notebook import Change, Entry, Notebook, Stacks, Step
    from data_platform.sessions.sync import Rival

_RIVALS = "SELECT key, who, value, certainty, settled FROM rivals WHERE session = ? ORDER BY rowid"
_SETTLE = "UPDATE rivals SET settled = ? WHERE session = ? AND key = ? AND who = ? AND value = ?"
_FORGET = "DELETE FROM rivals WHERE session = ? AND key = ? AND who = ?"


@dataclass(frozen=True)
class Stored:
    """The answers of a session at one moment.

    revision: counts what was stored. past: what can be undone and redone then, read when it
    is called. unreadable: the keys that this version cannot read.
    """

    revision: int
    entries: dict[str, Entry]
    past: Callable[[], Stacks]
    unreadable: tuple[str, ...] = ()


class AnswerStore(SessionFile):
    """The answers of all sessions of one file."""

    def save(
        self,
        session_id: int,
        steps: Sequence[Step],
        place: str | None = None,
        *,
        used: bool = False,
        seen: int | None = None,
        rivals: Sequence[Rival] = (),
    ) -> int:
        """Store steps in one transaction: all of them, or StoreError and none.

        place: the question where one is. used: it becomes the current session. seen: the
        revision that the steps build on; raises Stale where something else was stored
        since. rivals: other answers to what is answered. Returns the revision.
        """
        at = self.stamp()
        said = bool(steps or rivals)
        row: dict[str, Any] = {"modified": at} if steps else {}
        if place is not None:
            row["place"] = place
        if used:
            row["used"] = at
        if not row and not rivals:
            return seen or 0
        with self.writing() as db:
            revision = self.revision(session_id)
            if said and seen is not None and seen != revision:
                raise Stale("another program changed this session meanwhile")
            if said:
                revision += 1
            db.table("sessions").update(session_id, row | {"revision": revision})
            for step in steps:
                self._put(db, session_id, step.changes, at)
                history.write(db, session_id, step, at)
            if rivals:
                # What was said here before is not a second voice beside what is said now.
                own = [(session_id, rival.key, who()) for rival in rivals]
                self._conn.executemany(_FORGET, own)
                self._put_rivals(db, session_id, rivals, at)
        return revision if said or seen is None else seen

    def revision(self, session_id: int) -> int:
        """Counts what was stored of a session. Raises NoSuchSession."""
        found = self.rows("SELECT revision FROM sessions WHERE id = ?", session_id)
        if not found:
            raise NoSuchSession(f"the session is no longer in {self.path}")
        return int(found[0][0])

    def changed_outside(self) -> bool:
        """Whether another program wrote to the file since this was asked last; reads no table."""
        [(version,)] = self.rows("PRAGMA data_version")
        known, self._outside = getattr(self, "_outside", version), version
        return bool(known != version)

    def stored(self, session_id: int) -> Stored:
        """The stored answers with what can be undone. Raises NoSuchSession."""
        with self.reading():
            revision = self.revision(session_id)
            entries, unreadable = self._read(session_id)
            [(last,)] = self.rows(history.LAST_STEP, session_id)

        def past() -> Stacks:
            from data_platform.interview.history import stacks

            return stacks(step for step in self.history(session_id) if step.number <= last)

        return Stored(revision, entries, past, tuple(unreadable))

    def entries(self, session_id: int) -> dict[str, Entry]:
        """The stored answers that this version can read, valid or not, in storage order."""
        return self._read(session_id)[0]

    def unreadable(self, session_id: int) -> list[str]:
        """The keys of stored answers that this version cannot read; they stay stored."""
        return self._read(session_id)[1]

    def load(self, session_id: int) -> Notebook:
        """A notebook of the stored answers; its changes are not stored (see open_notebook)."""
        return notebook_of(self.stored(session_id))

    def history(self, session_id: int) -> list[Recorded]:
        """Every step from the first on."""
        return history.recorded(self.rows(history.READ, session_id))

    def author(self, session_id: int, key: str) -> str:
        """Who changed an answer last; empty where that is not known."""
        query = "SELECT who FROM changes WHERE session = ? AND key = ? ORDER BY id DESC LIMIT 1"
        found = self.rows(query, session_id, key)
        return str(found[0][0] or "") if found else ""

    def origin(self, session_id: int) -> str:
        """The text of the file that a session comes from; empty where there was none."""
        found = self.rows("SELECT origin FROM sessions WHERE id = ?", session_id)
        return str(found[0][0] or "") if found else ""

    # -- rivals ------------------------------------------------------------------

    def rivals(self, session_id: int) -> list[Rival]:
        """Other answers to what is answered, in the order they came; settled ones, too.

        Which of them are open follows from the answers, see `sync.open_rivals`.
        """
        from data_platform.sessions.sync import Rival

        found = []
        for key, name, value, certainty, settled in self.rows(_RIVALS, session_id):
            entry = readable(key, value, certainty)
            if entry is not None:
                found.append(Rival(key, name, entry, settlement(settled)))
        return found

    def open_rivals(self, session_id: int) -> dict[str, list[Rival]]:
        """The answers of which a person is still to pick one, by key."""
        from data_platform.sessions.sync import open_rivals

        return open_rivals(self.rivals(session_id), self.entries(session_id))

    def settle(
        self,
        session_id: int,
        key: str,
        picked: Entry | None,
        seen: Sequence[Rival],
        stood: Entry | None = None,
    ) -> int:
        """Remember that a person picked one of several answers. Returns the revision.

        seen: the others that were seen by who picked; what came since stays open. stood: what
        stood before; who goes back to it by undoing is asked again.
        """
        settled = json.dumps([to_json(stood), to_json(picked)])
        with self.writing() as db:
            revision = self.revision(session_id) + 1
            self._conn.executemany(
                _SETTLE,
                [(settled, session_id, key, one.who, json.dumps(one.entry.value)) for one in seen],
            )
            db.table("sessions").update(session_id, {"revision": revision})
        return revision

    # -- inside ------------------------------------------------------------------

    def _read(self, session_id: int) -> tuple[dict[str, Entry], list[str]]:
        query = "SELECT key, value, certainty FROM answers WHERE session = ? ORDER BY rowid"
        entries: dict[str, Entry] = {}
        unreadable: list[str] = []
        for key, value, certainty in self.rows(query, session_id):
            entry = readable(key, value, certainty)
            if entry is None:
                unreadable.append(key)
            else:
                entries[key] = entry
        return entries, unreadable

    def _put(self, db: Database, session_id: int, changes: Sequence[Change], at: str) -> None:
        """Store the outcome of changes."""
        last = {change.key: change.new for change in changes}
        rows = [
            {
                "session": session_id,
                "key": key,
                "value": json.dumps(entry.value),
                "certainty": entry.certainty,
                "modified": at,
            }
            for key, entry in last.items()
            if entry is not None
        ]
        if rows:
            db.table("answers").upsert_all(rows, pk=("session", "key"))
        gone = [(session_id, key) for key, entry in last.items() if entry is None]
        self._conn.executemany("DELETE FROM answers WHERE session = ? AND key = ?", gone)

    def _put_rivals(self, db: Database, session_id: int, rivals: Sequence[Rival], at: str) -> None:
        db.table("rivals").upsert_all(
            (
                {
                    "session": session_id,
                    "key": rival.key,
                    "who": rival.who or "another terminal",
                    "value": json.dumps(rival.entry.value),
                    "certainty": rival.entry.certainty,
                    "at": at,
                    "settled": None,
                }
                for rival in rivals
            ),
            pk=("session", "key", "who"),
        )


def notebook_of(stored: Stored) -> Notebook:
    """A notebook of stored answers, with what can be undone from before."""
    from data_platform.interview.notebook import Notebook

    return Notebook(stored.entries, new_id=lambda: secrets.token_hex(3), past=stored.past)
