"""What `doctor` looks at: each check says how it is, and what to do where that is not well.

Nothing is written, made, repaired or sent. What is in use and from where is in `standing`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: The room that the app is made for, in columns and lines.
COLUMNS, LINES = 80, 24
#: Free space with which a session file can still grow for long, in bytes.
ENOUGH = 20_000_000
#: File systems on which locks are often not what they should be.
NETWORK = frozenset(
    [
        "9p",
        "afs",
        "ceph",
        "cifs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "virtiofs",
    ]
)
#: What the program needs, by the names under which it is imported.
LIBRARIES = [
    "click",
    "cronsim",
    "jinja2",
    "pydantic",
    "pyperclip",
    "yaml",
    "rapidfuzz",
    "rich",
    "sqlite_utils",
    "textual",
]
#: The programs that put text on a desktop's clipboard.
HELPERS = ("wl-copy", "xclip", "xsel", "pbcopy", "klipper")

State = Literal["ok", "note", "BROKEN"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. said: how it is, and what to do if it is not well."""

    state: State
    about: str
    said: str


def checks(store: str | None, environment: Mapping[str, str] | None = None) -> list[Check]:
    """All checks. store: the session file that was named, if one was."""
    env = os.environ if environment is None else environment
    return [
        *_python(),
        *_terminal(env),
        *_clipboard(env),
        *session_file(store),
        *_settings(env),
        *_prices(env),
    ]


# -- the program -----------------------------------------------------------------


def _python() -> Iterator[Check]:
    from importlib.util import find_spec

    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("ok", "Python", f"{version}, SQLite {sqlite3.sqlite_version}")
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        said = f"{', '.join(missing)} cannot be found; install the program again"
        yield Check("BROKEN", "Libraries", said)
    else:
        yield Check("ok", "Libraries", f"all {len(LIBRARIES)} are there")


# -- the terminal ----------------------------------------------------------------


def _terminal(env: Mapping[str, str]) -> Iterator[Check]:
    from data_platform.cli import terminal

    kind = env.get("TERM", "")
    if not terminal.is_interactive():
        said = "none for the app here; commands print as they do into a pipe"
        if kind == "dumb":
            said = "TERM is “dumb”, so the app cannot draw; set TERM to what this terminal is"
        yield Check("note", "Terminal", said)
    elif not kind:
        said = "TERM is not set; set it to what this terminal is, like xterm-256color"
        yield Check("note", "Terminal", said)
    else:
        yield Check("ok", "Terminal", kind)
    yield from _size()
    if terminal.only_ascii():
        said = "it takes no UTF-8, so lines are drawn in ASCII; set LANG=C.UTF-8 to change that"
        yield Check("note", "Characters", said)
    else:
        yield Check("ok", "Characters", "UTF-8")
    if terminal.is_interactive():
        yield colours(env)


def _size() -> Iterator[Check]:
    with suppress(OSError, ValueError, AttributeError):
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
        if columns < COLUMNS or lines < LINES:
            said = f"{columns} by {lines}; from {COLUMNS} by {LINES} on everything has room"
            yield Check("note", "Size", said)
        else:
            yield Check("ok", "Size", f"{columns} by {lines}")


def colours(env: Mapping[str, str]) -> Check:
    """How many colours there are, as far as the terminal says."""
    kind = env.get("TERM", "")
    if "NO_COLOR" in env:
        return Check("note", "Colours", "NO_COLOR is set: the app uses none; unset it for colours")
    if env.get("COLORTERM", "") in ("truecolor", "24bit") or kind.endswith("-direct"):
        return Check("ok", "Colours", "16 million")
    if "256" in kind:
        return Check("ok", "Colours", "256")
    said = "perhaps 16 only; if it can do more, set TERM=xterm-256color or COLORTERM=truecolor"
    return Check("note", "Colours", said)


def _clipboard(env: Mapping[str, str]) -> Iterator[Check]:
    from data_platform.settings import load_settings

    allowed = load_settings(env).clipboard
    if not allowed:
        yield Check("note", "Clipboard", "the settings switch it off; `copy --to FILE` writes")
        return
    ways = []
    if "tmux" in allowed and env.get("TMUX") and shutil.which("tmux"):
        ways.append("tmux")
    if "desktop" in allowed and _has_desktop(env):
        ways.append("the desktop")
    if "osc52" in allowed:
        ways.append("the terminal (OSC 52), which never says whether it took it")
    if ways:
        yield Check("ok", "Clipboard", "by " + ", ".join(ways))
    else:
        said = f"no way of those that the settings allow ({', '.join(allowed)}); add “osc52”"
        yield Check("note", "Clipboard", said)


def _has_desktop(env: Mapping[str, str]) -> bool:
    """Whether a desktop's clipboard can be had, as the program that copies sees it."""
    shown = env.get("DISPLAY") or env.get("WAYLAND_DISPLAY") or sys.platform == "darwin"
    here = bool(shown) and not env.get("SSH_CONNECTION")
    return here and any(shutil.which(helper) for helper in HELPERS)


