"""Who sits at this terminal, as another person on the same session is told."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache


@cache
def who() -> str:
    """The user and the terminal, like “ana on pts/3”; what of it is known."""
    name = ""
    with suppress(OSError, KeyError, ImportError):  # no such user, as in a container
        import getpass

        name = getpass.getuser()
    for stream in (0, 1, 2):
        with suppress(OSError):
            terminal = os.ttyname(stream).removeprefix("/dev/")
            return f"{name} on {terminal}" if name else terminal
    return name
