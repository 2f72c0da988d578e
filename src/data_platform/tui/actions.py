"""Every action of the interview, once: its keys, the palette, the key line and the help use it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """Something a person can do.

    id: its name for key maps. keys: of which the first is shown. footer: its short name in
    the key line, empty if it is not there. does: what the interview's screen is told to do,
    like `copy('text', True)`; without it `action_<id>` is called. there: its key where it is
    one of a single widget, like `n` in a list of records.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    footer: str = ""
    does: str = ""
    there: str = ""

    @property
    def runs(self) -> str:
        """What the interview's screen is told to do."""
        return self.does or self.id

    @property
    def key_shown(self) -> str:
        """The first key as it is written on screens."""
        return spell(self.keys[0]) if self.keys else self.there


#: The order is that of the palette and the help.
ACTIONS = (
    Action("help", "Help for where you are", ("f1",), "Help"),
    Action("outline", "Outline: find a section or a question", ("f2",), "Outline"),
    Action("preview", "Blueprint, and back to the form", ("f3",), "Blueprint"),
    Action("copy", "Copy or write the blueprint", ("f4",), "Copy", "copy_menu"),
    Action(
        "unknown",
        "Don't know the answer, or know it after all",
        ("f5",),
        "Don't know",
        "answer('unknown')",
    ),
    Action("estimate", "The answer is an estimate, or known", ("f6",), does="answer('estimate')"),
    Action("next_open", "Next open question that matters", ("f7",)),
    Action("undo", "Undo the last change", ("f8", "ctrl+z"), does="answer('undo')"),
    Action("redo", "Redo what was undone", ("shift+f8", "ctrl+y"), does="answer('redo')"),
    Action("sessions", "Sessions: open, new, rename, delete", ("f9",)),
    Action("quit", "Quit; everything is saved", ("f10",)),
    Action("next_section", "Next section", ("pagedown", "ctrl+pagedown", "alt+down")),
    Action("previous_section", "Previous section", ("pageup", "ctrl+pageup", "alt+up")),
    Action(
        "accept", "Accept what is assumed as the answer", ("alt+right",), does="answer('accept')"
    ),
    Action("clear", "Take the answer back", does="answer('clear')"),
    Action("back", "Back: to the list of records, or to the form", ("escape",)),
    Action("copy_here", "Copy this section as text", does="copy('text', False)", there="c"),
    Action("copy_all", "Copy the whole blueprint as text", does="copy('text', True)", there="C"),
    Action(
        "copy_markdown",
        "Copy this section as Markdown",
        does="copy('markdown', False)",
        there="m",
    ),
    Action(
        "copy_all_markdown",
        "Copy the whole blueprint as Markdown",
        does="copy('markdown', True)",
    ),
    Action("write", "Write the whole blueprint to a file", does="write('text', True)"),
    Action(
        "write_markdown",
        "Write the whole blueprint as Markdown",
        does="write('markdown', True)",
    ),
    Action("write_json", "Write the whole blueprint as JSON", does="write('json', True)"),
    Action("write_here", "Write this section to a file", does="write('text', False)"),
    Action(
        "write_here_markdown", "Write this section as Markdown", does="write('markdown', False)"
    ),
    Action("search", "Search the blueprint", there="/"),
    Action("next_part", "Next section of the blueprint", does="part(1)", there="]"),
    Action("previous_part", "Previous section of the blueprint", does="part(-1)", there="["),
    Action("add", "Records: add one", does="answer('add')", there="n"),
    Action("duplicate", "Records: duplicate one", does="answer('duplicate')", there="d"),
    Action("remove", "Records: remove one", does="answer('remove')", there="x"),
    Action("move_up", "Records: move one up", does="answer('move_up')", there="Shift+↑"),
    Action("move_down", "Records: move one down", does="answer('move_down')", there="Shift+↓"),
    Action("theme", "Light or dark"),
    Action("palette", "Every action", ("ctrl+p", "f12"), "All"),
)


def spell(key: str) -> str:
    """A key's name as it is written on screens: F1, ^P, Alt+→."""
    names = {"pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "right": "→", "left": "←"}
    names |= {"up": "↑", "down": "↓"}
    *held, last = key.split("+")
    last = names.get(last, last.upper() if last[0] == "f" and last[1:].isdecimal() else last)
    if held == ["ctrl"] and len(last) == 1:
        return f"^{last.upper()}"
    return "+".join([*(one.capitalize() for one in held), last])


def bindings() -> list[BindingType]:
    """The bindings of the interview's screen."""
    return [
        Binding(",".join(a.keys), a.runs, a.title, show=False, id=a.id) for a in ACTIONS if a.keys
    ]


def runs(name: str) -> str:
    """What an action's id tells the screen to do; what is no id is taken as it is."""
    return next((action.runs for action in ACTIONS if action.id == name), name)


def key_line() -> list[tuple[str, str, str]]:
    """What the key line shows: key, short name, action."""
    return [(a.key_shown, a.footer, a.runs) for a in ACTIONS if a.footer]
