"""A look at the session file that leaves no trace: names for completion, facts for a check-up.

It opens read-only and makes, upgrades and repairs nothing; so it can be asked at any time.
How sessions are read for work is in `store`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from data_platform.sessions.database import default_path, schema_version
from data_platform.sessions.names import folded

__all__ = [
    "Facts",
    "facts",
    "path_of",
    "record_names",
    "schema_version",
    "session_names",
    "version_names",
]

#: How long another program is waited for, in seconds: a person waits for the answer.
PATIENCE = 0.2


@dataclass(frozen=True)
class Facts:
    """What a look into a session file found.

    damage: what a check of the whole file found, empty where it is sound. sessions: how many
    are not deleted.
    """

    damage: str
    sessions: int


def path_of(named: str | Path | None = None) -> Path:
    """Where the session file lies, or would. Raises OSError, RuntimeError."""
    return (Path(named) if named else default_path()).expanduser().resolve()


def session_names(path: Path, state: str = "live") -> list[str]:
    """The names of sessions, the last used first. state: live, or away: to be restored."""
    with _looking(path) as conn:
        live = "deleted IS NULL"
        if conn.execute("PRAGMA user_version").fetchone()[0] > 1:
            put_away = f"archived IS NOT NULL OR NOT {live}"
            live = f"archived IS NULL AND {live}"
        else:
            put_away = f"NOT {live}"
        where = live if state == "live" else put_away
        # where is one of the texts above.
        found = conn.execute(f"SELECT name FROM sessions WHERE {where} ORDER BY used DESC, id DESC")
        return list(dict.fromkeys(str(row[0]) for row in found))


def version_names(path: Path, session: str) -> list[str]:
    """The names of a session's versions, the last kept first."""
    query = (
        "SELECT name FROM versions WHERE session ="
        " (SELECT id FROM sessions WHERE folded = ? AND deleted IS NULL) ORDER BY id DESC"
    )
    with _looking(path) as conn:
        return [str(row[0]) for row in conn.execute(query, (folded(session),))]


def record_names(path: Path, session: str, name: str, field: str) -> list[str]:
    """What the records of a list are called, in a session; the last used one if it is empty."""
    which = "folded = ?" if session else "? = '' AND archived IS NULL"
    query = (
        "SELECT value FROM answers WHERE key LIKE ? AND session ="
        f" (SELECT id FROM sessions WHERE {which} AND deleted IS NULL ORDER BY used DESC LIMIT 1)"
        " ORDER BY rowid"
    )
    with _looking(path) as conn:
        found = conn.execute(query, (f"{name}/%/{field}", folded(session)))
        return [str(json.loads(row[0])) for row in found]


def facts(path: Path) -> Facts:
    """Whether the file is sound, and what is in it. Raises sqlite3.Error, OSError."""
    with _looking(path) as conn:
        said = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(3)")]
        count = 0
        with suppress(sqlite3.Error):
            query = "SELECT count(*) FROM sessions WHERE deleted IS NULL"
            count = int(conn.execute(query).fetchone()[0])
        damage = "" if said == ["ok"] else "; ".join(said)
        return Facts(damage, count)


@contextmanager
def _looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, and makes no file."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as conn:
        yield conn
