"""Named versions of a session: its answers at one moment, kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from data_platform.interview.quantities import clean
from data_platform.sessions import history
from data_platform.sessions.errors import BadName, NoSuchVersion
from data_platform.sessions.history import when
from data_platform.sessions.names import folded, sound_name
from data_platform.sessions.rows import entries_from_json, entries_to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

    from data_platform.interview.notebook import Entry
    from data_platform.sessions.answer_store import AnswerStore

_READ = "SELECT id, name, at, step, answers FROM versions WHERE session = ? ORDER BY id"
_NAMES = "SELECT id, folded FROM versions WHERE session = ?"


class Kept(Protocol):
    """What a version from elsewhere says of itself."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def at(self) -> datetime:
        """When it was kept."""

    @property
    def step(self) -> int:
        """The last step of the history that is in it."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Its answers."""


@dataclass(frozen=True)
class Version:
    """A named version. step: the last step of the history that is in it, from 1; 0: none."""

    id: int
    name: str
    at: datetime
    step: int
    entries: dict[str, Entry]


def versions(store: AnswerStore, session_id: int) -> list[Version]:
    """The versions of a session, the oldest first."""
    return [
        Version(number, name, when(at), step, entries_from_json(answers))
        for number, name, at, step, answers in store.rows(_READ, session_id)
    ]


def find(store: AnswerStore, session_id: int, name: str) -> Version:
    """A version by its name. Raises NoSuchVersion with the nearest."""
    from data_platform.interview.kinds import nearest

    found = versions(store, session_id)
    wanted = folded(name)
    for version in found:
        if folded(version.name) == wanted:
            return version
    near = nearest(clean(name)[:60], [version.name for version in found])
    if not near and found:
        near = f"; there are: {', '.join(version.name for version in found[-5:])}"
    raise NoSuchVersion(f"no version “{clean(name)[:60]}”{near or '; this session has none yet'}")


def sound(name: str) -> str:
    """A version's name as it is stored. Raises BadName."""
    if "@" in name:
        raise BadName("a version's name has no @, which stands between session and version")
    return sound_name(name, "a version's name")


def keep(
    store: AnswerStore,
    session_id: int,
    name: str,
    entries: dict[str, Entry] | None = None,
    at: datetime | None = None,
    step: int | None = None,
) -> Version:
    """Keep the stored answers as a version. Raises BadName where the name is taken.

    entries, at, step: of another moment, for versions that come from a file.
    """
    with store.writing() as db:
        [(last,)] = store.rows(history.LAST_STEP, session_id)
        kept = store.entries(session_id) if entries is None else entries
        put(store, db, session_id, name, kept, at, last if step is None else step)
    return find(store, session_id, sound(name))


def put(
    store: AnswerStore,
    db: Database,
    session_id: int,
    name: str,
    entries: Mapping[str, Entry],
    at: datetime | None,
    step: int,
) -> None:
    """Add a version inside a transaction. at: now without it. Raises BadName."""
    wanted = sound(name)
    _must_be_free(store, session_id, wanted)
    db.table("versions").insert(
        {
            "session": session_id,
            "name": wanted,
            "folded": folded(wanted),
            "at": store.stamp() if at is None else at.isoformat(timespec="microseconds"),
            "step": step,
            "answers": entries_to_json(entries),
        }
    )


def drop(store: AnswerStore, session_id: int, name: str) -> Version:
    """Remove a version; returns it, so that it can be kept again. Raises NoSuchVersion."""
    version = find(store, session_id, name)
    with store.writing() as db:
        db.execute("DELETE FROM versions WHERE id = ?", (version.id,))
    return version


def rename(store: AnswerStore, session_id: int, name: str, new: str) -> Version:
    """Give a version another name. Raises NoSuchVersion, BadName."""
    wanted = sound(new)
    with store.writing() as db:
        version = find(store, session_id, name)
        _must_be_free(store, session_id, wanted, besides=version.id)
        row = {"name": wanted, "folded": folded(wanted)}
        db.table("versions").update(version.id, row)
    return replace(version, name=wanted)


def _must_be_free(store: AnswerStore, session_id: int, name: str, besides: int = 0) -> None:
    for row, taken in store.rows(_NAMES, session_id):
        if row != besides and folded(taken) == folded(name):
            raise BadName(f"there is a version “{name}” already; choose another name")
