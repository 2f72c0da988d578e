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
TABLES = frozenset({"sessions", "answers", "changes"})


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
    # Append-only. Rows of one step were changed together and are undone together.
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


#: What the app itself remembers, until it has settings of its own. The table is made when it
#: is needed, and is no step: a file without it is whole, and an older version passes it over.
MAKE_STATE = "CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
HAS_STATE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'state'"
RECALL = "SELECT value FROM state WHERE key = ?"
REMEMBER = "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)"

STEPS = (_first,)
VERSION = len(STEPS)


def migrate(conn: sqlite3.Connection, found: int) -> None:
    """Bring a file from version `found` (0: empty) to VERSION, inside a transaction."""
    from sqlite_utils import Database

    db = Database(conn, recursive_triggers=False, execute_plugins=False)
    for step in STEPS[found:]:
        step(db)
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")
