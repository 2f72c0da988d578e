"""The settings, and for each how it is written, explained and read. No file is opened here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data_platform.blueprint.widths import NARROWEST, WIDEST

#: The looks that can be chosen; `auto` is the one that was chosen last in the app.
THEMES = ("auto", "dark", "light", "contrast", "terminal")
#: The ways to a clipboard, in the order in which they are tried.
WAYS = ("osc52", "tmux", "desktop")


class BadSetting(ValueError):
    """What was written for a setting cannot be. The message says what would be right."""


@dataclass(frozen=True)
class Settings:
    """What was set; the defaults of what was not.

    theme: one of THEMES. width: the columns of the blueprint's text in copies and files; None
    where nothing was set. clipboard: those of WAYS that may be tried. motion: whether the
    cursor blinks and scrolling is animated. keys: the keys of actions that have others than
    their own. problems: what was written and does not count, and why. path: the file that was
    read, or would be.
    """

    theme: str = "auto"
    width: int | None = None
    clipboard: tuple[str, ...] = WAYS
    motion: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    path: Path = Path()


@dataclass(frozen=True)
class Setting:
    """One line of the file. default: as it is written there. about: what it does, in lines."""

    name: str
    default: str
    about: tuple[str, ...]
    read: Callable[[object], object]


def _theme(value: object) -> str:
    return _one_of(THEMES, value)


def _width(value: object) -> int | None:
    if value == "auto":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and NARROWEST <= value <= WIDEST:
        return value
    raise BadSetting(f"{_shown(value)} is no width; take “auto” or {NARROWEST} to {WIDEST}")


def _clipboard(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        way = _one_of(("auto", *WAYS, "off"), value)
        return WAYS if way == "auto" else () if way == "off" else (way,)
    chosen = [_one_of(WAYS, way) for way in value]
    return tuple(way for way in WAYS if way in chosen)


def _motion(value: object) -> bool:
    if isinstance(value, bool):
        return value
    return _one_of(("off", "on"), value) == "on"


def _one_of(options: tuple[str, ...], value: object) -> str:
    if isinstance(value, str) and value in options:
        return value
    *others, last = (f"“{option}”" for option in options)
    raise BadSetting(f"{_shown(value)} cannot be; take {', '.join(others)} or {last}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


#: The settings but the keys, in the order of the file.
SETTINGS = (
    Setting(
        "theme",
        '"auto"',
        (
            "How it looks: dark, light, contrast (black and white, strong accents), terminal (its",
            "own colours), or auto: as it was chosen last in the app. NO_COLOR has the last word.",
        ),
        _theme,
    ),
    Setting(
        "width",
        '"auto"',
        (
            f"Columns of the blueprint's text in copies and files: {NARROWEST} to {WIDEST}, or",
            "auto. In the app it is always as wide as there is room.",
        ),
        _width,
    ),
    Setting(
        "clipboard",
        '"auto"',
        (
            "The ways to the clipboard: osc52 (by the terminal, also over SSH), tmux, desktop;",
            'several in brackets, as in ["osc52", "tmux"]; auto tries all, off none.',
        ),
        _clipboard,
    ),
    Setting(
        "motion",
        "false",
        ("Whether the cursor blinks and things move: true or false. Over a slow line: false.",),
        _motion,
    ),
)