# -- the session file ------------------------------------------------------------


def session_file(store: str | None) -> Iterator[Check]:
    """Whether the session file can be used, is sound and is private."""
    from data_platform.sessions import glance
    from data_platform.sessions.errors import StoreError

    about = "Session file"
    try:
        path = glance.path_of(store)
    except (OSError, RuntimeError) as error:
        yield Check("BROKEN", about, f"{error}; name another file with --store")
        return
    yield from _folder(path)
    try:
        version = glance.schema_version(path)
    except StoreError as error:
        yield Check("BROKEN", about, str(error))
        return
    except OSError as error:
        yield Check("BROKEN", about, f"{path} cannot be read: {error.strerror or error}")
        return
    if version is None:
        yield Check("ok", about, f"{path}, not made yet")
        return
    yield from _of_file(path, version)


def _of_file(path: Path, version: int) -> Iterator[Check]:
    from data_platform.sessions import glance
    from data_platform.sessions.errors import explain
    from data_platform.sessions.schema import VERSION

    about = "Session file"
    if os.access(path, os.W_OK):
        yield Check("ok", about, str(path))
    else:
        said = f"{path} can only be read: nothing new is stored; allow writing (chmod u+w)"
        yield Check("BROKEN", about, said)
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        said = f"others may use it (mode {mode:o}); it is made private when it is opened next"
        yield Check("note", "Privacy", said)
    else:
        yield Check("ok", "Privacy", "only you may read it")
    if version < VERSION:
        said = f"{version}; it becomes {VERSION} when it is opened next, older programs then refuse"
        yield Check("note", "Schema", said)
    else:
        yield Check("ok", "Schema", f"{version}, as this program has it")
    if path.with_name(f"{path.name}-journal").exists():
        said = "another program writes now, or stopped half way: what it left is taken back when "
        yield Check("note", "Soundness", f"{said}the file is opened next")
        return
    try:
        found = glance.facts(path)
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
        said = "another program writes now; try again" if busy else str(explain(error, path))
        yield Check("note" if busy else "BROKEN", "Soundness", said)
        return
    if found.damage:
        said = f"damaged: {found.damage}. `data-platform salvage` saves what can be read"
        yield Check("BROKEN", "Soundness", said)
    else:
        count = found.sessions
        yield Check("ok", "Soundness", f"checked; {count} session{'' if count == 1 else 's'}")


def _folder(path: Path) -> Iterator[Check]:
    """Whether the folder can hold the file: a change needs a second file beside it."""
    folder = next((one for one in path.parents if one.exists()), Path("/"))
    if not folder.is_dir():
        said = f"{folder} is no folder; name another file with --store"
        yield Check("BROKEN", "Folder", said)
    elif not os.access(folder, os.W_OK | os.X_OK):
        said = f"{folder} cannot be written, so nothing is stored; allow it, or use --store"
        yield Check("BROKEN", "Folder", said)
    else:
        yield Check("ok", "Folder", f"{folder} can be written")
    with suppress(OSError):
        if (free := shutil.disk_usage(folder).free) < ENOUGH:
            said = f"{free // 1000} kB free with {folder}; make room"
            yield Check("note" if free else "BROKEN", "Disk", said)
    kind = file_system(folder)
    if kind in NETWORK:
        said = f"{kind}, a network one: work on a session from one computer at a time"
        yield Check("note", "File system", said)


def file_system(folder: Path, mounts: Callable[[], str] | None = None) -> str:
    """The kind of file system of a folder; empty where the system does not say.

    mounts: the system's table of them.
    """
    read = mounts or Path("/proc/self/mounts").read_text
    best, kind = "", ""
    with suppress(OSError, ValueError):
        for line in read().splitlines():
            at, name = line.split(" ")[1:3]
            at = at.replace("\\040", " ")
            if len(at) >= len(best) and folder.is_relative_to(at):
                best, kind = at, name
    return kind


# -- the settings ----------------------------------------------------------------


def _settings(env: Mapping[str, str]) -> Iterator[Check]:
    from data_platform.settings import load_settings
    from data_platform.tui.actions import REGISTRY

    found = load_settings(env, REGISTRY)
    for problem in found.problems:
        yield Check("note", "Settings", problem)
    if not found.problems:
        there = "nothing wrong in it" if found.path.exists() else "no file; the defaults count"
        yield Check("ok", "Settings", f"{found.path}: {there}")


def _prices(env: Mapping[str, str]) -> Iterator[Check]:
    """Own prices: with a file that cannot be read no command makes a blueprint."""
    from data_platform.settings import priced_catalogue, prices_path

    path = prices_path(env)
    _, trouble = priced_catalogue(env)
    if trouble:
        yield Check("BROKEN", "Own prices", f"{trouble.rpartition(';')[0]}; mend it, or move it")
    else:
        there = "they count" if path.exists() else "no file; list prices count"
        yield Check("ok", "Own prices", f"{path}: {there}")
