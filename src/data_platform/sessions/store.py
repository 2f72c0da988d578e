"""The sessions: their names, their answers, where one left, and the history of changes.

Each save is one short transaction. What a newer or older version stored and this one
cannot read is kept. The file and its transactions are in `session_file`; no questions and
no design here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from data_platform.interview.quantities import clean
from data_platform.sessions import history, schema
from data_platform.sessions.errors import BadName, NoSuchSession, StoreError
from data_platform.sessions.info import SessionInfo
from data_platform.sessions.names import free_name, shown_title, sound_name, sound_text
from data_platform.sessions.rows import from_json, readable
from data_platform.sessions.saver import Saver
from data_platform.sessions.session_file import SessionFile

if TYPE_CHECKING:
    from sqlite_utils import Database

    from data_platform.interview.notebook import Change, Entry, Notebook

__all__ = ["BadName", "NoSuchSession", "SessionInfo", "Store", "StoreError", "open_notebook"]

#: How long one who tries again waits for another program, in seconds.
QUICK = 0.25


class Store(SessionFile):
    """All sessions of one file. Belongs to the thread that opened it."""

    @cached_property
    def _progress(self) -> dict[int, tuple[str, int, int]]:
        """Questions answered and asked of a session, as of its last change."""
        return {}

    # -- sessions ----------------------------------------------------------------

    def create(
        self, name: str | None = None, entries: Mapping[str, Entry] | None = None
    ) -> SessionInfo:
        """A new session; without a name the next free `platform-1`. Raises BadName.

        entries: its first answers, stored with it in one transaction.
        """
        wanted = None if name is None else sound_name(name)
        at = self._stamp()
        with self._writing() as db:
            taken = self._taken()
            wanted = wanted or free_name(taken)
            self._must_be_free(wanted, taken)
            row = {"name": wanted, "folded": wanted.casefold()}
            row |= {"created": at, "modified": at, "used": at}
            made = int(str(db.table("sessions").insert(row).last_pk))
            if entries:
                from data_platform.interview.notebook import Change

                self._put(db, made, [Change(k, None, entry) for k, entry in entries.items()], at)
        return self.get(made)

    def sessions(self, search: str = "", *, deleted: bool = False) -> list[SessionInfo]:
        """All that are not deleted, the last used first; those whose name or title has `search`.

        deleted: those that are, the last deleted first.
        """
        word = search.casefold().strip()
        if deleted:
            found = self._infos("deleted IS NOT NULL", order="deleted DESC, id DESC")
        else:
            found = self._infos("deleted IS NULL")
        return [
            info for info in found if word in info.name.casefold() or word in info.title.casefold()
        ]

    def get(self, which: int | str) -> SessionInfo:
        """A session by its id, or by what `find` takes; deleted ones by id only."""
        if isinstance(which, str):
            return self.find(which)
        found = self._infos("id = ?", which)
        if not found:
            raise NoSuchSession(f"no session has the number {which}")
        return found[0]

    def free_name(self) -> str:
        """The next free `platform-1`."""
        return free_name(self._taken())

    def find(self, text: str, *, deleted: bool = False, whole: bool = False) -> SessionInfo:
        """By name, else by id, else by the only name that begins so. Raises NoSuchSession.

        deleted: look among the deleted ones; of several with a name, the last deleted.
        whole: a beginning is not enough.
        """
        where = "deleted IS NOT NULL" if deleted else "deleted IS NULL"
        infos = self._infos(where, order="deleted DESC, used DESC, id DESC")
        word = clean(text).casefold()
        exact = [i for i in infos if i.name.casefold() == word]
        exact = exact[:1] or [i for i in infos if str(i.id) == word]
        found = exact or [i for i in infos if word and i.name.casefold().startswith(word)]
        if len(found) == 1 and (exact or not whole):
            return found[0]
        shown = clean(text)[:60]
        if found:
            names = ", ".join(i.name for i in found[:5])
            if whole:
                raise NoSuchSession(
                    f"no session is called “{shown}”. Nothing was changed; write the whole "
                    f"name or the number: {names}"
                )
            raise NoSuchSession(f"“{shown}” fits several sessions: {names}")
        from data_platform.interview.kinds import nearest

        what = "deleted session" if deleted else "session"
        raise NoSuchSession(f"no {what} “{shown}”{nearest(shown, [i.name for i in infos])}")

    def current(self) -> SessionInfo | None:
        """The session that was used last; None where there is none."""
        found = self._infos("deleted IS NULL")
        return found[0] if found else None

    def rename(self, which: int | str, name: str) -> SessionInfo:
        """Give a session another name. Raises NoSuchSession, BadName.

        which: its id, or its whole name or number.
        """
        info, wanted = self._exactly(which), sound_name(name)
        with self._writing() as db:
            self._must_be_free(wanted, self._taken(besides=info.id))
            db.table("sessions").update(info.id, {"name": wanted, "folded": wanted.casefold()})
        return self.get(info.id)

    def delete(self, which: int | str) -> SessionInfo:
        """Put a session away; `restore` brings it back. Raises NoSuchSession.

        which: its id, or its whole name or number: a beginning names another one too easily.
        """
        info = self._exactly(which)
        with self._writing() as db:
            db.table("sessions").update(info.id, {"deleted": self._stamp()})
        return info

    def restore(self, which: int | str) -> SessionInfo:
        """Bring a deleted session back; with a number behind its name where that is taken."""
        info = self.get(which) if isinstance(which, int) else self.find(which, deleted=True)
        with self._writing() as db:
            taken = self._taken(besides=info.id)
            tries = (info.name, *(f"{info.name[:90]}-{n}" for n in range(2, len(taken) + 3)))
            name = next(one for one in tries if one.casefold() not in taken)
            row = {"deleted": None, "name": name, "folded": name.casefold()}
            db.table("sessions").update(info.id, row)
        return self.get(info.id)

    def save_preview(self, session_id: int, text: str, cost: str = "") -> None:
        """Remember the blueprint and the cost as shown, for the first frame of the next time."""
        row = {"preview": sound_text(text), "cost": sound_text(cost)}
        with self._writing() as db:
            db.table("sessions").update(session_id, row)

    # -- the state of the app ----------------------------------------------------

    def recall(self, key: str) -> str:
        """What `remember` was given last; empty where that is nothing, or cannot be read."""
        try:
            found = self._rows(schema.RECALL, key) if self._rows(schema.HAS_STATE) else []
        except StoreError:
            return ""
        return str(found[0][0]) if found else ""

    def remember(self, key: str, value: str) -> None:
        """Keep something small of the app, like its theme, that belongs to no session."""
        with self._writing() as db:
            db.execute(schema.MAKE_STATE)
            db.execute(schema.REMEMBER, (key, sound_text(value)))

    # -- answers -----------------------------------------------------------------

    def save(
        self,
        session_id: int,
        changes: Sequence[Change],
        place: str | None = None,
        *,
        used: bool = False,
    ) -> None:
        """Store changes in one transaction: all of them, or StoreError and none.

        place: the question where one is. used: it becomes the current session.
        """
        at = self._stamp()
        row = {"modified": at} if changes else {}
        if place is not None:
            row["place"] = place
        if used:
            row["used"] = at
        if not row:
            return
        with self._writing() as db:
            db.table("sessions").update(session_id, row)
            self._put(db, session_id, changes, at)

    def entries(self, session_id: int) -> dict[str, Entry]:
        """The stored answers that this version can read, valid or not, in storage order."""
        return self._read(session_id)[0]

    def unreadable(self, session_id: int) -> list[str]:
        """The keys of stored answers that this version cannot read; they stay stored."""
        return self._read(session_id)[1]

    def load(self, session_id: int) -> Notebook:
        """A notebook of the stored answers; its changes are not stored (see open_notebook)."""
        from data_platform.interview.notebook import Notebook

        return Notebook(self.entries(session_id), new_id=lambda: secrets.token_hex(3))

    def history(self, session_id: int) -> list[tuple[int, str, Entry | None, Entry | None]]:
        """Every change from the first on: its step, key, the entry before and after."""
        query = "SELECT step, key, old, new FROM changes WHERE session = ? ORDER BY id"
        return [
            (step, key, from_json(old), from_json(new))
            for step, key, old, new in self._rows(query, session_id)
        ]

    # -- inside ------------------------------------------------------------------

    def _exactly(self, which: int | str) -> SessionInfo:
        return self.find(which, whole=True) if isinstance(which, str) else self.get(which)

    def _infos(
        self, where: str, *values: Any, order: str = "used DESC, id DESC"
    ) -> list[SessionInfo]:
        # where and order are texts of this module, never of a person.
        rows = self._rows(
            "SELECT id, name, created, modified, used, deleted, place, preview, cost,"
            " (SELECT value FROM answers WHERE session = sessions.id AND key = 'platform_name'"
            "  AND certainty != 'unknown')"
            f" FROM sessions WHERE {where} ORDER BY {order}",
            *values,
        )
        return [
            SessionInfo(
                id=row[0],
                name=row[1],
                title=shown_title(row[9]) or row[1],
                created=_time(row[2]),
                modified=_time(row[3]),
                used=_time(row[4]),
                deleted=_time(row[5]) if row[5] else None,
                place=row[6] or "",
                preview=row[7] or "",
                cost=row[8] or "",
                progress=partial(self._count, row[0], row[3]),
            )
            for row in rows
        ]

    def _count(self, session_id: int, modified: str) -> tuple[int, int]:
        """Questions answered and asked; counted again when an answer changed."""
        from data_platform.interview.progress import of_all

        known = self._progress.get(session_id)
        if known is None or known[0] != modified:
            progress = of_all(self.load(session_id))
            known = self._progress[session_id] = (modified, progress.answered, progress.asked)
        return known[1:]

    def _taken(self, besides: int = 0) -> set[str]:
        query = "SELECT folded FROM sessions WHERE deleted IS NULL AND id != ?"
        return {row[0] for row in self._rows(query, besides)}

    def _must_be_free(self, name: str, taken: set[str]) -> None:
        if name.casefold() in taken:
            raise BadName(f"there is a session “{name}” already; choose another name")

    def _read(self, session_id: int) -> tuple[dict[str, Entry], list[str]]:
        query = "SELECT key, value, certainty FROM answers WHERE session = ? ORDER BY rowid"
        entries: dict[str, Entry] = {}
        unreadable: list[str] = []
        for key, value, certainty in self._rows(query, session_id):
            entry = readable(key, value, certainty)
            if entry is None:
                unreadable.append(key)
            else:
                entries[key] = entry
        return entries, unreadable

    def _put(self, db: Database, session_id: int, changes: Sequence[Change], at: str) -> None:
        """Store the outcome of changes and add them to the history."""
        self._progress.pop(session_id, None)
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
        history.write(db, session_id, changes, at)


def open_notebook(
    store: Store,
    session: int | str,
    on_problem: Callable[[StoreError], None] | None = None,
) -> Notebook:
    """The notebook of a session, which becomes the current one; every change is stored.

    on_problem: told what could not be stored; without it the change raises StoreError. In
    both cases the notebook keeps the answer, and it is stored with the next one. Raises
    StoreError where the answers cannot be read.
    """
    info = store.get(session)
    notebook = store.load(info.id)
    saver = notebook.listener = Saver(store, info.id, on_problem)
    saver.opened = True
    saver.flush(QUICK if on_problem else None)
    return notebook


def _time(stored: object) -> datetime:
    """A stored time; the beginning of time where it is damaged: its session is still there."""
    with suppress(ValueError):
        time = datetime.fromisoformat(str(stored))
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    return datetime.fromtimestamp(0, UTC)
