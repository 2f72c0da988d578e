"""What the command line reads and writes: streams, files, and what a terminal can show."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, cast

import click

#: Width of the blueprint where no terminal says another.
WIDTH = 80
NARROWEST, WIDEST = 40, 120
#: Said where a command needs a session and there is none.
NO_SESSION = "there is no session yet; `data-platform new` begins one"


class Failure(click.ClickException):
    """Something went wrong that the person can read about and act on; exit code 1."""

    def show(self, file: object = None) -> None:
        """Write the message to stderr."""
        note(f"Error: {self.message}")


class PipeClosed(Exception):
    """Who read our output has enough, as `head` does."""


def is_interactive() -> bool:
    """Whether a person sits at a terminal that the app can draw on."""
    return _is_tty(sys.stdin) and _is_tty(sys.stdout) and os.environ.get("TERM") != "dumb"


def _is_tty(stream: TextIO | None) -> bool:
    """A stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


def text_width() -> int:
    """Columns of the terminal within what reads well; 80 where there is none."""
    if not _is_tty(sys.stdout):
        return WIDTH
    with suppress(OSError, ValueError):
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
        if columns:  # 0 where the terminal does not know its own size
            return max(NARROWEST, min(WIDEST, columns))
    return WIDTH


def only_ascii() -> bool:
    """Whether stdout cannot carry box drawing."""
    return not (getattr(sys.stdout, "encoding", "") or "").lower().startswith("utf")


def emit(text: str) -> None:
    """Write to stdout. Raises PipeClosed, Failure."""
    if sys.stdout is None:
        raise Failure("there is no output to write to, it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosed from None
    except UnicodeEncodeError:
        # A stream whose error handler we could not change.
        emit(text.encode("ascii", "replace").decode("ascii"))
    except OSError as error:
        raise Failure(f"the output cannot be written: {said(error)}") from None


def note(text: str) -> None:
    """Write a line to stderr; nobody reading it is no error."""
    with suppress(OSError):
        click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """A message without control characters but line ends: part of it may be a person's."""
    return "".join(c for c in text if c in "\n\t" or not unicodedata.category(c).startswith("C"))


def forgiving_streams() -> None:
    """A character that a stream cannot carry becomes `?` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            cast(TextIOWrapper, stream).reconfigure(errors="replace")


def silence() -> None:
    """After a closed pipe: nothing more is written, also not at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_text(path: str) -> str:
    """A text file, or stdin for `-`. Raises Failure."""
    try:
        if path == "-":
            raw = sys.stdin.buffer.read() if sys.stdin else b""
        else:
            raw = Path(path).expanduser().read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(f"{path} is not text in UTF-8") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {said(error)}") from None


def write_file(path: str, text: str) -> None:
    """Write a file whole or not at all; what is no plain file is written through.

    Raises Failure; a file that was there is then unchanged.
    """
    from data_platform.tui import files

    try:
        files.write_file(Path(path), text, replace=True)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {said(error)}. Nothing was changed.") from None


@contextmanager
def terminal_writer() -> Iterator[Callable[[str], None]]:
    """A function that writes to the person's terminal, also where stdout is a pipe."""
    try:
        with open("/dev/tty", "w", encoding="utf-8", errors="replace") as tty:

            def write(text: str) -> None:
                tty.write(text)
                tty.flush()

            yield write
    except OSError as error:
        raise Failure(
            f"there is no terminal to send it to ({said(error)}); write it with --to FILE"
        ) from None


def shown(text: str, length: int = 60) -> str:
    """A person's text in a message: on one line, without control characters, cut."""
    from data_platform.interview.quantities import clean

    line = " ".join(clean(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def said(error: OSError) -> str:
    """The system's reason in lower case."""
    return (error.strerror or str(error)).lower()
