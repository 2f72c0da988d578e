"""Short messages to the person: a corner of the screen for a few seconds, never markup."""

from __future__ import annotations

from textual.widget import Widget

from data_platform.tui.lines import plain

#: The longest message, in characters: more would fill a small terminal.
LONGEST = 240


def tell(where: Widget, text: str, trouble: bool = False) -> None:
    """Say something. trouble: it went wrong; it stays longer."""
    text = plain(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    where.app.notify(
        text,
        severity="error" if trouble else "information",
        timeout=8 if trouble else 4,
        markup=False,
    )


def short(text: str, length: int = 40) -> str:
    """A name, cut so that a message can hold it."""
    text = plain(text)
    return text if len(text) <= length else text[: length - 1] + "…"
