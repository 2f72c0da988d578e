"""The palette: every action by its name, and the blueprint's quick commands."""

from __future__ import annotations

from collections.abc import Sequence

from data_platform.tui.actions import ACTIONS
from data_platform.tui.dialogs import Item, Picker, filtered
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


def palette() -> Picker[str]:
    """Every action; gives the one to run, or what was typed where it names a use case."""
    items: list[Item[str]] = [
        Item([(fit(a.title, 54), ""), (a.key_shown, "accent")], a.id, a.title)
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
    plain_find = filtered(items)

    def find(typed: str) -> Sequence[Item[str]]:
        rest = typed.removeprefix(f"{FIND} ").strip()
        if typed.startswith(f"{FIND} ") and rest and not plain_find(typed):
            return [Item([(f"{FIND} {plain(rest)}", ""), ("  Use case specific", "dim")], typed)]
        exact = [item for item in items if item.words.startswith(typed + " ")]
        others = [item for item in plain_find(typed) if item not in exact]
        return exact[:1] + others if typed.startswith("/") else plain_find(typed)

    return Picker("Actions", find, "type what you want to do")
