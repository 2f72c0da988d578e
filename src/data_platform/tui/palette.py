"""The palette: every action by its name, and the blueprint's quick commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_platform.tui.actions import ACTIONS
from data_platform.tui.dialogs import Item, Picker, filtered
from data_platform.tui.keymap import KeyMap
from data_platform.tui.lines import fit, plain

#: Followed by a use case, it looks the use case up in the blueprint.
FIND = "/data-platform"
#: What is typed, what it shows, and the blueprint's section.
COMMANDS = (
    ("/data-platform", "Full platform blueprint", "title"),
    ("/data-platform pipeline", "Pipeline design", "ingestion"),
    ("/data-platform storage", "Storage architecture", "storage"),
    ("/data-platform governance", "Governance model", "governance"),
)
#: What people type who look for an action and do not know its title.
WORDS = {
    "help": "keys shortcuts explain why",
    "outline": "search jump go to contents",
    "preview": "see show result design",
    "copy": "clipboard export save markdown json",
    "unknown": "skip assume leave open",
    "estimate": "guess unsure roughly about",
    "next_open": "essential missing unanswered continue",
    "undo": "revert back restore",
    "redo": "again repeat",
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


def palette(keys: KeyMap) -> Picker[str]:
    """Every action; gives the one to run, or what was typed where it names a use case."""
    items: list[Item[str]] = [
        Item([(fit(a.title, 46), ""), (keys.shown(a.id), "accent")], a.id, a.title)
        for a in ACTIONS
        if a.id != "palette"
    ]
    items += [
        Item(
            [(fit(command, 28), ""), (title, "dim")],
            f"go_section('{section}')",
            command + " " + title,
        )
        for command, title, section in COMMANDS
    ]
    named = filtered(items)
    known = filtered([replace(i, words=f"{i.words} {WORDS.get(i.value, '')}") for i in items])

    def matching(typed: str) -> list[Item[str]]:
        """Those with the words in their titles, then those that are known by them."""
        first = list(named(typed))
        values = {item.value for item in first}
        return [*first, *(item for item in known(typed) if item.value not in values)]

    def find(typed: str) -> Sequence[Item[str]]:
        rest = typed.removeprefix(f"{FIND} ").strip()
        if typed.startswith(f"{FIND} ") and rest and not named(typed):
            return [Item([(f"{FIND} {plain(rest)}", ""), ("  Use case specific", "dim")], typed)]
        if not typed.startswith("/"):
            return matching(typed)
        exact = [item for item in items if item.words.startswith(typed + " ")]
        return exact[:1] + [item for item in named(typed) if item not in exact]

    return Picker("Actions", find, "type what you want to do")
