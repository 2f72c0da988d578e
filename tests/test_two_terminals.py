"""Two real programs on one session, each in its own pseudo-terminal."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from terminal import Terminal

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry
from data_platform.sessions.store import Store

COMMAND = [sys.executable, "-m", "data_platform", "resume", "acme"]
FIRST = "What is the platform called?"

pytestmark = pytest.mark.pty


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path / "sessions.db")) as store:
        store.create("acme")
        yield store


@pytest.fixture
def both(store: Store) -> Iterator[tuple[Terminal, Terminal]]:
    kept = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR")}
    ours = {"DATA_PLATFORM_STORE": str(store.path), "DATA_PLATFORM_CONFIG": os.devnull}
    env = {**kept, **ours, "LANG": "C.UTF-8"}
    opened = [Terminal(COMMAND, env, columns=100, rows=30) for _ in range(2)]
    for terminal in opened:
        # The cost says that the blueprint is there: the program is quick from here on.
        terminal.wait(lambda t=terminal: FIRST in t.screen and "a month" in t.screen, FIRST)
    yield opened[0], opened[1]
    for terminal in opened:
        terminal.close()


@contextmanager
def nobody_can_store(store: Store, *terminals: Terminal) -> Iterator[None]:
    """What is said meanwhile waits in each program; all of it is stored afterwards."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        yield
        for terminal in terminals:
            terminal.wait("NOT SAVED")
        conn.execute("ROLLBACK")


def until(terminals: tuple[Terminal, Terminal], holds: Callable[[], object], what: str) -> None:
    """Wait for something that either brings about; both are read meanwhile."""
    one, other = terminals

    def seen() -> bool:
        other._read(0)
        return bool(holds())

    one.wait(seen, what)


def test_both_answers_of_two_terminals_are_kept(
    store: Store, both: tuple[Terminal, Terminal]
) -> None:
    one, other = both
    session = store.find("acme").id

    def said() -> dict[str, Entry]:
        return store.entries(session)

    # Each sees what the other says.
    one.press("lagoon")
    other.wait("Changed in another terminal: Platform name")
    other.wait("lagoon")
    other.press("\x15" + "quayside")
    one.wait("quayside")
    assert said() == {"platform_name": Entry("quayside")}
    assert store.rivals(session) == []

    # Both say something else at once: both values are shown, to both.
    with nobody_can_store(store, one, other):
        one.press("\x15" + "alpha")
        other.press("\x15" + "bravo")
        one.wait("alpha")
        other.wait("bravo")
    until(both, lambda: said() != {"platform_name": Entry("quayside")}, "one answer")
    until(both, lambda: store.rivals(session), "two answers")
    names = {said()["platform_name"].value, *(r.entry.value for r in store.rivals(session))}
    assert names == {"alpha", "bravo"}
    stands = said()["platform_name"].value
    [left] = names - {stands}
    for terminal in both:
        terminal.wait("1 to settle")
        # Who said it is “you” at one of them.
        said_so = (f"says {left};", f"you say {left};")
        terminal.wait(lambda t=terminal, s=said_so: any(one in t.screen for one in s), left)
        terminal.wait(f"┃ {stands}")

    # Both add a record at once: both are there.
    for terminal in both:
        terminal.press("tab")
    with nobody_can_store(store, one, other):
        for terminal, name in zip(both, ("shop_db", "crm_api"), strict=True):
            terminal.press("n")
            terminal.wait("1 of 1 ·")
            terminal.press(name)
            terminal.wait(name)
    until(both, lambda: len(said().get("sources", Entry()).value) == 2, "two sources")
    found = [said()[f"sources/{rid}/name"].value for rid in said()["sources"].value]
    assert sorted(found) == ["crm_api", "shop_db"]
    for terminal in both:
        terminal.press("esc")
        terminal.wait(lambda t=terminal: "shop_db" in t.screen and "crm_api" in t.screen, "both")

    # Either takes back what both did, the last first.
    one.press("f8")
    until(both, lambda: len(said()["sources"].value) == 1, "one source is left")
    other.press("f8", "f8")
    until(both, lambda: said().get("sources") is None, "no source is left")

    # One is killed: the other goes on, and ends as usual.
    assert one.kill() < 0
    other.press("f8")
    other.wait(lambda: said().get("platform_name") == Entry(left), "the answer of before")
    other.press("f10")
    assert other.end() == 0

    history = store.history(session)
    assert replayed(history) == said()
