"""What can be read of a session file that cannot be opened: damaged, cut off, or newer.

The file itself is never touched: a copy is read, table by table and row by row, and what
cannot be read is passed over.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_platform.interview.quantities import clean
from data_platform.sessions.errors import TROUBLE, StoreError
from data_platform.sessions.rows import readable

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry

_MAGIC = b"SQLite format 3\x00"
#: A page's length that is written as 1, and the largest copy that is made, in bytes.
_LONGEST_PAGE, _LARGEST = 2**16, 2**33
#: A run of rows that cannot be read is passed over in one go; so many of these, and of rows
#: that a damaged file has twice, end the search.
_LOST = 20_000
#: The longest text that is read, in bytes.
_LONGEST_TEXT = 2**26
#: What is counted beside the answers: in words, its table, and what tells one from another.
_BESIDES = (
    ("steps of its history", "changes", ("session", "step")),
    ("named versions", "versions", ("session", "id")),
    ("other answers beside those that stand", "rivals", ("session", "key", "who")),
)


@dataclass
class Salvaged:
    """A session as far as it could be read. unreadable: keys whose answers could not be.

    besides: what else the file has of it, and is not read: how many of each.
    """

    name: str
    entries: dict[str, Entry] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    besides: dict[str, int] = field(default_factory=dict)


def salvage(path: Path) -> list[Salvaged]:
    """The sessions of a file, deleted ones too. Raises StoreError where there is nothing.

    A session whose own row is lost goes by its number.
    """
    found: dict[int, Salvaged] = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.db"
            _copy(path, copy)
            with closing(sqlite3.connect(copy)) as conn:
                conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
                conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_TEXT)
                for session, name in _rows(conn, "sessions", ("id", "name")):
                    if isinstance(session, int):
                        found[session] = Salvaged(" ".join(clean(str(name)).split()))
                answers = _rows(conn, "answers", ("session", "key", "value", "certainty"))
                for session, key, value, certainty in answers:
                    if isinstance(session, int):
                        one = found.setdefault(session, Salvaged(f"session-{session}"))
                        _take(one, str(key), value, certainty)
                for what, table, columns in _BESIDES:
                    for session, *_ in set(_rows(conn, table, columns)):
                        if session in found:
                            besides = found[session].besides
                            besides[what] = besides.get(what, 0) + 1
    except OSError as error:
        raise StoreError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    kept = [one for one in found.values() if one.entries]
    if not kept:
        raise StoreError(f"{path}: no answers could be read from it; it was left as it is")
    return kept


def _copy(path: Path, copy: Path) -> None:
    """Copy the file, with its journal, and mend in the copy what SQLite refuses at once.

    A damaged first word is written anew; a file that was cut off gets its length back.
    """
    if path.stat().st_size == 0:
        raise StoreError(f"{path}: it is empty")
    shutil.copyfile(path, copy)
    for end in ("-journal", "-wal"):
        side = path.with_name(path.name + end)
        if side.exists():
            shutil.copyfile(side, copy.with_name(copy.name + end))
    with copy.open("r+b") as file:
        header = file.read(32)
        if not header.startswith(_MAGIC):
            file.seek(0)
            file.write(_MAGIC)
        page, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        whole = (_LONGEST_PAGE if page == 1 else page) * pages
        if path.stat().st_size < whole < _LARGEST:
            file.truncate(whole)


def _rows(
    conn: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """All rows of a table that can be read. table, columns: texts of this module."""
    names = ", ".join(columns)
    after, lost = -(2**63), 0
    failed: set[int] = set()  # behind which rows reading on failed
    seen: set[int] = set()  # where pages are mixed up, a search begins again at the same rows
    query = f"SELECT rowid, {names} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?"
    while lost < _LOST:
        begun, alone = after, after in failed
        try:
            # A row comes only once the next one was found: before one that is lost it comes alone.
            for rowid, *row in conn.execute(query, (after, 1 if alone else -1)):
                after = rowid
                if (one := hash((rowid, *row))) not in seen:
                    seen.add(one)
                    yield tuple(row)
                elif (lost := lost + 1) >= _LOST:
                    return
            if not alone or after == begun:
                return
        except TROUBLE as error:
            if isinstance(error, sqlite3.OperationalError) and "no such" in str(error):
                return  # another program's file, or its schema is lost
            lost += 1
            if not alone:
                failed.add(after)
                continue
            # Step over what cannot be read: one row, then ever more of them.
            found = _next(conn, table, max(failed))
            if found is None:
                return
            after = found


def _next(conn: sqlite3.Connection, table: str, after: int) -> int | None:
    """The rowid behind which to read on, past what cannot be read; None where none is found."""
    start, step = max(after, 0), 1
    while step < 2**40:
        with suppress(*TROUBLE):
            query = f"SELECT rowid FROM {table} NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1"
            row = conn.execute(query, (start + step,)).fetchone()
            if row is None:
                return None
            if row[0] > after:  # otherwise pages are mixed up: look further on
                # A row that is found at once is the one whose content cannot be read.
                return int(row[0]) if step == 1 else int(row[0]) - 1
        step *= 2
    return None


def _take(one: Salvaged, key: str, value: Any, certainty: Any) -> None:
    entry = readable(key, value, certainty) if isinstance(value, str) else None
    if entry is None:
        one.unreadable.append(key)
    else:
        one.entries[key] = entry
