"""Text to a file, whole or not at all. The app and the command line both write so."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path


def sound(text: str) -> str:
    """Text without control characters; line ends and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f"))


def write_file(path: Path, text: str, *, replace: bool = False) -> None:
    """Write a text at once or not at all. Raises FileExistsError unless `replace`, or OSError.

    A folder of that name is an IsADirectoryError at once: it is no file to overwrite.

    A link stays one, and what it leads to is written; a file that is replaced keeps its
    permissions; what is no plain file (a pipe, a device) is written through.
    """
    # A file with the line ends of Windows keeps them.
    raw = "\r\n".join(map(sound, text.split("\r\n"))).encode("utf-8", "replace")
    target = _resolved(path)
    mode = target.stat().st_mode if target.exists() else None
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "that is a folder, not a file", str(path))
    if mode is not None and not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if mode is not None and not stat.S_ISREG(mode):
        target.write_bytes(raw)
        return
    fresh = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.new")
    # What was private is so from the first moment.
    first = 0o666 if mode is None else 0o600
    try:
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, first)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            fresh.chmod(stat.S_IMODE(mode))
        _name(fresh, target, replace)
    finally:
        fresh.unlink(missing_ok=True)


def _resolved(path: Path) -> Path:
    try:
        whole = path.expanduser()
    except RuntimeError:
        said = f"no home folder is known for {path.parts[0]}"
        raise FileNotFoundError(errno.ENOENT, said, str(path)) from None
    try:
        return whole.resolve()
    except RuntimeError as error:  # a loop of links
        raise OSError(errno.ELOOP, str(error), str(path)) from None


def _name(fresh: Path, target: Path, replace: bool) -> None:
    """Give the finished file its name; another one that came in between stays."""
    if not replace:
        try:
            os.link(fresh, target)
            return
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            pass
    fresh.replace(target)


def file_name(platform: str, section: str, ending: str) -> str:
    """A safe file name like `acme-storage.txt`."""
    words = "-".join(word for word in (platform, section) if word).casefold()
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in words)
    return f"{'-'.join(filter(None, safe.split('-')))[:80] or 'blueprint'}.{ending}"
