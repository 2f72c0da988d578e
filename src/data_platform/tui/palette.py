"""Every action as a row, found by its title, its id and the words that people have for it.

The line in which they are typed is the `command_bar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_platform.tui.actions import ACTIONS
from data_platform.tui.dialogs import Item, filtered
from data_platform.tui.keymap import KeyMap
from data_platform.tui.lines import fit

#: How every command begins.
SIGN = "/"
#: What people type who look for an action and do not know its title.
WORDS = {
    "confirm_all": "accept take over preset",
    "command": "quick slash use case preset",
    "help": "keys shortcuts",
    "explain": "reason because rule formula arithmetic price source",
    "outline": "search jump go to contents",
    "preview": "see show result design",
    "copy": "clipboard export save markdown json",
    "what_matters": "next important decide rank sensitivity open questions",
    "what_if": "try suppose change compare scenario whatif",
    "scale": "grow slider load plot cost chart 10x 100x 1000x",
    "unknown": "skip assume leave open",
    "estimate": "guess unsure roughly about",
    "next_open": "essential missing unanswered continue",
    "undo": "revert back restore",
    "redo": "again repeat",
    "history": "log steps back time earlier past changes undo",
    "versions": "snapshot name keep save tag compare diff back restore",
    "rivals": "conflict merge settle both",
    "sessions": "switch project platforms",
    "quit": "exit close leave stop",
    "accept": "default take suggestion",
    "clear": "erase empty reset remove",
    "blueprint.copy_here": "clipboard export",
    "blueprint.copy_all": "clipboard export everything",
    "blueprint.copy_markdown": "clipboard export md",
    "copy_all_markdown": "clipboard export md everything",
    "write": "save export download txt",
    "write_markdown": "save export download md file",
    "write_json": "save export download file machine",
    "write_here": "save export download txt",
    "write_here_markdown": "save export download md file",
    "blueprint.search": "find look for",
    "records.add": "new source use case model skill insert",
    "records.duplicate": "copy",
    "records.remove": "delete source use case model skill",
    "records.move_up": "order sort",
    "records.move_down": "order sort",
    "theme": "theme colours colors mode contrast appearance look",
}
#: The two are where one is already.
_HERE = ("palette", "command")


@dataclass(frozen=True)
class Command:
    """What a row does. does: what the interview's screen is told; empty: it only completes.

    word: what that is given. typed: the row as it is written in the line.
    """

    does: str
    word: str | None = None
    typed: str = ""


def action_rows(keys: KeyMap) -> list[Item[Command]]:
    """A row for each action."""
    return [
        Item(
            [(fit(one.title, 52), ""), (keys.shown(one.id), "accent")],
            Command(one.id, typed=SIGN + one.id),
            one.title,
        )
        for one in ACTIONS
        if one.id not in _HERE
    ]


def actions_for(typed: str, rows: Sequence[Item[Command]]) -> list[Item[Command]]:
    """The one of that id, those with the words in their titles, those known by them."""
    words = typed.casefold().split()

    def known(row: Item[Command]) -> bool:
        name = row.value.does
        text = f"{row.words} {name} {WORDS.get(name, '')}".casefold()
        return all(word in text for word in words)

    exact = [row for row in rows if row.value.does == "_".join(words)]
    ranked = (*exact, *filtered(rows)(typed), *filter(known, rows))
    return list({row.value: row for row in ranked}.values())
