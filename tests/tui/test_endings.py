"""The real app in a real pseudo-terminal: signals, hang-up, SIGKILL; nothing typed is lost."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte
import pytest

from data_platform.sessions.store import Store

pytestmark = pytest.mark.pty
PROGRAM = """
import sys
from data_platform.sessions.store import Store
from data_platform.tui.app import run_app
sys.exit(run_app(Store.open(sys.argv[1])))
"""
#: Longer than any sound start on a busy machine, in seconds.
PATIENCE = 40


class Terminal:
    """A terminal of 80x24 with the app in it."""

    def __init__(self, path: Path, before: str = "") -> None:
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
            os.execv(sys.executable, [sys.executable, "-c", before + PROGRAM, str(path)])
        self.modes = termios.tcgetattr(self.fd)[:4]

    def read(self, seconds: float) -> bool:
        """Take in output; false once the terminal is closed."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)

    def until(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in "\n".join(self.screen.display):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            assert self.read(0.1), self.raw[-3000:]

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def wait(self) -> int:
        """Read to the end; the exit code, negative for a signal."""
        end = time.monotonic() + PATIENCE
        while True:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                while (
                    self.read(0.05)
                    and time.monotonic() < end
                    and select.select([self.fd], [], [], 0)[0]
                ):
                    pass
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "the app did not end"
            self.read(0.05)


def stored(path: Path) -> str:
    store = Store.open(path)
    session = store.sessions()[0]
    entries = store.entries(session.id)
    store.close()
    return str(entries["platform_name"].value) if "platform_name" in entries else ""


def started(path: Path, before: str = "") -> Terminal:
    terminal = Terminal(path, before)
    terminal.until("What is the platform called?")
    terminal.type("harborlake")
    terminal.until("harborlake")
    return terminal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_answer_and_restores_the_terminal(tmp_path, number):
    terminal = started(tmp_path / "s.db")
    os.kill(terminal.pid, number)
    assert terminal.wait() == 0
    assert b"\x1b[?1049l" in terminal.raw
    assert terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
    assert terminal.raw.rindex(b"\x1b[?1003l") > terminal.raw.rindex(b"\x1b[?1003h")
    assert termios.tcgetattr(terminal.fd)[:4] == terminal.modes
    assert stored(tmp_path / "s.db") == "harborlake"


def test_sigkill_loses_only_what_was_typed_last(tmp_path):
    terminal = started(tmp_path / "s.db")
    end = time.monotonic() + PATIENCE
    while stored(tmp_path / "s.db") != "harborlake":
        assert time.monotonic() < end
        terminal.read(0.05)
    os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.wait() == -signal.SIGKILL
    assert stored(tmp_path / "s.db") == "harborlake"


@pytest.mark.parametrize(
    "before", ["", "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"]
)
def test_a_terminal_that_goes_away_ends_the_app(tmp_path, before):
    terminal = started(tmp_path / "s.db", before)
    os.close(terminal.fd)
    end = time.monotonic() + PATIENCE
    while not (done := os.waitpid(terminal.pid, os.WNOHANG))[0]:
        assert time.monotonic() < end, "the app lives on without a terminal"
        time.sleep(0.05)
    assert done[0] == terminal.pid
    assert stored(tmp_path / "s.db") == "harborlake"


def test_f10_leaves_and_the_next_start_goes_on_there(tmp_path):
    terminal = started(tmp_path / "s.db")
    terminal.type("\x1b[21~")
    assert terminal.wait() == 0
    terminal = Terminal(tmp_path / "s.db")
    terminal.until("harborlake")
    terminal.until("What is the platform called?")
    terminal.type("\x11")
    assert terminal.wait() == 0


def test_a_burst_of_keys_lands_where_it_was_meant(tmp_path):
    terminal = Terminal(tmp_path / "s.db")
    terminal.until("What is the platform called?")
    terminal.type("harbor\rnshop\rp\r180 gb\r1 gb\ry\r\x1b[18~ndash\r1\r")
    end = time.monotonic() + PATIENCE
    while True:
        store = Store.open(tmp_path / "s.db")
        entries = store.entries(store.sessions()[0].id)
        store.close()
        said = {key.rpartition("/")[2]: entry.value for key, entry in entries.items()}
        if said.get("workload"):
            break
        assert time.monotonic() < end, "\n".join(terminal.screen.display)
        terminal.read(0.05)
    kinds = {key.partition("/")[0]: key for key in entries}
    assert set(kinds) == {"platform_name", "sources", "use_cases"}
    texts = {
        key.replace(key.split("/")[1], "*") if "/" in key else key: e.value
        for key, e in entries.items()
    }
    del texts["sources"], texts["use_cases"]
    assert texts == {
        "platform_name": "harbor",
        "sources/*/name": "shop",
        "sources/*/kind": "postgresql",
        "sources/*/volume": "180 gb",
        "sources/*/daily_volume": "1 gb",
        "sources/*/pii": "yes",
        "use_cases/*/name": "dash",
        "use_cases/*/workload": "bi",
    }
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait() == 0
