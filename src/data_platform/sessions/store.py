"""The sessions of a file: made, found, renamed, copied, put away and brought back.

Their answers are in `answer_store`, their named versions in `versions`, the file and its
transactions in `session_file`; no questions and no design here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from data_platform.interview.quantities import clean
from data_platform.sessions import history, schema
from data_platform.sessions.answer_store import AnswerStore, notebook_of
from data_platform.sessions.errors import BadName, NoSuchSession, StoreError
from data_platform.sessions.history import when
from data_platform.sessions.info import SessionInfo
from data_platform.sessions.names import (
    folded,
    free_name,
    numbered,
    shown_title,
    sound_name,
    sound_text,
)
from data_platform.sessions.rows import said_in
from data_platform.sessions.saver import Saver
from data_platform.sessions.versions import Kept
from data_platform.sessions.versions import put as put_version
from data_platform.sessions.who import who

if TYPE_CHECKING:
    from data_platform.interview.history import Recorded
    from data_platform.interview.notebook import Entry, Notebook
    from data_platform.sessions.sync import Rival

__all__ = ["BadName", "NoSuchSession", "SessionInfo", "Store", "StoreError", "open_notebook"]

#: Sessions that are not deleted, and of these the ones that are not archived.
LIVE = "deleted IS NULL"
AT_WORK = f"archived IS NULL AND {LIVE}"
#: How long one who tries again waits for another program, in seconds.
QUICK = 0.25


class Store(AnswerStore):
    """All sessions of one file. Belongs to the thread that opened it."""

    @cached_property
    def _progress(self) -> dict[int, tuple[int, int, int]]:
        """Questions answered and asked of a session, as of one of its revisions."""
        return {}

    # -- sessions ----------------------------------------------------------------

    def create(
        self,
        name: str | None = None,
        entries: Mapping[str, Entry] | None = None,
        *,
        steps: Sequence[Recorded] = (),
        rivals: Sequence[Rival] = (),
        versions: Sequence[Kept] = (),
        origin: str = "",
    ) -> SessionInfo:
        """A new session; without a name the next free `platform-1`. Raises BadName.

        All is stored in one transaction. entries: its first answers. steps: the history that
        led to them; otherwise it begins with them. rivals: other answers to the same. versions:
        its named ones. origin: the text of the file that it comes from.
        """
        wanted = None if name is None else sound_name(name)
        at = self.stamp()
        with self.writing() as db:
            taken = self._taken()
            wanted = wanted or free_name(taken)
            self._must_be_free(wanted, taken)
            row = {"name": wanted, "folded": folded(wanted), "origin": origin or None}
            row |= {"created": at, "modified": at, "used": at}
            made = int(str(db.table("sessions").insert(row).last_pk))
            if entries:
                from data_platform.interview.notebook import Change, Step

                first = Step(tuple(Change(k, None, e) for k, e in entries.items()), "begin")
                self._put(db, made, first.changes, at)
                if not steps:
                    history.append(db, made, 1, first, at, who())
            for number, step in enumerate(steps, 1):
                history.append(db, made, number, step, step.at.isoformat(timespec="microseconds"))
            if rivals:
                self._put_rivals(db, made, rivals, at)
            for one in versions:
                put_version(self, db, made, one.name, one.entries, one.at, one.step)
        return self.get(made)

    def duplicate(self, which: int | str, name: str | None = None) -> SessionInfo:
        """A copy with its history, versions and rivals; raises NoSuchSession, BadName.

        name: the copy's; otherwise that of the first with a free number behind it.
        """
        info = self.find(which) if isinstance(which, str) else self.get(which)
        wanted = None if name is None else sound_name(name)
        at = self.stamp()
        with self.writing() as db:
            taken = self._taken()
            wanted = wanted or numbered(info.name, taken)
            self._must_be_free(wanted, taken)
            row = {"name": wanted, "folded": folded(wanted), "place": info.place}
            row |= {"created": at, "modified": at, "used": at}
            row |= {"preview": info.preview, "cost": info.cost}
            made = int(str(db.table("sessions").insert(row).last_pk))
            for copy in schema.COPIES:
                db.execute(copy, {"old": info.id, "new": made})
        return self.get(made)

    def sessions(
        self, search: str = "", *, deleted: bool = False, archived: bool = False
    ) -> list[SessionInfo]:
        """All at work, the last used first; with `search` in their name, title or answers.

        Where an answer has it, the session's `hit` says which. deleted, archived: those that
        are put away so, the last first.
        """
        word = " ".join(clean(search).casefold().split())
        if deleted:
            found = self._infos("deleted IS NOT NULL", order="deleted DESC, id DESC")
        elif archived:
            found = self._infos(f"archived IS NOT NULL AND {LIVE}", order="archived DESC, id DESC")
        else:
            found = self._infos(AT_WORK)
        if not word:
            return found
        hits = self._answers_with(word)
        named = [i for i in found if word in i.name.casefold() or word in i.title.casefold()]
        others = [replace(i, hit=hits[i.id]) for i in found if i.id in hits and i not in named]
        return named + others

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
        where = "deleted IS NOT NULL" if deleted else LIVE
        infos = self._infos(where, order="deleted DESC, used DESC, id DESC")
        word = folded(text)
        exact = [i for i in infos if folded(i.name) == word]
        exact = exact[:1] or [i for i in infos if str(i.id) == word]
        found = exact or [i for i in infos if word and folded(i.name).startswith(word)]
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
        near = nearest(shown, [i.name for i in infos])
        if not near and infos:
            near = f"; there are: {', '.join(i.name for i in infos[:5])}"
        raise NoSuchSession(f"no {what} “{shown}”{near}")

    def current(self) -> SessionInfo | None:
        """The session that was used last; None where there is none."""
        found = self._infos(AT_WORK)
        return found[0] if found else None

    def rename(self, which: int | str, name: str) -> SessionInfo:
        """Give a session another name. Raises NoSuchSession, BadName.

        which: its id, or its whole name or number.
        """
        info, wanted = self._exactly(which), sound_name(name)
        with self.writing() as db:
            self._must_be_free(wanted, self._taken(besides=info.id))
            db.table("sessions").update(info.id, {"name": wanted, "folded": folded(wanted)})
        return self.get(info.id)

    def delete(self, which: int | str) -> SessionInfo:
        """Put a session away; `restore` brings it back. Raises NoSuchSession.

        which: its id, or its whole name or number: a beginning names another one too easily.
        """
        info = self._exactly(which)
        with self.writing() as db:
            db.table("sessions").update(info.id, {"deleted": self.stamp()})
        return info

    def archive(self, which: int | str) -> SessionInfo:
        """Put a session out of the way; its name stays taken. `restore` brings it back.

        which: its id, or its whole name or number. Raises NoSuchSession.
        """
        info = self._exactly(which)
        with self.writing() as db:
            db.table("sessions").update(info.id, {"archived": self.stamp()})
        return info

    def restore(self, which: int | str) -> SessionInfo:
        """Bring a deleted or archived session back.

        A deleted one gets a number behind its name where that is taken now.
        """
        with self.writing() as db:
            info = self.get(which) if isinstance(which, int) else self._put_away(which)
            taken = self._taken(besides=info.id)
            name = info.name if folded(info.name) not in taken else numbered(info.name, taken)
            row: dict[str, str | None] = {"deleted": None, "archived": None}
            row |= {"name": name, "folded": folded(name)}
            db.table("sessions").update(info.id, row)
        return self.get(info.id)

    def save_preview(self, session_id: int, text: str, cost: str = "") -> None:
        """Remember the blueprint and the cost as shown, for the first frame of the next time."""
        row = {"preview": sound_text(text), "cost": sound_text(cost)}
        with self.writing() as db:
            db.table("sessions").update(session_id, row)

    # -- the state of the app ----------------------------------------------------

    def recall(self, key: str) -> str:
        """What `remember` was given last; empty where that is nothing, or cannot be read."""
        try:
            found = self.rows(schema.RECALL, key) if self.rows(schema.HAS_STATE) else []
        except StoreError:
            return ""
        return str(found[0][0]) if found else ""

    def remember(self, key: str, value: str) -> None:
        """Keep something small of the app, like its theme, that belongs to no session."""
        with self.writing() as db:
            db.execute(schema.MAKE_STATE)
            db.execute(schema.REMEMBER, (key, sound_text(value)))

    # -- inside ------------------------------------------------------------------

    def _exactly(self, which: int | str) -> SessionInfo:
        return self.find(which, whole=True) if isinstance(which, str) else self.get(which)

    def _put_away(self, text: str) -> SessionInfo:
        """A session that `restore` may mean: an archived one, else a deleted one."""
        with suppress(NoSuchSession):
            found = self.find(text, whole=True)
            if found.archived:
                return found
        return self.find(text, deleted=True)

    def _answers_with(self, word: str) -> dict[int, str]:
        """Of each session that has a word in an answer, that answer: “Owner: shop team”."""
        found: dict[int, str] = {}
        for session, key, value in self.rows(schema.ALL_ANSWERS):
            if session not in found and (said := said_in(key, value, word)):
                found[session] = said
        return found

    def _infos(
        self, where: str, *values: Any, order: str = "used DESC, id DESC"
    ) -> list[SessionInfo]:
        # where and order are texts of this module, never of a person.
        rows = self.rows(
            "SELECT id, name, created, modified, used, deleted, archived, place, preview, cost,"
            " revision,"
            " (SELECT value FROM answers WHERE session = sessions.id AND key = 'platform_name'"
            "  AND certainty != 'unknown')"
            f" FROM sessions WHERE {where} ORDER BY {order}",
            *values,
        )
        return [
            SessionInfo(
                id=row[0],
                name=row[1],
                title=shown_title(row[11]) or row[1],
                created=when(row[2]),
                modified=when(row[3]),
                used=when(row[4]),
                deleted=when(row[5]) if row[5] else None,
                archived=when(row[6]) if row[6] else None,
                place=row[7] or "",
                preview=row[8] or "",
                cost=row[9] or "",
                progress=partial(self._count, row[0], row[10]),
            )
            for row in rows
        ]

    def _count(self, session_id: int, revision: int) -> tuple[int, int]:
        """Questions answered and asked; counted again when an answer changed."""
        from data_platform.interview.progress import of_all

        known = self._progress.get(session_id)
        if known is None or known[0] != revision:
            progress = of_all(self.load(session_id))
            known = self._progress[session_id] = (revision, progress.answered, progress.asked)
        return known[1:]

    def _taken(self, besides: int = 0) -> set[str]:
        query = "SELECT folded FROM sessions WHERE deleted IS NULL AND id != ?"
        return {folded(row[0]) for row in self.rows(query, besides)}

    def _must_be_free(self, name: str, taken: set[str]) -> None:
        if folded(name) in taken:
            raise BadName(f"there is a session “{name}” already; choose another name")


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
    store.changed_outside()  # what is stored from here on is seen
    stored = store.stored(info.id)
    notebook = notebook_of(stored)
    saver = notebook.listener = Saver(store, info.id, notebook, stored, on_problem)
    saver.opened = True
    saver.flush(QUICK if on_problem else None)
    return notebook
