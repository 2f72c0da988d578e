"""The tables of a session file, and the steps from one schema version to the next.

A step is never edited once released: a new version is a new step at the end.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Marks the file as ours: “DPEX” in SQLite's application_id.
APPLICATION_ID = 0x44504558
TABLES = frozenset({"sessions", "answers", "changes", "versions", "rivals"})


def _first(db: Database) -> None:
    db.table("sessions").create(
        {
            "id": int,
            "name": str,
            "folded": str,  # the name as it is compared: case does not matter
            "created": str,
            "modified": str,  # when an answer last changed
            "used": str,  # when it was last opened
            "deleted": str,  # null while it is not
            "place": str,  # the question where one left
            "preview": str,  # the last rendered blueprint, for the first frame
            "cost": str,  # the last running cost, likewise
        },
        pk="id",
        not_null={"name", "folded", "created", "modified", "used"},
    )
    # sqlite-utils has no partial indexes. A deleted session gives its name free.
    db.execute(
        "CREATE UNIQUE INDEX one_live_name ON sessions(folded) WHERE deleted IS NULL",
    )
    db.table("answers").create(
        {"session": int, "key": str, "value": str, "certainty": str, "modified": str},
        pk=("session", "key"),
        not_null={"value", "certainty", "modified"},
        foreign_keys=[("session", "sessions", "id")],
    )
    # Rows of one step were changed together and are undone together; only typing that goes on
    # changes a row, the last one.
    db.table("changes").create(
        {
            "id": int,
            "session": int,
            "step": int,
            "at": str,
            "key": str,
            "old": str,
            "new": str,
        },
        pk="id",
        not_null={"session", "step", "at", "key"},
        foreign_keys=[("session", "sessions", "id")],
    )
    db.table("changes").create_index(["session", "id"])


def _second(db: Database) -> None:
    sessions = db.table("sessions")
    sessions.add_column("archived", str)  # null while it is not
    # Counts what was stored, so that two programs on one session see each other's work.
    sessions.add_column("revision", int, not_null_default=0)
    sessions.add_column("origin", str)  # the file that it was imported from, as written
    # Whether a step was said, or took another one back; see interview.history.
    db.table("changes").add_column("kind", str, not_null_default="do")
    db.table("changes").add_column("who", str)  # the user, and at which terminal
    # A program of the first version that is still open counts no revisions and says no who.
    db.execute(
        "CREATE TRIGGER by_an_older_program AFTER INSERT ON changes WHEN NEW.who IS NULL"
        " BEGIN UPDATE sessions SET revision = revision + 1 WHERE id = NEW.session; END"
    )
    db.table("versions").create(
        {
            "id": int,
            "session": int,
            "name": str,
            "folded": str,
            "at": str,
            "step": int,  # the last one of the history that is in it
            "answers": str,  # all of them, as JSON: key -> [value, certainty]
        },
        pk="id",
        not_null={"session", "name", "folded", "at", "step", "answers"},
        foreign_keys=[("session", "sessions", "id")],
    )
    db.table("versions").create_index(["session", "folded"], unique=True)
    # Other answers to what is answered, until a person picks one: who gave each.
    db.table("rivals").create(
        {
            "session": int,
            "key": str,
            "who": str,
            "value": str,
            "certainty": str,
            "at": str,
            "settled": str,  # what stood and what was picked, as JSON; null while nobody did
        },
        pk=("session", "key", "who"),
        not_null={"value", "certainty", "at"},
        foreign_keys=[("session", "sessions", "id")],
    )


#: What a copy of a session has; the names are those of `Store.duplicate`.
COPIES = (
    "INSERT INTO answers (session, key, value, certainty, modified)"
    " SELECT :new, key, value, certainty, modified FROM answers WHERE session = :old"
    " ORDER BY rowid",
    "INSERT INTO changes (session, step, at, kind, who, key, old, new)"
    " SELECT :new, step, at, kind, who, key, old, new FROM changes WHERE session = :old"
    " ORDER BY id",
    "INSERT INTO versions (session, name, folded, at, step, answers)"
    " SELECT :new, name, folded, at, step, answers FROM versions WHERE session = :old ORDER BY id",
    "INSERT INTO rivals (session, key, who, value, certainty, at, settled)"
    " SELECT :new, key, who, value, certainty, at, settled FROM rivals WHERE session = :old"
    " ORDER BY rowid",
    "UPDATE sessions SET origin = (SELECT origin FROM sessions WHERE id = :old) WHERE id = :new",
)
ALL_ANSWERS = "SELECT session, key, value FROM answers WHERE certainty != 'unknown' ORDER BY rowid"

#: What the app itself remembers, apart from the person's configuration file. The table is made
#: when it is needed, and is no step: a file without it is whole, and an older version passes it
#: over.
MAKE_STATE = "CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
HAS_STATE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'state'"
RECALL = "SELECT value FROM state WHERE key = ?"
REMEMBER = "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)"

STEPS = (_first, _second)
VERSION = len(STEPS)


def migrate(conn: sqlite3.Connection, found: int) -> None:
    """Bring a file from version `found` (0: empty) to VERSION, inside a transaction."""
    from sqlite_utils import Database

    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    for step in STEPS[found:]:
        step(db)
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")
