"""Every action of the app, once: bindings, palette, key line, help and key maps come from it.

How a key is written, and which one an action has for this person, is in `keymap`.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_platform.settings.keys import Place, Registry


@dataclass(frozen=True)
class Action:
    """Something a person can do.

    id: its name in key maps; what stands before a dot is its scope. keys: those it has by
    itself, of which the first is shown. footer: its short name in the key line, empty if it is
    not there. does: what the interview's screen is told to do, like `copy('text', True)`;
    without it `action_<id>` is called. here: what the widget of its scope is told to do.
    priority: whether the key comes here before it comes to the widget with the focus.
    fixed: why its keys cannot be others. lives: its scope, where the id does not say it.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    footer: str = ""
    does: str = ""
    here: str = ""
    priority: bool = False
    fixed: str = ""
    lives: str = ""

    @property
    def runs(self) -> str:
        """What the interview's screen is told to do."""
        return self.does or self.id

    @property
    def scope(self) -> str:
        """Where it is done: in the interview, or in a widget or dialog of its own."""
        return self.lives or self.id.rpartition(".")[0] or "interview"


#: What the interview's screen can do, also from the palette. The order is that of the palette
#: and the help.
ACTIONS = (
    Action("help", "Help for where you are", ("f1",), "Help"),
    Action("outline", "Outline: find a section or a question", ("f2",), "Outline"),
    Action("preview", "Blueprint, and back to the form", ("f3",), "Blueprint"),
    Action("copy", "Copy or write the blueprint", ("f4",), "Copy", "copy_menu"),
    Action("explain", "Why a line of the blueprint says what it says", ("alt+e",), priority=True),
    Action(
        "what_matters",
        "What matters: open questions by what they decide",
        ("alt+m",),
        priority=True,
    ),
    Action("what_if", "What if: try other answers, nothing is saved", ("alt+i",), priority=True),
    Action("scale", "Scale: from today's load to 1,000 times as much", ("alt+s",), priority=True),
    Action(
        "unknown",
        "Don't know the answer, or know it after all",
        ("f5",),
        "Don't know",
        "answer('unknown')",
    ),
    Action(
        "estimate",
        "The answer is an estimate, or known; confirm it",
        ("f6",),
        does="answer('estimate')",
    ),
    Action("next_open", "Next open question that matters", ("f7",)),
    Action("undo", "Undo the last change", ("f8", "ctrl+z"), does="answer('undo')"),
    Action("redo", "Redo what was undone", ("shift+f8", "ctrl+y"), does="answer('redo')"),
    Action("history", "History: every step, and back to any of them", ("ctrl+l",)),
    Action("versions", "Versions: keep the answers under a name", ("shift+f9", "ctrl+g")),
    Action("sessions", "Sessions: open, new, rename, delete", ("f9",)),
    Action("quit", "Quit; everything is saved", ("f10",), lives="app"),
    Action("next_section", "Next section", ("pagedown", "ctrl+pagedown", "alt+down")),
    Action("previous_section", "Previous section", ("pageup", "ctrl+pageup", "alt+up")),
    Action(
        "accept", "Accept what is assumed as the answer", ("alt+right",), does="answer('accept')"
    ),
    Action(
        "confirm_all",
        "Confirm all that is assumed in this section",
        does="answer('confirm_section')",
    ),
    Action("clear", "Take the answer back", does="answer('clear')"),
    Action("rivals", "Two answers to one question: pick one", ("ctrl+r",)),
    Action("back", "Back: to the list of records, or to the form", ("escape",)),
    Action(
        "blueprint.copy_here",
        "Copy this section as text",
        ("c",),
        does="copy('text', False)",
        here="screen.copy('text', False)",
    ),
    Action(
        "blueprint.copy_all",
        "Copy the whole blueprint as text",
        ("C",),
        does="copy('text', True)",
        here="screen.copy('text', True)",
    ),
    Action(
        "blueprint.copy_markdown",
        "Copy this section as Markdown",
        ("m",),
        does="copy('markdown', False)",
        here="screen.copy('markdown', False)",
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
    Action(
        "blueprint.search",
        "Search the blueprint",
        ("f", "ctrl+f"),
        does="search",
        here="find",
    ),
    Action(
        "blueprint.next",
        "Next section of the blueprint",
        ("right_square_bracket", "n"),
        does="part(1)",
        here="section(1)",
    ),
    Action(
        "blueprint.previous",
        "Previous section of the blueprint",
        ("left_square_bracket", "p"),
        does="part(-1)",
        here="section(-1)",
    ),
    Action(
        "records.add",
        "Records: add one",
        ("n", "insert", "ctrl+n"),
        does="answer('add')",
        here="add",
    ),
    Action(
        "records.duplicate",
        "Records: duplicate one",
        ("d",),
        does="answer('duplicate')",
        here="duplicate",
    ),
    Action(
        "records.remove",
        "Records: remove one",
        ("x", "delete"),
        does="answer('remove')",
        here="remove",
    ),
    Action(
        "records.move_up",
        "Records: move one up",
        ("shift+up", "K"),
        does="answer('move_up')",
        here="shift(-1)",
    ),
    Action(
        "records.move_down",
        "Records: move one down",
        ("shift+down", "J"),
        does="answer('move_down')",
        here="shift(1)",
    ),
    Action("theme", "Light, dark or high contrast"),
    Action("command", "Commands: a part of the blueprint, a use case, an action", ("slash",)),
    Action("palette", "Every action", ("ctrl+p", "f12"), "All"),
)

#: What can be done in one widget or dialog only.
WIDGETS = (
    Action("form.next", "Next question", ("tab",), here="tab(1)"),
    Action("form.previous", "Previous question", ("shift+tab",), here="tab(-1)"),
    Action("field.done", "Done with the answer", ("enter",), here="go_on(1, True)"),
    Action("field.next", "Next question", ("down",), here="go_on(1)"),
    Action("field.previous", "Previous question", ("up",), here="go_on(-1)"),
    Action(
        "field.right",
        "Where nothing is answered: take what is assumed",
        ("right",),
        here="right",
        fixed="it moves in the text, too; accept can have any key",
    ),
    Action("choices.left", "The option before", ("left",), here="aside(-1)"),
    Action("choices.right", "Take what is assumed, or pick", ("right",), here="aside(1)"),
    Action("choices.pick", "Pick the option", ("space",), here="pick"),
    Action("choices.clear", "Not decided", ("delete", "backspace"), here="clear"),
    Action("records.open", "Open the record", ("right",), here="choose"),
    Action("records.undo", "Bring back what was removed", ("u",), here="screen.answer('undo')"),
    Action(
        "blueprint.explain",
        "Why the line says what it says",
        ("e", "enter"),
        here="screen.explain",
    ),
    Action("why.next", "Next section", ("right_square_bracket", "n"), here="section(1)"),
    Action("why.previous", "Previous section", ("left_square_bracket", "p"), here="section(-1)"),
    Action("why.find", "Find a line", ("slash", "f", "ctrl+f"), here="find"),
    Action(
        "why.other",
        "From the lines to the explanation, and back",
        ("tab", "shift+tab"),
        here="other",
    ),
    Action("why.copy", "Copy the explanation", ("c",), here="copy"),
    Action("why.write", "Write the explanation to a file", ("w", "f4"), here="write"),
    Action("trial.keep", "Keep these answers", ("alt+k",), here="keep", priority=True),
    Action("slider.more", "More load", ("right",), here="times(1)"),
    Action("slider.less", "Less load", ("left",), here="times(-1)"),
    Action("slider.next", "Where it changes next", ("right_square_bracket", "n"), here="turn(1)"),
    Action(
        "slider.previous",
        "Where it changed before",
        ("left_square_bracket", "p"),
        here="turn(-1)",
    ),
    Action("search.next", "Next match", ("down",), here="submit"),
    Action("search.previous", "Previous match", ("up", "shift+enter"), here="previous"),
    Action("search.close", "Close the search", ("escape",), here="close"),
    Action("list.up", "Up", ("up",), here="cursor(-1)"),
    Action("list.down", "Down", ("down",), here="cursor(1)"),
    Action("list.page_up", "Page up", ("pageup",), here="page(-1)"),
    Action("list.page_down", "Page down", ("pagedown",), here="page(1)"),
    Action("list.first", "First", ("home",), here="ends(0)"),
    Action("list.last", "Last", ("end",), here="ends(1)"),
    Action("list.choose", "Choose", ("enter",), here="choose"),
    Action("session_list.search", "Search", ("slash",), here="screen.search"),
    Action("session_list.new", "New session", ("n", "insert"), here="screen.new"),
    Action("session_list.preset", "New session for a use case", ("p",), here="screen.preset"),
    Action("session_list.rename", "Rename", ("r",), here="screen.rename"),
    Action("session_list.copy", "Copy", ("y",), here="screen.copy"),
    Action("session_list.archive", "Archive", ("a",), here="screen.archive"),
    Action("session_list.delete", "Delete", ("x", "delete"), here="screen.delete"),
    Action("session_list.undo", "Bring back", ("u", "ctrl+z"), here="screen.undo"),
    Action("session_list.mark", "Mark, to compare it", ("space",), here="screen.mark"),
    Action("session_list.compare", "Compare with the marked one", ("c",), here="screen.compare"),
    Action(
        "session_list.archived",
        "The archived ones, or back",
        ("A",),
        here="screen.view('archived')",
    ),
    Action(
        "session_list.deleted", "The deleted ones, or back", ("d",), here="screen.view('deleted')"
    ),
    Action("session_screen.leave", "Back", ("escape",), here="leave"),
    Action("dialog.close", "Close", ("escape", "f10"), here="leave", priority=True),
    Action("picker.up", "Up", ("up",), here="list('cursor', -1)", priority=True),
    Action("picker.down", "Down", ("down",), here="list('cursor', 1)", priority=True),
    Action("picker.page_up", "Page up", ("pageup",), here="list('page', -1)", priority=True),
    Action("picker.page_down", "Page down", ("pagedown",), here="list('page', 1)", priority=True),
    Action("bar.complete", "Complete what is typed", ("tab",), here="screen.complete"),
    Action("version_list.keep", "Keep the answers", ("n", "insert"), here="screen.keep"),
    Action(
        "version_list.compare",
        "Compare with now, or with the marked one",
        ("c",),
        here="screen.compare",
    ),
    Action("version_list.mark", "Mark, to compare it", ("space",), here="screen.mark"),
    Action("version_list.rename", "Rename", ("r",), here="screen.rename"),
    Action("version_list.drop", "Drop", ("x", "delete"), here="screen.drop"),
    Action("version_list.undo", "Bring back", ("u", "ctrl+z"), here="screen.undo"),
    Action("comparison.copy", "Copy the comparison", ("c",), here="screen.copy"),
    Action("comparison.write", "Write the comparison to a file", ("w", "f4"), here="screen.write"),
    Action("confirm.yes", "Yes", ("y",), here="answer(True)"),
    Action("confirm.no", "No", ("n", "enter"), here="answer(False)"),
    Action("app.quit", "Quit from anywhere", ("ctrl+q",), here="quit", priority=True),
    Action(
        "app.how_to_quit",
        "Say how one quits",
        ("ctrl+c",),
        here="help_quit",
        fixed="who presses it out of habit shall not lose the app",
    ),
)

EVERY = ACTIONS + WIDGETS

#: The scopes of actions, and how they are called.
HEADINGS = {
    "interview": "Everywhere in the interview",
    "app": "Everywhere",
    "form": "In the form",
    "field": "In a field of text",
    "choices": "In a list of options",
    "records": "In a list of records",
    "blueprint": "In the blueprint",
    "why": "Where a line is explained",
    "trial": "In the line of a what-if",
    "slider": "Where the load is scaled",
    "search": "In the line that searches the blueprint",
    "list": "In any list",
    "session_list": "In the list of sessions",
    "session_screen": "In the list of sessions and its search line",
    "version_list": "In the list of versions",
    "comparison": "In a comparison",
    "dialog": "In a dialog",
    "picker": "In a list that one filters by typing",
    "bar": "In the line of commands",
    "confirm": "Where yes or no is asked",
}

#: Where a person can be, and whose actions can be done there.
PLACES = (
    Place(("field", "form", "interview", "app"), takes="text"),
    Place(("choices", "list", "form", "interview", "app"), takes="letters"),
    Place(("records", "list", "form", "interview", "app"), takes="digits"),
    Place(("blueprint", "interview", "app")),
    Place(("search", "interview", "app"), takes="text"),
    Place(("why", "list", "dialog", "app")),
    Place(("trial", "picker", "list", "dialog", "app"), takes="text"),
    Place(("slider", "list", "dialog", "app")),
    Place(("session_list", "list", "session_screen", "app")),
    Place(("session_screen", "app"), takes="text"),
    Place(("version_list", "list", "dialog", "app")),
    Place(("comparison", "list", "dialog", "app")),
    Place(("dialog", "app"), takes="text"),
    Place(("picker", "list", "dialog", "app"), takes="text"),
    Place(("bar", "picker", "list", "dialog", "app"), takes="text"),
    Place(("confirm", "dialog", "app")),
)

#: For who reads settings, or writes down which there are.
REGISTRY = Registry(EVERY, PLACES, HEADINGS)


def runs(name: str) -> str:
    """What an action's id tells the screen to do; what is no id is taken as it is."""
    return next((action.runs for action in ACTIONS if action.id == name), name)
