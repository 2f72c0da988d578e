"""One open session file: its transactions, and what tells that it was replaced.

Checks of the file before SQLite opens it are in `database`, what is stored in it in `store`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from data_platform.sessions.database import connect, default_path
from data_platform.sessions.errors import TROUBLE, NoSuchSession, StoreError, explain

if TYPE_CHECKING:
    from sqlite_utils import Database


class SessionFile:
    """A connection to one file. Belongs to the thread that opened it."""

    def __init__(
        self, path: Path, conn: sqlite3.Connection, now: Callable[[], datetime] | None = None
    ) -> None:
        self.path = path
        self._conn = conn
        self._file = _identity(path)  # none: it is an empty one in memory
        self._now = now or (lambda: datetime.now(UTC))

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        create: bool = True,
        now: Callable[[], datetime] | None = None,
    ) -> Self:
        """Open a session file, the usual one where none is named. Raises StoreError.

        create: whether a missing file is made; otherwise it reads as an empty one.
        """
        named = Path(path) if path else default_path()
        try:
            found = named.expanduser().resolve()
        except (OSError, RuntimeError) as error:  # a loop of links, no home folder
            raise StoreError(f"{named}: {error}. Name another file with --store.") from error
        return cls(found, connect(found, create=create), now)

    def close(self) -> None:
        """Let go of the file."""
        self._conn.close()

    @contextmanager
    def patience(self, seconds: float | None) -> Iterator[None]:
        """Wait at most so long for another program while this lasts; None changes nothing."""
        if seconds is None:
            yield
            return
        [(usual,)] = self.rows("PRAGMA busy_timeout")
        self.rows(f"PRAGMA busy_timeout = {min(usual, int(seconds * 1000))}")
        try:
            yield
        finally:
            self.rows(f"PRAGMA busy_timeout = {usual}")

    # -- for what is stored here -------------------------------------------------

    @cached_property
    def _db(self) -> Database:
        from sqlite_utils import Database

        return Database(self._conn, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction; the write lock is taken first, so that it cannot fail half way."""
        from sqlite_utils.db import NotFoundError

        if self._file and _identity(self.path) != self._file:
            # SQLite would go on writing to a file that no longer has a name.
            raise StoreError(
                f"{self.path} was moved or deleted while it was open, or replaced; what was stored "
                "went with it, the last change is not stored. Put the file back, then try again."
            )
        try:
            db = self._db
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
                self._conn.execute("COMMIT")
            except BaseException:
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK")
                raise
        except TROUBLE as error:
            raise explain(error, self.path) from error
        except NotFoundError as error:
            raise NoSuchSession(f"the session is no longer in {self.path}") from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that see the same moment."""
        try:
            self._conn.execute("BEGIN")
            try:
                yield
            finally:
                self._conn.execute("COMMIT")
        except TROUBLE as error:
            raise explain(error, self.path) from error

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds. query: a text of this program, never of a person."""
        try:
            return self._conn.execute(query, values).fetchall()
        except TROUBLE as error:
            raise explain(error, self.path) from error

    def stamp(self) -> str:
        """Now, as times are stored."""
        return self._now().astimezone(UTC).isoformat(timespec="microseconds")


def _identity(path: Path) -> int | None:
    """What tells a file from another one that takes its name later; None where there is none."""
    with suppress(OSError):
        return path.stat().st_ino  # as SQLite itself tells whether a file has moved
    return None
