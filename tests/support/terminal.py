"""A program in a real pseudo-terminal, with the screen that its user would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence

import pyte

#: What a terminal sends for keys that are no characters.
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "esc": "\x1b",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
}


class Terminal:
    """Runs a command; `screen` is what it shows, `wait` waits until that holds."""

    def __init__(
        self,
        command: Sequence[str],
        env: dict[str, str],
        columns: int = 80,
        rows: int = 24,
        patience: float = 30,
    ) -> None:
        self.patience = patience
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.received = b""
        self._fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=child,
            stdout=child,
            stderr=child,
            env={**env, "TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            close_fds=True,
        )
        os.close(child)

    def modes(self) -> list[object]:
        """The terminal's modes: how it echoes, edits lines and translates line ends."""
        return termios.tcgetattr(self._fd)[:4]

    @property
    def screen(self) -> str:
        """The screen's lines as text."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())

    def wait(self, holds: str | Callable[[], bool], what: str = "") -> None:
        """Wait until a text is on the screen, or a condition holds; fails with the screen."""
        until = time.monotonic() + self.patience
        wanted = holds if callable(holds) else lambda: holds in self.screen
        while not wanted():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > until:
                raise AssertionError(f"waited for {what or holds!r}; the screen:\n{self.screen}")
            self._read(0.02)

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal and wait for the end; returns the exit status."""
        self.process.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Read until the program has ended; returns its exit status."""
        until = time.monotonic() + self.patience
        while self.process.poll() is None:
            if time.monotonic() > until:
                self.process.kill()
                raise AssertionError(f"it did not end; the screen:\n{self.screen}")
            self._read(0.02)
        self._read(0)
        return self.process.wait()

    def hang_up(self) -> int:
        """Take the terminal away and wait for the end; returns the exit status."""
        os.close(self._fd)
        self._fd = -1
        return self.process.wait(self.patience)

    def close(self) -> None:
        """End it, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._fd >= 0:
            os.close(self._fd)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux: the other side is closed
            return
        self.received += data
        self._stream.feed(data)
