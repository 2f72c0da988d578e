"""The configuration file: what counts of it, what is named, and the one that changes nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from data_platform.settings import (
    Settings,
    default_text,
    load_settings,
    settings_path,
    write_default,
)
from data_platform.settings.keys import BadKey, Place, Registry, read_key


def action(name: str, *keys: str, fixed: str = "") -> SimpleNamespace:
    scope = name.rpartition(".")[0] or "screen"
    return SimpleNamespace(id=name, title=f"To {name}", keys=keys, scope=scope, fixed=fixed)


REGISTRY = Registry(
    (
        action("help", "f1"),
        action("unknown", "f5"),
        action("undo", "f8", "ctrl+z"),
        action("previous", "up"),
        action("theme"),
        action("stop", "ctrl+c", fixed="it is known by heart"),
        action("rows.add", "n"),
        action("rows.copy", "d"),
        action("rows.previous", "up"),
        action("page.find", "slash"),
    ),
    (
        Place(("field", "screen"), takes="text"),
        Place(("rows", "screen"), takes="digits"),
        Place(("page",)),
    ),
    {"screen": "Everywhere", "rows": "In rows", "page": "In the page"},
)


@pytest.fixture
def read(tmp_path: Path):
    def read(text: str | bytes, registry: Registry | None = REGISTRY) -> Settings:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_settings({"DATA_PLATFORM_CONFIG": str(path)}, registry)

    return read


# -- where it is -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("env", "path"),
    [
        ({"XDG_CONFIG_HOME": "/x"}, "/x/data-platform/config.toml"),
        ({}, "~/.config/data-platform/config.toml"),
        ({"XDG_CONFIG_HOME": "x/y"}, "~/.config/data-platform/config.toml"),
        ({"XDG_CONFIG_HOME": "/x", "DATA_PLATFORM_CONFIG": "/z/a.toml"}, "/z/a.toml"),
        ({"DATA_PLATFORM_CONFIG": "~/a.toml"}, "~/a.toml"),
    ],
)
def test_where_it_is(env, path):
    assert settings_path(env) == Path(path).expanduser()


def test_the_environment_of_the_process_counts_where_none_is_given(monkeypatch):
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", "/z/a.toml")
    assert load_settings().path == Path("/z/a.toml")


def test_without_a_file_all_is_default(tmp_path):
    found = load_settings({"XDG_CONFIG_HOME": str(tmp_path)}, REGISTRY)
    assert found == Settings(path=tmp_path / "data-platform" / "config.toml")


def test_a_file_that_was_named_should_be_there(tmp_path):
    [said] = load_settings({"DATA_PLATFORM_CONFIG": str(tmp_path / "no.toml")}).problems
    assert "no.toml" in said
    assert "No such file" in said


def test_no_file_at_all_can_be_asked_for():
    assert load_settings({"DATA_PLATFORM_CONFIG": os.devnull}).problems == ()


# -- what counts -----------------------------------------------------------------


def test_what_is_set_counts(read):
    found = read(
        'theme = "contrast"\nwidth = 120\nclipboard = ["tmux", "osc52"]\nmotion = "on"\n'
        '[keys]\nunknown = ["F11", "^K"]\nrows.add = "a"\n"page.find" = "?"\n'
    )
    assert found.problems == (
        "keys.unknown: 'ctrl+k' edits text where it would count; take one like f11 or ctrl+t; "
        "it keeps 'f11'",
    )
    assert (found.theme, found.width, found.motion) == ("contrast", 120, True)
    assert found.clipboard == ("osc52", "tmux")
    assert found.keys == {"unknown": ("f11",), "rows.add": ("a",), "page.find": ("question_mark",)}


@pytest.mark.parametrize(
    ("written", "ways"),
    [("auto", ("osc52", "tmux", "desktop")), ("off", ()), ("tmux", ("tmux",))],
)
def test_the_ways_to_the_clipboard(read, written, ways):
    assert read(f'clipboard = "{written}"').clipboard == ways
    assert read("clipboard = []").clipboard == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('colour = "dark"', "there is no setting 'colour'"),
        ('theem = "dark"', "did you mean theme?"),
        ('theme = "blue"', "theme: 'blue' cannot be; take “auto”, “dark”"),
        ("theme = 3", "theme: 3 cannot be"),
        ("theme = {a = 1}", "theme: {'a': 1} cannot be"),
        ("width = 39", "width: 39 is no width; take “auto” or 40 to 400"),
        ("width = 401", "width: 401 is no width"),
        ("width = 80.0", "width: 80.0 is no width"),
        ("width = true", "width: True is no width"),
        ("width = 1979-05-27", "is no width"),
        ('clipboard = ["osc52", "fax"]', "clipboard: 'fax' cannot be"),
        ('clipboard = ["auto"]', "clipboard: 'auto' cannot be; take “osc52”, “tmux” or “desktop”"),
        ("motion = 1", "motion: 1 cannot be; take “off” or “on”"),
        ('keys = "f5"', "keys: this is a table"),
        ("keys.help = 5", "keys.help: write a key"),
        ('keys.help = ["f5", 5]', "keys.help: write a key"),
        ('keys.hlep = "f5"', "keys: there is no action 'hlep'; did you mean help?"),
        ('keys.rows.ad = "f6"', "there is no action 'rows.ad'; did you mean rows.add?"),
        ('keys.help = "hyper+f5"', "keys.help: 'hyper' is no key that can be held"),
        ('keys.help = "f99"', "keys.help: 'f99' is no key"),
        ('keys.help = ""', "keys.help: '' is no key"),
        ('keys.help = "k"', "keys.help: 'k' is typed where it would count; take one like f11"),
        ('keys.help = "space"', "keys.help: 'space' is typed"),
        ('keys.help = "/"', "keys.help: 'slash' is typed"),
        ('keys.rows.add = "7"', "keys.rows.add: '7' is typed"),
        ("keys.help = []", "keys.help: it needs a key; it keeps 'f1'"),
        (
            'keys.stop = "f7"',
            "keys.stop: it cannot be changed: it is known by heart; it keeps 'ctrl+c'",
        ),
        (
            'keys.unknown = "f1"',
            "keys.unknown: 'f1' is the key of help (to help); it keeps 'f5'",
        ),
        ('keys.rows.add = "f5"', "keys.rows.add: 'f5' is the key of unknown"),
        ('keys.unknown = "ctrl+i"', "terminals send the same for it as for tab"),
        ('keys.unknown = "ctrl+1"', "terminals send Ctrl with the letters a to z only"),
        ('keys.unknown = "alt+enter"', "terminals do not send enter with other keys held"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_counts(read, text, says):
    found = read(f"{text}\n[other]\n")
    [said, other] = sorted(found.problems, key=lambda one: "'other'" in one)
    assert says in said
    assert "'other'" in other
    assert found == Settings(problems=found.problems, path=found.path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"theme = ", "it is no TOML"),
        (b"a = 1\na = 2", "it is no TOML"),
        (b"theme = '\xff'", "it is no UTF-8 text"),
        (b"\x00\x01\x02", "it is no TOML"),
        (b"a = " + b"[" * 50_000, "it is n"),
        (b"#" * 2_000_000, "it is too long"),
    ],
)
def test_what_is_no_configuration_is_named(read, content, says):
    found = read(content)
    [said] = found.problems
    assert says in said
    assert said.endswith("; the defaults count")
    assert found == Settings(problems=found.problems, path=found.path)


def test_a_folder_is_no_file(tmp_path):
    [said] = load_settings({"DATA_PLATFORM_CONFIG": str(tmp_path)}).problems
    assert "it is no file" in said


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    [said] = load_settings({"DATA_PLATFORM_CONFIG": str(tmp_path / "pipe")}).problems
    assert "it is no file" in said


# -- keys ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("F5", "f5"),
        ("shift+F8", "shift+f8"),
        ("Ctrl+PgDn", "ctrl+pagedown"),
        ("control+k", "ctrl+k"),
        ("^K", "ctrl+k"),
        ("Shift+Ctrl+→", "ctrl+shift+right"),
        ("ctrl+alt+F5", "alt+ctrl+f5"),
        ("Esc", "escape"),
        ("shift+k", "K"),
        ("K", "K"),
        ("/", "slash"),
        ("+", "plus"),
        ("alt++", "alt+plus"),
        ("^", "circumflex_accent"),
        (" ", "space"),
        ("é", "é"),
        ("slash", "slash"),
    ],
)
def test_keys_can_be_written_in_several_ways(written, key):
    assert read_key(written) == key
    assert read_key(key) == key


@pytest.mark.parametrize(
    "written",
    [
        "",
        "f0",
        "f25",
        "ctrl",
        "ctrl+",
        "+f5",
        "ab",
        "super+a",
        "shift+/",
        "ctrl+alt+a",
        "§",
        "\x00",
    ],
)
def test_what_is_no_key_is_refused(written):
    with pytest.raises(BadKey, match=r"key|sign|Ctrl"):
        read_key(written)


def test_two_actions_may_swap_their_keys(read):
    found = read('[keys]\nrows.add = "d"\nrows.copy = "n"')
    assert found.problems == ()
    assert found.keys == {"rows.add": ("d",), "rows.copy": ("n",)}


def test_of_two_that_want_one_key_the_first_gets_it(read):
    found = read('[keys]\nunknown = "f11"\nhelp = ["f11", "f12"]')
    assert found.keys == {"unknown": ("f11",), "help": ("f12",)}
    [said] = found.problems
    assert said == "keys.help: 'f11' is the key of unknown (to unknown); it keeps 'f12'"


def test_who_loses_a_key_does_not_take_back_one_that_was_given_away(read):
    # `undo` would fall back on f8, which `help` was given while `undo` wanted another.
    found = read('[keys]\nhelp = "f8"\nunknown = "f9"\nundo = "f9"')
    assert found.keys == {"unknown": ("f9",)}
    assert len(found.problems) == 2


def test_keys_of_places_that_never_meet_may_be_the_same(read):
    assert read('[keys]\npage.find = "n"').problems == ()


def test_an_action_without_a_key_can_get_one_and_stay_without(read):
    assert read('keys.theme = "ctrl+t"').keys == {"theme": ("ctrl+t",)}
    assert read("keys.theme = []").problems == ()


def test_without_a_registry_keys_are_as_they_are_written(read):
    found = read('keys.whatever = "zz"', None)
    assert (found.keys, found.problems) == ({"whatever": ("zz",)}, ())


# -- the file that changes nothing -----------------------------------------------


def test_the_default_file_means_the_defaults_also_without_its_signs(read):
    text = default_text(REGISTRY)
    assert read(text) == read("")
    bare = re.sub(r"(?m)^#(?=\S)", "", text)
    assert bare != text
    found = read(bare)
    assert found.problems == ()
    assert found == read("")
    for one in REGISTRY.actions:
        assert (f"{one.id} = " in bare) is not bool(one.fixed)


def test_the_default_file_is_written_once(tmp_path):
    path = tmp_path / "new" / "config.toml"
    write_default(path, REGISTRY)
    assert path.read_text("utf-8") == default_text(REGISTRY)
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_default(path, REGISTRY)
    assert path.read_text() == "mine"


def test_the_actions_of_the_app_give_a_default_file_without_loading_textual(read):
    code = (
        "import sys; from data_platform.tui.actions import REGISTRY;"
        "from data_platform.settings import default_text; print(default_text(REGISTRY));"
        "assert not {'textual', 'pydantic', 'yaml'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert '#unknown = "f5"' in done.stdout
