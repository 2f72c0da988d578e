"""A store of its own with a clock that the test turns, and its file by another connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from stored import Clock

from data_platform.sessions.store import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store.open(tmp_path / "sessions.db", now=clock)


@pytest.fixture
def raw(store: Store) -> Callable[..., list[tuple[object, ...]]]:
    """Runs SQL on the file through another connection."""

    def run(query: str, *values: object) -> list[tuple[object, ...]]:
        with sqlite3.connect(store.path) as conn:
            return conn.execute(query, values).fetchall()

    return run
