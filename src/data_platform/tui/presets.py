"""Use cases to start a session from: found by what is typed, drawn as rows, picked.

Which preset fits is decided in `catalog.matching`, what it assumes in its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from data_platform.tui.dialogs import Item, Picker
from data_platform.tui.lines import Row, fit

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset
    from data_platform.interview.notebook import Notebook
    from data_platform.tui.keymap import KeyMap

#: The cells of a preset's title in a row.
TITLE = 30
#: So many that fit are offered.
NEAR = 5
NONE_FITS = "No use case fits, so none is begun with; ↓ goes to the nearest ones."

T = TypeVar("T")


@dataclass(frozen=True)
class Fitting:
    """The presets for a use case, the best first. clear: the first is what was meant.

    fits: whether they fit at all; otherwise they are the nearest that there are.
    """

    presets: Sequence[Preset]
    fits: bool = True
    clear: bool = False


def presets_for(use_case: str) -> Fitting:
    """The presets for a use case as typed; all of them for an empty text."""
    from data_platform.catalog.matching import best_preset, find_presets, nearest_presets
    from data_platform.catalog.presets import load_presets

    presets = load_presets()
    words = use_case.casefold().split()
    if not words:
        return Fitting(presets)
    found = [match.preset for match in find_presets(use_case, most=NEAR)]
    # While a word is being typed, its beginning finds what the whole word will.
    begun = [
        one for one in presets if one not in found and all(_begins(word, one) for word in words)
    ]
    if found or begun:
        best = best_preset(use_case)
        rest = [one for one in [*found, *begun] if one is not best]
        # A title that begins so is looked for by its name.
        rest.sort(key=lambda one: not one.title.casefold().startswith(" ".join(words)))
        return Fitting([*([best] if best else []), *rest], clear=best is not None)
    return Fitting(nearest_presets(use_case), fits=False)


def _begins(word: str, preset: Preset) -> bool:
    text = " ".join((preset.title, *preset.aliases)).casefold()
    return f" {word}" in f" {text}"


def preset_row(preset: Preset) -> Row:
    """A preset as a row: its title, and what is assumed in a line."""
    return [(fit(preset.title, TITLE), ""), ("  ", ""), (preset.summary, "dim")]


def none_fits(text: str, value: T) -> Item[T]:
    """The row over use cases that are only near: Enter takes none of them unasked."""
    return Item([(text, "dim")], value, about=NONE_FITS, refuses=NONE_FITS)


def preset_picker() -> Picker[Preset]:
    """All presets; gives the one to start from."""

    def find(typed: str) -> list[Item[Preset]]:
        found = presets_for(typed)
        rows = [Item(preset_row(one), one, one.title, about=one.summary) for one in found.presets]
        if found.fits:
            return rows
        return [none_fits("None fits. The nearest:", found.presets[0]), *rows]

    return Picker("New session for a use case", find, "what is it for?", tells=True)


def assumed_in(notebook: Notebook) -> int:
    """How many answers nobody has confirmed."""
    return sum(entry.certainty == "assumed" for entry in notebook.entries.values())


def told_assumed(count: int, keys: KeyMap) -> str:
    """How many answers are assumed, and how they are confirmed."""
    many = "1 answer is assumed" if count == 1 else f"{count} answers are assumed"
    return f"{many}: " + keys.say("{estimate} confirms one, {next_open} leads to the next.")
