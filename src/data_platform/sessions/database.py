"""The session file: where it lies, who may read it, how it is opened and checked.

A file that is not ours, damaged or newer is refused before SQLite touches it. No
sessions and no answers here; see `store`.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from data_platform.sessions import schema
from data_platform.sessions.errors import TROUBLE, ReadOnly, StoreError, explain, rescue

#: How long another program may hold the file before we give up, in seconds.
PATIENCE = 5.0
#: The name of what the app writes down of its own mistakes, beside the session file.
LOG = "data-platform.log"
_MAGIC = b"SQLite format 3\x00"


def default_path(environment: Mapping[str, str] | None = None) -> Path:
    """DATA_PLATFORM_STORE, or sessions.db in the data folder of this user (XDG)."""
    env = os.environ if environment is None else environment
    if named := env.get("DATA_PLATFORM_STORE"):
        return Path(named)
    return usual_path(env)


def usual_path(env: Mapping[str, str]) -> Path:
    """sessions.db in the data folder of this user, as the XDG specification places it."""
    data = env.get("XDG_DATA_HOME", "")
    # The XDG specification says to ignore a relative path.
    base = Path(data) if os.path.isabs(data) else Path("~/.local/share")
    return base / "data-platform" / "sessions.db"


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """An open and checked session file. Raises StoreError.

    create: make the file where there is none; otherwise a missing file reads as an
    empty one that is never written to disk.
    """
    try:
        version = schema_version(path)
        if version is None and not create:
            return _empty()
        if version is None:
            _create(path)
            version = schema_version(path) or 0
        _keep_private(path)
    except TROUBLE as error:
        raise explain(error, path) from error
    except OSError as error:
        raise StoreError(
            f"{path}: {(error.strerror or str(error)).lower()}. Nothing was written. "
            "Check the permissions of its folder, or name another file with --store."
        ) from error
    conn = _open(path)
    try:
        if version < schema.VERSION:
            conn = _upgraded(conn, path)
        _has_tables(conn, path)
    except TROUBLE as error:
        conn.close()
        raise explain(error, path) from error
    except StoreError:
        conn.close()
        raise
    return conn


def _open(path: Path | str) -> sqlite3.Connection:
    """Explicit transactions only (no isolation level), each short."""
    try:
        conn = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except TROUBLE as error:
        raise explain(error, path) from error
    try:
        # A rollback journal: the write-ahead log corrupts on network file systems.
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("PRAGMA foreign_keys = ON")
    except TROUBLE as error:
        conn.close()
        raise explain(error, path) from error
    return conn


def schema_version(path: Path) -> int | None:
    """The schema version in the file's header; None where there is no file or an empty one."""
    left = "It was left as it is. Name another file with --store."
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StoreError(f"{path} is not a file. {left}")
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return None
    if not header:
        return None
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise StoreError(f"{path} is not a session file, or is damaged. {rescue(path)} {left}")
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program. {left}")
    version = int.from_bytes(header[60:64], "big")
    if version > schema.VERSION:
        raise StoreError(
            f"{path} was written by a newer version of this program (schema {version}; this "
            f"one reads {schema.VERSION}). Update the program. {rescue(path)} {left}"
        )
    return version


def _create(path: Path) -> None:
    """Make the file whole under another name, then give it its own.

    So a crash leaves no half-made file, and of two programs that start at once one wins.
    """
    missing = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    # SQLite gives a journal the mode of its database.
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(_open(fresh)) as conn:
            _upgrade(conn)
        if path.exists() and not path.stat().st_size:  # as mktemp makes one
            os.replace(fresh, path)
        else:
            _name(fresh, path)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _name(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return  # another program was first
    except OSError:  # a file system without hard links
        os.replace(fresh, path)


def _upgraded(conn: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """The file in this version's schema; one that cannot be written as a copy to look at."""
    try:
        _upgrade(conn)
    except TROUBLE as error:
        if not isinstance(explain(error, path), ReadOnly):
            raise
        copy = _open(":memory:")
        conn.backup(copy)
        conn.close()
        _upgrade(copy)
        copy.execute("PRAGMA query_only = ON")
        return copy
    return conn


def _upgrade(conn: sqlite3.Connection) -> None:
    conn.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another program may have done it while we waited.
        schema.migrate(conn, conn.execute("PRAGMA user_version").fetchone()[0])
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def _empty() -> sqlite3.Connection:
    conn = _open(":memory:")
    _upgrade(conn)
    return conn


def _keep_private(path: Path) -> None:
    """Take away what others may do with our file, and with the folder that is ours alone."""
    ours = [path]
    if path == usual_path(os.environ).expanduser().resolve():
        ours.append(path.parent)
    for one in ours:
        mode = one.stat().st_mode
        if mode & 0o077:
            with suppress(OSError):
                one.chmod(mode & 0o700)


def _has_tables(conn: sqlite3.Connection, path: Path) -> None:
    found = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not found >= schema.TABLES:
        raise StoreError(
            f"{path} is damaged: a table is missing. It was left as it is. {rescue(path)} "
            "Put a backup in its place, or name another file with --store."
        )
