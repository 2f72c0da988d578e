"""Keys that a person changed: they work, the old ones do not, and every text names the new."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from data_platform import tui
from data_platform.settings import Settings, default_text, load_settings
from data_platform.settings.keys import EDITING, SIGNS, read_key
from data_platform.tui import app as app_module
from data_platform.tui.actions import ACTIONS, EVERY, HEADINGS, PLACES, REGISTRY
from data_platform.tui.app import DataPlatformApp
from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.keymap import DEFAULT, KeyMap, spell
from data_platform.tui.sessions_screen import SessionsScreen


@pytest.fixture
def settings(tmp_path):
    def settings(text: str) -> Settings:
        path = tmp_path / "config.toml"
        path.write_text(text)
        return load_settings({"DATA_PLATFORM_CONFIG": str(path)}, REGISTRY)

    return settings


def widgets() -> list[Binding]:
    """The bindings of all classes of the app."""
    for module in pkgutil.iter_modules(tui.__path__):
        import_module(f"{tui.__name__}.{module.name}")
    found, todo = [], [DOMNode]
    while todo:
        one = todo.pop()
        todo += one.__subclasses__()
        if one.__module__.startswith("data_platform."):
            found += one.__dict__.get("BINDINGS", [])
    return found


def help_text(d) -> str:
    """All that the help says that is open."""
    lines = d.app.screen.query_one("HelpLines").lines
    return "\n".join("".join(text for text, _ in row) for row in lines)


# -- the registry ----------------------------------------------------------------


def test_every_binding_is_of_the_registry_and_every_action_with_a_key_is_bound():
    bound = widgets()
    assert all(isinstance(one, Binding) for one in bound)
    fixed = {a.here for a in EVERY if a.fixed}
    ids = {one.id for one in bound if one.id is not None}
    assert {one.action for one in bound if one.id is None} == fixed
    assert ids == {a.id for a in EVERY if not a.fixed}


def test_ids_are_unique_and_can_be_written_in_the_file():
    ids = [a.id for a in EVERY]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(HEADINGS), "TOML cannot have a key and a table of one name"
    assert {a.scope for a in EVERY} == set(HEADINGS)
    assert {scope for place in PLACES for scope in place.scopes} == set(HEADINGS)


def test_the_default_file_of_the_app_changes_nothing(settings):
    text = default_text(REGISTRY)
    assert "unknown" in text
    bare = settings(re.sub(r"(?m)^#(?=\S)", "", text))
    assert bare.problems == ()
    assert bare.keys == {}


def test_the_names_of_signs_and_of_editing_keys_are_those_of_textual():
    assert all(_character_to_key(sign) == name for name, sign in SIGNS.items())
    used = set(Input._merged_bindings.key_to_bindings)
    used |= set(TextArea._merged_bindings.key_to_bindings)
    odd = {key for key in used if "super+" in key or re.fullmatch(r"ctrl\+shift\+\w|f\d", key)}
    unknown = used - odd - EDITING
    # Of these the interview makes ways to go on.
    assert unknown <= {key for a in ACTIONS for key in a.keys}


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("\x1b[23~", "F11"),
        ("\x1b[19;2~", "Shift+F8"),
        ("\x1b[1;7C", "Ctrl+Alt+Right"),
        ("\x1b[5;5~", "Ctrl+PgUp"),
        ("\x1b[113;3u", "alt+q"),
        ("\x14", "^T"),
        ("K", "shift+k"),
        ("/", "/"),
        ("+", "+"),
        (" ", "space"),
        ("\x1b[Z", "Shift+Tab"),
    ],
)
def test_keys_of_the_file_are_called_as_what_terminals_send(sent, written):
    [event] = XTermParser().feed(sent)
    assert event.key == read_key(written)


def test_texts_of_the_app_name_no_action_that_does_not_exist():
    folder = Path(app_module.__file__).parent
    named = set()
    for path in folder.glob("*.py"):
        for text in re.findall(r'(?<![rf])"([^"\n]*)"', path.read_text("utf-8")):
            named |= set(re.findall(r"\{\+?([a-z_]+(?:\.[a-z_]+)?)(?: [a-z_.]+)?\}", text))
    known = {a.id for a in EVERY}
    assert {"unknown", "records.add"} <= named
    # What stands in f-strings that go over several lines has no such sign.
    assert not {name for name in named if "." in name and name not in known}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("f11", "F11"),
        ("ctrl+p", "^P"),
        ("ctrl+pagedown", "Ctrl+PgDn"),
        ("alt+right", "Alt+→"),
        ("slash", "/"),
        ("K", "K"),
        ("f", "f"),
        ("alt+slash", "Alt+/"),
        ("shift+tab", "Shift+Tab"),
    ],
)
def test_keys_as_they_are_written(key, shown):
    assert spell(key) == shown


def test_the_first_of_several_keys_is_shown():
    keys = KeyMap({"unknown": ("f11", "f12")})
    assert keys.say("{unknown}, {help} and {clear}.") == "F11, F1 and ."
    assert keys.every("unknown") == ["F11", "F12"]


# -- changed keys at work --------------------------------------------------------


async def test_another_key_for_dont_know(start, settings):
    async with start(settings=settings('keys.unknown = "f11"')) as d:
        assert "F11 Don't know" in d.shown().splitlines()[-1]
        assert "Don't know? F11." in d.shown()
        await d.press("f5")
        assert d.notebook.get("platform_name") is None
        await d.press("f11")
        assert d.notebook.get("platform_name").certainty == "unknown"
        await d.press("f1")
        assert "Not sure? F11 says" in d.shown()
        assert "F5" not in help_text(d)
        await d.press("escape", "ctrl+p")
        await d.type("don't know")
        assert re.search(r"know it after all +F11", d.shown())


async def test_another_key_in_a_list_of_records(start, settings):
    async with start(settings=settings('keys.records.add = "a"\nkeys.records.undo = "z"')) as d:
        await d.go("sources.name")
        assert "press a to add one" in d.shown()
        await d.press("n", "insert", "ctrl+n")
        assert d.notebook.records("sources") == []
        await d.press("a")
        await d.until(lambda: "Source 1 of 1" in d.shown())
        assert len(d.notebook.records("sources")) == 1
        await d.press("escape")
        await d.until(lambda: d.current.prompt.key == "sources" and d.current.widget.has_focus)
        await d.press("x")
        await d.until(lambda: "z or F8 brings it back" in d.shown())
        await d.press("z")
        assert len(d.notebook.records("sources")) == 1
        await d.press("f1")
        assert re.search(r"a +Add one", help_text(d))
        assert "z brings it back" in help_text(d)


async def test_one_action_with_two_keys(start, settings):
    async with start(settings=settings('keys.unknown = ["f11", "alt+u"]')) as d:
        assert "F11 Don't know" in d.shown().splitlines()[-1]
        await d.press("alt+u")
        assert d.notebook.get("platform_name").certainty == "unknown"
        await d.press("f11")
        assert d.notebook.get("platform_name") is None
        await d.press("f1")
        assert re.search(r"F11 +Alt\+u", help_text(d))


async def test_swapped_keys(start, settings):
    chosen = settings('keys.outline = "f3"\nkeys.preview = "f2"')
    assert chosen.problems == ()
    async with start(settings=chosen) as d:
        await d.press("f2")
        assert d.screen.preview.view.has_focus
        await d.press("f2", "f3")
        assert "Outline" in d.shown().splitlines()[2]
        assert d.app.screen is not d.screen


async def test_an_action_that_had_no_key(start, settings):
    async with start(settings=settings('keys.theme = "ctrl+t"')) as d:
        await d.press("ctrl+t")
        assert d.app.theme == "platform-light"


async def test_keys_of_lists_are_changed_in_every_list(start, settings):
    # The lists of options and of records take them over from a common base.
    chosen = settings('keys.list.down = "alt+j"\nkeys.list.first = "alt+g"')
    assert chosen.problems == ()
    async with start(settings=chosen) as d:
        for name in ("one", "two"):
            d.screen.live.notebook.set(f"sources/{d.screen.live.add('sources')}/name", name)
        d.screen.form.changed(["sources"], reload=True)
        await d.go("sources.name")
        records = d.current.widget
        records.move_to(0)
        await d.press("down")
        assert (records.cursor, records.has_focus) == (0, True)
        await d.press("alt+j")
        assert records.cursor == 1
        await d.press("alt+g")
        assert records.cursor == 0


async def test_moving_in_a_text_stays_where_other_keys_of_fields_change(start, settings):
    chosen = settings('keys.field.next = "ctrl+n"\nkeys.field.done = "ctrl+o"')
    async with start(settings=chosen) as d:
        await d.type("ab")
        await d.press("left", "left", "right")
        assert d.current.widget.cursor_position == 1
        await d.press("down", "enter")
        assert d.current.prompt.key == "platform_name"
        await d.press("ctrl+o")
        assert d.current.prompt.key != "platform_name"


async def test_the_keys_that_lead_do_so_in_long_texts(start):
    # Textual's own text area would select a line with F6 and all with F7.
    async with start() as d:
        await d.go("current_pain")
        await d.type("why")
        await d.press("f6")
        assert d.notebook.get("current_pain").certainty == "estimate"
        await d.press("f7")
        await d.until(lambda: d.current.prompt.key != "current_pain")


async def test_the_list_of_sessions_and_dialogs(start, store, settings):
    store.create("one")
    store.create("two")
    text = 'keys.session_list.rename = "e"\nkeys.quit = "f12"\nkeys.palette = "ctrl+p"\n'
    chosen = settings(text + 'keys.dialog.close = "f7"\nkeys.list.down = "alt+j"')
    assert chosen.problems == ()
    async with start(settings=chosen, wait=False) as d:
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.until(lambda: "e rename" in d.shown())
        assert "F12 quit" in d.shown()
        await d.press("slash", "alt+j")
        assert d.app.screen.list.has_focus
        await d.press("r")
        assert isinstance(d.app.screen, SessionsScreen)
        await d.press("e")
        assert "Rename the session" in d.shown()
        await d.press("escape", "f10")
        assert "Rename the session" in d.shown()
        await d.press("f7")
        assert isinstance(d.app.screen, SessionsScreen)
        await d.press("f10")
        assert d.app.return_code is None
        await d.press("f12")
        assert d.app.return_code == 0


async def test_yes_and_no(start, settings):
    from data_platform.tui.dialogs import Confirm

    async with start(settings=settings('keys.confirm.yes = "o"')) as d:
        said = []
        d.app.push_screen(Confirm("Sure?"), said.append)
        await d.pilot.pause()
        assert "o yes · n no" in d.shown()
        await d.press("y")
        assert said == []
        await d.press("o")
        assert said == [True]


async def test_who_presses_ctrl_c_is_told_the_key_that_quits(start, settings):
    async with start(settings=settings('keys.quit = "alt+q"')) as d:
        d.app.action_help_quit()
        await d.until(lambda: "Press Alt+q to quit." in d.shown())


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_no_text_in_view_names_a_key_that_was_changed(start, settings, size):
    changed = [
        a.id
        for a in ACTIONS
        if a.id != "palette" and any(re.fullmatch(r"(shift\+)?f\d+", key) for key in a.keys)
    ]
    keys = {name: f"ctrl+f{n}" for n, name in enumerate(changed, 1)}
    chosen = settings("".join(f'keys."{name}" = "{key}"\n' for name, key in keys.items()))
    assert chosen.problems == ()
    async with start(*size, settings=chosen) as d:
        old = re.compile(r"(?<!\+)\bF[0-9]+\b(?! *(of|F12))")
        seen = [d.shown()]
        await d.go("sources.name")
        seen.append(d.shown())
        await d.press("ctrl+f1")
        for _ in range(6):
            seen.append(d.shown())
            await d.press("pagedown")
        await d.press("escape", "ctrl+f3")
        seen.append(d.shown())
        assert "Ctrl+F2" in "\n".join(seen)
        assert "^P All" in seen[0].splitlines()[-1]
        found = {word[0] for text in seen for word in old.finditer(text)}
        assert found <= {"F12"}


# -- what cannot be --------------------------------------------------------------


async def test_problems_are_told_once_at_the_start(start, settings):
    chosen = settings('nonsense = 1\nkeys.unknown = "f1"\nkeys.quit = "q"\ntheme = "light"')
    async with start(settings=chosen) as d:
        await d.until(lambda: "there is no setting 'nonsense'" in d.shown())
        [said] = d.app._notifications
        assert said.message.endswith(" And 2 more: data-platform where shows all.")
        assert d.app.theme == "platform-light"
        await d.press("f5")
        assert d.notebook.get("platform_name").certainty == "unknown"
        assert len(d.app._notifications) <= 1


async def test_a_file_of_nonsense_leaves_the_app_as_it_is(start, settings):
    chosen = settings("]] = no [/] $")
    async with start(settings=chosen) as d:
        await d.until(lambda: "it is no TOML" in d.shown())
        assert isinstance(d.app.screen, InterviewScreen)
        assert d.app.key_map == DEFAULT


def test_run_app_reads_the_settings_itself(store, monkeypatch, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('keys.unknown = "f11"\nwidth = 1')
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", str(path))
    seen = []
    monkeypatch.setattr(DataPlatformApp, "run", lambda self: seen.append(self.settings) or 0)
    assert app_module.run_app(store) == 0
    assert app_module.run_app(store, settings=Settings()) == 0
    assert seen[0].keys == {"unknown": ("f11",)}
    assert "width: 1 is no width" in seen[0].problems[0]
    assert seen[1] == Settings()
