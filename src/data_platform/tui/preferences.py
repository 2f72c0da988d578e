"""What the person set, for widgets that ask for it. Keys are in `keymap`, looks in `themes`."""

from __future__ import annotations

from textual.dom import DOMNode

from data_platform.settings.model import Settings

_DEFAULTS = Settings()


def settings_of(where: DOMNode) -> Settings:
    """The settings of the app that a widget is in."""
    found = getattr(where.app, "settings", _DEFAULTS)
    return found if isinstance(found, Settings) else _DEFAULTS


def blinks(where: DOMNode) -> bool:
    """Whether a cursor may blink: a still one sends nothing over a slow line."""
    return settings_of(where).motion
