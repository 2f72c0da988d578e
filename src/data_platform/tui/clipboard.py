"""Text to the clipboard by every way that a terminal has.

OSC 52 never says whether it worked, so what is told is only what is known.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable

from data_platform.tui.files import sound

#: Terminals drop longer OSC 52 sequences, in bytes of base64.
LONGEST = 75_000
#: How long a helper program may take, in seconds.
PATIENCE = 2.0


def copy_text(text: str, *, write: Callable[[str], object]) -> str:
    """Copy a text and return what to tell the person. Blocks up to `PATIENCE` in tmux.

    write: sends a string to the terminal as it is.
    """
    text = sound(text)
    lines = text.count("\n") + (not text.endswith("\n"))
    what = f"{lines} line" if lines == 1 else f"{lines} lines"
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    fits = len(payload) <= LONGEST
    if fits:
        write(f"\x1b]52;c;{payload}\x07")
    if os.environ.get("TMUX") and _tmux(text):
        return f"Sent {what} to tmux, and through it to your terminal."
    if not os.environ.get("SSH_CONNECTION") and _desktop(text):
        return f"Copied {what} to the clipboard."
    if fits:
        return f"Sent {what} to your terminal's clipboard. Not there? F4 writes a file."
    return f"Too long for the terminal's clipboard ({what}): F4 writes it to a file."


def _tmux(text: str) -> bool:
    """Load tmux's buffer; with -w tmux hands it to the outer terminal."""
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"],
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _desktop(text: str) -> bool:
    """The desktop's clipboard, where there is a desktop here."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or _is_mac()):
        return False
    try:
        import pyperclip

        pyperclip.copy(text)
        return bool(pyperclip.paste() == text)
    except Exception:  # pyperclip raises its own and subprocess's errors alike
        return False


def _is_mac() -> bool:
    import sys

    return sys.platform == "darwin"
