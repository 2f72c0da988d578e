"""Short messages to the person: a corner of the screen for a few seconds, never markup.

One at a time: the newest takes the place of the one before, so that they never pile up.
"""

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
    app = where.app
    # Messages are shown in their turn; so the ones before must be taken away in theirs.
    app.call_later(app.clear_notifications)
    app.notify(
        text,
        severity="error" if trouble else "information",
        timeout=8 if trouble else 4,
        markup=False,
    )


def hush(where: Widget) -> None:
    """Take back what was said: it is done, or no longer true. What went wrong stays."""
    told = list(where.app._notifications)
    if told and not any(one.severity == "error" for one in told):
        where.app.clear_notifications()


def short(text: str, length: int = 40) -> str:
    """A name, cut so that a message can hold it."""
    text = plain(text)
    return text if len(text) <= length else text[: length - 1] + "…"
