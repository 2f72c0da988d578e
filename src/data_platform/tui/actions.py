"""Every action of the interview, once: its keys, the palette, the key line and the help use it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """Something a person can do.

    id: its name for key maps; the handler is `action_<id>` of the interview's screen.
    keys: of which the first is shown. footer: its short name in the key line, empty if it
    is not there.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    footer: str = ""

    @property
    def key_shown(self) -> str:
        """The first key as it is written on screens."""
        return spell(self.keys[0]) if self.keys else ""


#: The order is that of the palette and the help.
ACTIONS = (
    Action("help", "Help for where you are", ("f1",), "Help"),
    Action("outline", "Outline: find a section or a question", ("f2",), "Outline"),
    Action("preview", "Blueprint, and back to the form", ("f3",), "Blueprint"),
    Action("copy", "Copy or write the blueprint", ("f4",), "Copy"),
    Action("unknown", "Don't know the answer, or know it after all", ("f5",), "Don't know"),
    Action("estimate", "The answer is an estimate, or known", ("f6",)),
    Action("next_open", "Next open question that matters", ("f7",)),
    Action("undo", "Undo the last change", ("f8", "ctrl+z")),
    Action("redo", "Redo what was undone", ("shift+f8", "ctrl+y")),
    Action("sessions", "Sessions: open, new, rename, delete", ("f9",)),
    Action("quit", "Quit; everything is saved", ("f10",)),
    Action("next_section", "Next section", ("pagedown", "ctrl+pagedown", "alt+down")),
    Action("previous_section", "Previous section", ("pageup", "ctrl+pageup", "alt+up")),
    Action("accept", "Accept what is assumed as the answer", ("alt+right",)),
    Action("clear", "Take the answer back"),
    Action("back", "Back: to the list of records, or to the form", ("escape",)),
    Action("copy_here", "Copy this section as text"),
    Action("copy_all", "Copy the whole blueprint as text"),
    Action("copy_markdown", "Copy this section as Markdown"),
    Action("copy_all_markdown", "Copy the whole blueprint as Markdown"),
    Action("write", "Write the whole blueprint to a file"),
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
        Binding(",".join(a.keys), a.id, a.title, show=False, id=a.id) for a in ACTIONS if a.keys
    ]


def key_line() -> list[tuple[str, str, str]]:
    """What the key line shows: key, short name, action."""
    return [(a.key_shown, a.footer, a.id) for a in ACTIONS if a.footer]
