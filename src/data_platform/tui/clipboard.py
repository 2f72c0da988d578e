"""Text to the clipboard by every way that a terminal has.

OSC 52 never says whether it worked, so what is told is only what is known.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable, Sequence

from data_platform.settings.model import WAYS
from data_platform.tui.files import sound

#: Terminals drop longer OSC 52 sequences, in bytes of base64.
LONGEST = 75_000
#: How long a helper program may take, in seconds.
PATIENCE = 2.0


def copy_text(
    text: str,
    *,
    write: Callable[[str], object],
    ways: Sequence[str] = WAYS,
    file_key: str = "F4",
) -> str:
    """Copy a text and return what to tell the person. Blocks up to `PATIENCE` in tmux.

    write: sends a string to the terminal as it is. ways: those that may be tried. file_key:
    the key that writes a file in place of it.
    """
    if not ways:
        return f"Not copied: the settings switch the clipboard off. {file_key} writes a file."
    text = sound(text)
    lines = text.count("\n") + (not text.endswith("\n"))
    what = f"{lines} line" if lines == 1 else f"{lines} lines"
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    fits = len(payload) <= LONGEST
    sends = fits and "osc52" in ways
    if sends:
        write(f"\x1b]52;c;{payload}\x07")
    if "tmux" in ways and os.environ.get("TMUX") and _tmux(text):
        return f"Sent {what} to tmux, and through it to your terminal."
    if "desktop" in ways and not os.environ.get("SSH_CONNECTION") and _desktop(text):
        return f"Copied {what} to the clipboard."
    if sends:
        return f"Sent {what} to your terminal's clipboard. Not there? {file_key} writes a file."
    if "osc52" not in ways:
        said = f"the settings allow {' and '.join(ways)} only, which cannot be had here"
        return f"Not copied: {said}. {file_key} writes a file."
    return f"Too long for the terminal's clipboard ({what}): {file_key} writes it to a file."


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
