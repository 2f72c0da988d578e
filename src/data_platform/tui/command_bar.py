"""The line of commands: parts of the blueprint, use cases, every action, and a search.

It begins with `/`; as the palette it begins with nothing. What fits what is typed is decided
here, what a command does in the interview's screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from data_platform.blueprint.quick import NAME, QUICK_COMMANDS
from data_platform.tui.actions import runs
from data_platform.tui.dialogs import Item, Line, Picker
from data_platform.tui.keymap import KeyMap, bindings, keys_of
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.palette import SIGN, Command, action_rows, actions_for
from data_platform.tui.presets import none_fits, preset_row, presets_for
from data_platform.tui.telling import short

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset
    from data_platform.tui.interview_screen import InterviewScreen

#: The cells of a command in a row.
TYPED = 30
#: Followed by a line's words or key, it explains that line.
EXPLAIN = f"{SIGN}explain"
#: The most use cases that are offered for what is typed.
MOST = 8

#: Other answers that are tried, like `/what-if growth=5x`.
_WHAT_IF = re.compile(r"what[-_ ]if\s+(\S.*=.*)", re.IGNORECASE)

Rows = list[Item[Command]]
#: Whether the blueprint has a text.
Names = Callable[[str], bool]


class BarLine(Line):
    """The line; its keys come after what was typed before them, however fast."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("bar")


class CommandBar(Picker[Command]):
    """The line and its rows; Enter runs the cursor's, Tab writes it into the line."""

    LINE = BarLine

    def __init__(self, keys: KeyMap, names: Names, begun: str = SIGN) -> None:
        actions = action_rows(keys)
        super().__init__(
            "Commands" if begun else "Actions",
            lambda typed: rows_for(typed, actions, names),
            "type what you want to do",
            begun=begun,
            tells=True,
        )

    def action_complete(self) -> None:
        """Write the cursor's row into the line."""
        item = self.list.here()
        if item is not None and item.value.typed:
            line = self.query_one(Line)
            line.value = item.value.typed
            line.cursor_position = len(line.value)

    def choose(self, item: Item[Command]) -> None:
        """Run a row; one that is not whole yet is completed."""
        if item.value.does:
            super().choose(item)
        else:
            self.action_complete()


def open_bar(screen: InterviewScreen, begun: str = SIGN) -> None:
    """Open the line over the interview, and run what is picked."""

    async def run(command: Command | None) -> None:
        if command is None:
            return
        if command.word is None:
            await screen.run_action(runs(command.does))
        else:  # a word that was typed is never read as an action's text
            getattr(screen, f"action_{command.does}")(command.word)

    screen.app.push_screen(CommandBar(keys_of(screen), screen.preview.view.names, begun), run)


def rows_for(typed: str, actions: Rows, names: Names) -> Rows:
    """What fits what is typed, the best first."""
    text = " ".join(plain(typed).split())
    if text.startswith(SIGN):
        text = SIGN + text.lstrip(SIGN + " ")
    if not text:
        return [*actions, *_quick(), _begin()]
    if text == SIGN:
        return [*_quick(), _begin(), _said("Any action by its name, too: /undo, /theme")]
    word, _, use_case = text.partition(" ")
    if word.casefold() == NAME and (use_case or typed[-1].isspace()):
        return _for_use_case(use_case, names)
    bare = text.removeprefix(SIGN)
    if tried := _WHAT_IF.fullmatch(bare):
        return [_what_if(tried[1])]
    found = actions_for(bare, actions)
    if word.casefold() == EXPLAIN and use_case:
        return [_why(use_case)]
    if NAME.startswith(text.casefold()):
        return [*_quick(), _begin(), *found, _search(bare, names)]
    first = _quick(bare)  # /stor is storage before it is a part of “history”
    quick = [row for row in _quick() if bare.casefold() in row.words.casefold()]
    rows = [*first, *found, *(row for row in quick if row not in first)]
    fitting = presets_for(bare)  # a use case may be written without the name
    meant = [_preset(one) for one in fitting.presets[:1] if fitting.clear]
    return [*rows, *meant, _search(bare, names)]


def _what_if(assignments: str) -> Item[Command]:
    """The row that tries answers without saving them."""
    row: Row = [("What if ", ""), (short(assignments), "accent")]
    return Item(row, Command("what_if", assignments, f"{SIGN}what-if {assignments}"))


def _quick(word: str = "") -> Rows:
    """The quick commands whose word begins so."""
    return [
        Item(
            [(fit(one.typed, TYPED), ""), (one.title, "dim")],
            Command("quick", one.word, one.typed),
            f"{one.typed} {one.title}",
        )
        for one in QUICK_COMMANDS
        if one.word.startswith(word.casefold())
    ]


def _begin() -> Item[Command]:
    """The row that goes on to the use cases."""
    row: Row = [(fit(f"{NAME} <use case>", TYPED), ""), ("New session for a use case", "dim")]
    return Item(row, Command("", typed=f"{NAME} "), NAME)


def _for_use_case(text: str, names: Names) -> Rows:
    """What follows the name: a quick command, else use cases, else where a text is."""
    quick, found = _quick(text), presets_for(text)
    rows = [_preset(one) for one in found.presets]
    if not text:
        return [*quick, _said("Or a new session for a use case:"), *rows]
    named = [_named(text)] if names(text) else []
    if found.fits:
        return [*quick, *rows[:MOST], *named]
    if quick:
        return [*quick, *named]
    return [
        *named,
        none_fits(f"No use case fits “{short(text)}”. The nearest:", Command("")),
        *rows,
    ]


def _preset(preset: Preset) -> Item[Command]:
    typed = f"{NAME} {preset.title.casefold()}"
    command = Command("start_from", preset.id, typed)
    return Item(preset_row(preset), command, about=f"A new session: {preset.summary}")


def _named(text: str) -> Item[Command]:
    row: Row = [("Where this blueprint names ", ""), (f"“{short(text)}”", "accent")]
    return Item(row, Command("look_up", text))


def _why(text: str) -> Item[Command]:
    row: Row = [("Why this line says what it says: ", ""), (f"“{short(text)}”", "accent")]
    about = "A line by words that are in it, its key, or its number"
    return Item(row, Command("explain", text), about=about)


def _search(text: str, names: Names) -> Item[Command]:
    row: Row = [
        ("Search the blueprint for ", ""),
        (f"“{short(text)}”", "accent"),
        ("" if names(text) else "  it is not there", "dim"),
    ]
    return Item(row, Command("look_up", text))


def _said(text: str) -> Item[Command]:
    """A row that only says something."""
    return Item([(text, "dim")], Command(""), heading=True)
