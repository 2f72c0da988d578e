"""The real app in a real pseudo-terminal: signals, hang-up, SIGKILL; nothing typed is lost."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from terminal import Terminal

from data_platform.sessions.store import Store, open_notebook

pytestmark = pytest.mark.pty
PROGRAM = """
import sys
from data_platform.sessions.store import Store
from data_platform.tui.app import run_app
sys.exit(run_app(Store.open(sys.argv[1])))
"""
#: Longer than any sound start on a busy machine, in seconds.
PATIENCE = 40

Open = Callable[..., Terminal]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


@pytest.fixture
def open_app(path: Path) -> Iterator[Open]:
    """Opens the app in a terminal; each is closed at the end."""
    opened: list[Terminal] = []

    def open_app(before: str = "") -> Terminal:
        env = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR")}
        command = [sys.executable, "-c", before + PROGRAM, str(path)]
        opened.append(Terminal(command, env | {"LANG": "C.UTF-8"}, patience=PATIENCE))
        return opened[-1]

    yield open_app
    for terminal in opened:
        terminal.close()


def entries(path: Path) -> dict[str, object]:
    with closing(Store.open(path)) as store:
        return {key: e.value for key, e in store.entries(store.sessions()[0].id).items()}


@pytest.fixture
def start(open_app: Open) -> Open:
    """Opens the app and types a name into it."""

    def start(before: str = "") -> Terminal:
        terminal = open_app(before)
        terminal.wait("What is the platform called?")
        terminal.press("harborlake")
        terminal.wait("harborlake")
        return terminal

    return start


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_answer_and_restores_the_terminal(path, open_app, start, number):
    sane = open_app("import time; print('sane', flush=True); time.sleep(3600)")
    sane.wait("sane")
    terminal = start()
    assert terminal.modes() != sane.modes()
    assert terminal.kill(number) == 0
    raw = terminal.received
    assert b"\x1b[?1049l" in raw
    assert raw.rindex(b"\x1b[?25h") > raw.rindex(b"\x1b[?25l")
    assert raw.rindex(b"\x1b[?1003l") > raw.rindex(b"\x1b[?1003h")
    assert terminal.modes() == sane.modes()
    assert entries(path)["platform_name"] == "harborlake"


def test_sigkill_loses_only_what_was_typed_last(path, start):
    terminal = start()
    terminal.wait(lambda: entries(path).get("platform_name") == "harborlake", "it is stored")
    assert terminal.kill() == -signal.SIGKILL
    assert entries(path)["platform_name"] == "harborlake"


@pytest.mark.parametrize(
    "before", ["", "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"]
)
def test_a_terminal_that_goes_away_ends_the_app(path, start, before):
    start(before).hang_up()
    assert entries(path)["platform_name"] == "harborlake"


def test_f10_leaves_and_the_next_start_goes_on_there(start, open_app):
    terminal = start()
    terminal.press("f10")
    assert terminal.end() == 0
    terminal = open_app()
    terminal.wait("harborlake")
    terminal.wait("What is the platform called?")
    terminal.press("\x11")
    assert terminal.end() == 0


def test_a_burst_of_keys_lands_where_it_was_meant(path, open_app):
    terminal = open_app()
    terminal.wait("What is the platform called?")
    terminal.press("harbor\rnshop\rp\r180 gb\r1 gb\ry\r\x1b[18~ndash\r1\r")
    terminal.wait(lambda: any(key.endswith("/workload") for key in entries(path)), "all is stored")
    said = {
        key.replace(key.split("/")[1], "*") if "/" in key else key: value
        for key, value in entries(path).items()
    }
    del said["sources"], said["use_cases"]
    assert said == {
        "platform_name": "harbor",
        "sources/*/name": "shop",
        "sources/*/kind": "postgresql",
        "sources/*/volume": "180 gb",
        "sources/*/daily_volume": "1 gb",
        "sources/*/pii": "yes",
        "use_cases/*/name": "dash",
        "use_cases/*/workload": "bi",
    }
    assert terminal.kill(signal.SIGTERM) == 0


def test_a_paste_with_an_escape_comes_in_as_it_is(path, open_app):
    terminal = open_app()
    terminal.wait("What is the platform called?")
    terminal.press("\x1b[200~a\x1b[31mb\x1b[201~")
    terminal.wait("a[31mb")
    terminal.press("f10")
    assert terminal.end() == 0
    assert entries(path)["platform_name"] == "a[31mb"


def test_after_sigkill_one_is_in_the_record_where_one_was(path, open_app):
    with closing(Store.open(path)) as store:
        notebook = open_notebook(store, store.create("one").id)
        for n in range(3):
            notebook.add("sources", values={"name": f"db{n}"})
    terminal = open_app()
    terminal.wait("What is the platform called?")
    terminal.press("enter")
    terminal.wait("n adds")
    terminal.press("2", "enter")
    terminal.wait("Source 2 of 3")
    with closing(Store.open(path)) as store:
        terminal.wait(lambda: "/name" in store.sessions()[0].place, "the place to be stored")
    terminal.kill()
    open_app().wait("Source 2 of 3 · db1")
