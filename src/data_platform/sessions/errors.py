"""What can go wrong with stored sessions, said for the person at the terminal."""

from __future__ import annotations

import shlex
import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The session file cannot be used; the message says what was kept and what to do."""


class NoSuchSession(StoreError):
    """No session goes by that name; the message names the nearest."""


class NoSuchVersion(StoreError):
    """No version of a session goes by that name; the message names the nearest."""


class BadName(StoreError):
    """A name of a session or a version that cannot be taken."""


class Stale(StoreError):
    """Another program changed the session since it was read; nothing was stored."""


class ReadOnly(StoreError):
    """The session file can be read, not written."""


_OTHER_FILE = "Name another file with --store"
_NOT_STORED = "What was stored before is unharmed; the last change is not stored yet."


#: What SQLite raises: of a damaged file even what is wrong may be no text.
TROUBLE = (sqlite3.Error, UnicodeDecodeError)


def rescue(path: Path | str) -> str:
    """What reads a damaged session file."""
    return f"`data-platform salvage {shlex.quote(str(path))}` reads what is left in it."


def explain(error: sqlite3.Error | UnicodeDecodeError, path: Path | str) -> StoreError:
    """A database error in words. path: the session file it happened to."""
    if isinstance(error, UnicodeDecodeError):
        return explain(_damaged(), path)
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            said = (
                f"{path} is in use by another program. {_NOT_STORED} "
                "Close the other program, then try again."
            )
        case sqlite3.SQLITE_FULL:
            said = f"the disk with {path} is full. {_NOT_STORED} Free some space, then try again."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return ReadOnly(
                f"{path} or its folder cannot be written. {_NOT_STORED} "
                f"Allow writing, or: {_OTHER_FILE}."
            )
        case sqlite3.SQLITE_CANTOPEN:
            said = f"{path} cannot be opened. {_NOT_STORED} Check the folder's permissions."
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            said = (
                f"{path} is damaged; it was left as it is. {rescue(path)} "
                f"Put a backup in its place, or: {_OTHER_FILE}."
            )
        case sqlite3.SQLITE_IOERR:
            said = f"{path} cannot be read or written ({error}). {_NOT_STORED} Check the disk."
        case _:
            said = f"{path}: {error}. {_NOT_STORED}"
    return StoreError(said)


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
